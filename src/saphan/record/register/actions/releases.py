"""Writing the register."""

from __future__ import annotations

import hashlib
import unicodedata

from django.db import transaction
from django.utils.translation import gettext as _

from saphan.engine.extraction import ReleaseFacts
from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.register.models import Party, Release


def digest_of(text: str) -> str:
    """What two copies of a release share, however their lines are spaced."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(folded.encode()).hexdigest()


@transaction.atomic
def save_release(
    actor: User | None, facts: ReleaseFacts, *, sample: bool = False
) -> tuple[Release, bool]:
    """Record a release with its parties; one already recorded is left as it is.

    Args:
        actor: Who imports; None for the command line.
        facts: What was found in it.
        sample: Whether it is invented.

    Returns:
        The release, and whether it is new.

    Raises:
        Refused: No line of it says when it was published.
    """
    if facts.published is None:
        raise Refused(_("No line of the release says when it was published."))
    release, created = Release.objects.get_or_create(
        digest=digest_of(facts.text),
        defaults={
            "source_url": facts.source_url,
            "title": facts.title[:600],
            "published": facts.published,
            "language": facts.language,
            "text": facts.text,
            "sample": sample,
            "countries": list(facts.countries),
        },
    )
    if created:
        Party.objects.bulk_create(
            Party(
                release=release,
                kind=party.kind,
                country=party.country,
                name=party.name,
                names=party.names,
                start=party.start,
                end=party.end,
                confidence=party.confidence,
                rule=party.rule,
            )
            for party in facts.parties
        )
        note(actor, "register.save_release", release, parties=len(facts.parties))
    return release, created
