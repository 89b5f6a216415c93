"""How long a forum keeps what it knows of people."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty, require_duty

from ..queries.retention import OF_FORUMS


@transaction.atomic
def keep_for(actor: User, forum: Forum, days: Mapping[str, int | None]) -> None:
    """Let a forum keep kinds of personal data less long than the site does.

    Args:
        actor: Who organises the forum.
        forum: The forum.
        days: By kind, for how many days; None for as long as the site.

    Raises:
        PermissionDenied: The actor does not organise this forum.
        Refused: A kind is not a forum's, or would be kept for longer than on the site.
    """
    require_duty(actor, forum, Duty.ERASE)
    own = {kind: number for kind, number in days.items() if number is not None}
    for kind, number in own.items():
        site = settings.KEEP_DAYS[kind] if kind in OF_FORUMS else -1
        if number < 1 or (site and number > site):
            raise Refused(_("The site keeps this for %(n)s days at most.") % {"n": max(site, 0)})
    locked = Forum.objects.select_for_update(no_key=True).get(pk=forum.pk)
    if locked.keep_days == own:
        return
    locked.keep_days = forum.keep_days = own
    locked.save(update_fields=["keep_days"])
    note(actor, "privacy.keep_for", forum, days=own)
