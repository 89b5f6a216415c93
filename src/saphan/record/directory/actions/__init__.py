"""Every write about organisations, their people, and what they offer and need."""

from .accounts import change_account, note_security
from .admins import make_admin, remove_admin
from .consents import set_consents, withdraw_consent
from .listings import remove_listing, save_listing
from .organisations import account, save_listings, save_organisations, save_person
from .search import count_words, index_missing, index_waiting, refresh_search
from .tokens import make_token, revoke_token
from .users import let_create_forums

__all__ = [
    "account",
    "change_account",
    "count_words",
    "index_missing",
    "index_waiting",
    "let_create_forums",
    "make_admin",
    "make_token",
    "note_security",
    "refresh_search",
    "remove_admin",
    "remove_listing",
    "revoke_token",
    "save_listing",
    "save_listings",
    "save_organisations",
    "save_person",
    "set_consents",
    "withdraw_consent",
]
