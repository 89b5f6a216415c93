"""Writing organisations, their people, and what they offer and need."""

from __future__ import annotations

from collections.abc import Iterable

from saphan.engine.sheets.forum_sheets import DelegateRow, ListingRow, OrganisationRow

from ..models import Listing, Organisation, Person, User


def save_organisations(rows: Iterable[OrganisationRow]) -> dict[str, Organisation]:
    """Create or update organisations by their code; returns them by code."""
    saved = {}
    for row in rows:
        saved[row.id], _ = Organisation.objects.update_or_create(
            code=row.id,
            defaults={
                "country": row.country,
                "kind": row.kind,
                "name": row.name,
                "name_en": row.name_en,
                "language": row.language,
                "about": row.about,
                "languages": list(row.languages),
                "isic": list(row.isic),
                "website": row.website,
                "city": row.city,
                "sample": row.sample,
                "source": row.source,
            },
        )
    return saved


def save_listings(rows: Iterable[ListingRow]) -> None:
    """Create or update offers and needs by their code."""
    organisations = dict(Organisation.objects.values_list("code", "pk"))
    for row in rows:
        Listing.objects.update_or_create(
            code=row.id,
            defaults={
                "organisation_id": organisations[row.organisation],
                "side": row.side,
                "title": row.title,
                "text": row.text,
                "isic": list(row.isic),
                "cooperation": list(row.cooperation),
            },
        )


def account(email: str, language: str = "", zone: str = "") -> User:
    """The account of this address; made, with language and zone, where there is none."""
    email = email.strip().lower()
    return User.objects.filter(email=email).first() or User.objects.create_user(
        email, language=language, zone=zone
    )


def save_person(row: DelegateRow, organisation: Organisation, zone: str) -> Person:
    """Create or update a person, known by e-mail address, with an account to sign in to."""
    email = row.email.lower()
    user = account(email, next(iter(row.languages), ""), row.zone or zone)
    person, _ = Person.objects.update_or_create(
        email=email,
        defaults={
            "organisation": organisation,
            "user": user,
            "name": row.name,
            "name_latin": row.name_latin,
            "title": row.title,
            "languages": list(row.languages),
            "zone": row.zone or zone,
        },
    )
    return person
