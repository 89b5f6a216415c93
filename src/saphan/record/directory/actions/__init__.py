"""Every write about organisations, their people, and what they offer and need."""

from .organisations import save_listings, save_organisations, save_person
from .search import count_words, index_missing, index_waiting, refresh_search

__all__ = [
    "count_words",
    "index_missing",
    "index_waiting",
    "refresh_search",
    "save_listings",
    "save_organisations",
    "save_person",
]
