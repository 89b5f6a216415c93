"""Every write about organisations, their people, and what they offer and need."""

from .organisations import save_listings, save_organisations, save_person
from .search import count_words, index_missing, index_waiting, refresh_search
from .users import let_create_forums

__all__ = [
    "count_words",
    "index_missing",
    "index_waiting",
    "let_create_forums",
    "refresh_search",
    "save_listings",
    "save_organisations",
    "save_person",
]
