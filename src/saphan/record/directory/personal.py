"""What the directory, and what signs people in, keep about them."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.holding import Fate, Holding, erased_address, erased_name

TRAIL = _("What was done, and when, stays on the trail; it no longer says by whom.")

HOLDINGS = (
    Holding(
        "directory.User",
        _("Your account"),
        ("id",),
        ("email", "language", "zone", "created_at", "last_login"),
    ),
    Holding("account.EmailAddress", _("Your account"), ("user", "email"), ("email", "verified")),
    Holding(
        "mfa.Authenticator",
        _("Ways of signing in"),
        ("user",),
        ("type", "created_at", "last_used_at"),
    ),
    Holding(
        "usersessions.UserSession",
        _("Devices"),
        ("user",),
        ("created_at", "last_seen_at", "ip", "user_agent"),
    ),
    Holding(
        "directory.ApiToken",
        _("Programs"),
        ("user",),
        ("name", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at"),
    ),
    Holding(
        "directory.Consent",
        _("What you agreed to"),
        ("user",),
        ("purpose", "version", "language", "given_at", "withdrawn_at"),
        Fate.ANONYMISE,
        _("The law wants to know what was agreed to, and when; not any more by whom."),
        {"user": None, "withdrawn_at": lambda row: row.withdrawn_at or timezone.now()},
    ),
    Holding(
        "directory.Person",
        _("Who you are"),
        ("user", "email"),
        ("name", "name_latin", "email", "title", "languages", "zone", "organisation__name"),
        Fate.ANONYMISE,
        _("Others keep their meetings, with an erased person in them."),
        {
            "user": None,
            "name": lambda row: erased_name(row.organisation.language),
            "name_latin": "",
            "email": erased_address,
            "title": "",
            "languages": lambda _row: [],
            "zone": "UTC",
        },
    ),
    Holding("directory.OrganisationAdmin", _("Roles"), ("user",), ("organisation__name",)),
    Holding(
        "audit.AuditEntry",
        _("What you did here"),
        ("actor",),
        ("at", "action"),
        Fate.ANONYMISE,
        TRAIL,
    ),
    Holding("admin.LogEntry", _("What you did here"), ("user",), ("action_time",)),
)
