"""Agencies that are responsible for what is claimed."""

from __future__ import annotations

import secrets

from saphan.engine.language import identify
from saphan.record.audit.actions import note
from saphan.record.directory.models import Organisation, User
from saphan.record.factcheck.models import Desk
from saphan.record.factcheck.texts import storable


def agency_named(actor: User, desk: Desk, name: str) -> Organisation:
    """The agency of a name in the desk's country, which becomes known if it was not.

    Args:
        actor: Who names it.
        desk: Whose country it is of.
        name: As people write it.
    """
    name = " ".join(storable(name).split())[:300]
    agencies = Organisation.objects.filter(kind=Organisation.Kind.AGENCY, country=desk.country)
    known = (
        agencies.filter(name__iexact=name).first() or agencies.filter(name_en__iexact=name).first()
    )
    if known is not None:
        return known
    made = Organisation.objects.create(
        code=f"agency-{secrets.token_hex(5)}",
        country=desk.country,
        kind=Organisation.Kind.AGENCY,
        name=name,
        language=identify(name),
    )
    note(actor, "factcheck.name_agency", made, country=desk.country)
    return made
