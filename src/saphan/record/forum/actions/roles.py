"""Who works at a forum."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.actions import account
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.checks import require_address
from saphan.record.forum.models import Forum, ForumRole

Role = ForumRole.Role


@transaction.atomic
def give_role(
    actor: User | None, forum: Forum, email: str, role: str, country: str = ""
) -> ForumRole:
    """Give the person of this address a role; an account is made if there is none.

    Args:
        actor: Who gives it; None for the command line.
        forum: At which forum.
        email: Of the person.
        role: Which.
        country: Whose people a co-organiser looks after.

    Raises:
        Refused: A co-organiser of no country of the forum, or of a second one; or this cannot be
            anybody's address.
    """
    require_address("email", email.strip())
    if role == Role.CO_ORGANISER and country not in forum.countries:
        raise Refused(
            _("A co-organiser looks after one of the forum’s countries. Choose which."), "country"
        )
    country = country if role == Role.CO_ORGANISER else ""
    user = account(email, zone=forum.timezone)
    given, created = ForumRole.objects.get_or_create(
        forum=forum, user=user, role=role, defaults={"country": country}
    )
    if given.country != country:
        raise Refused(_("This person is co-organiser of another country already."), "country")
    if created:
        note(actor, "forum.give_role", forum, user=user.pk, role=str(role), country=country)
    return given


@transaction.atomic
def take_role(actor: User, role: ForumRole) -> None:
    """Take a role back.

    Raises:
        Refused: Nobody would organise the forum any more.
    """
    others = role.forum.roles.filter(role=Role.ORGANISER).exclude(pk=role.pk)
    if role.role == Role.ORGANISER and not others.select_for_update().exists():
        raise Refused(_("Somebody has to organise the forum: make another organiser first."))
    note(actor, "forum.take_role", role.forum, user=role.user_id, role=role.role)
    role.delete()


def make_organiser(actor: User | None, forum: Forum, email: str) -> User:
    """Let the person of this address organise the forum; an account is made if there is none."""
    return give_role(actor, forum, email, Role.ORGANISER).user
