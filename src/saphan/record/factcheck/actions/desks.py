"""Desks and who works there."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from saphan.record.audit.actions import note
from saphan.record.directory.actions import account
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.factcheck.models import Desk, DeskRole


@transaction.atomic
def make_desk(actor: User | None, country: str) -> tuple[Desk, bool]:
    """Set up the desk of a country, where there is none.

    Args:
        actor: Who does it; None for the command line.
        country: ISO 3166 alpha-2.

    Returns:
        The desk, and whether it is new.
    """
    desk, created = Desk.objects.get_or_create(country=country)
    if created:
        note(actor, "factcheck.make_desk", desk)
    return desk, created


@transaction.atomic
def give_role(actor: User | None, desk: Desk, email: str, role: str) -> DeskRole:
    """Let somebody work at a desk; who has a role there gets the new one instead.

    Args:
        actor: Who does it; None for the command line.
        desk: Where.
        email: Whose account; made where there is none.
        role: A `DeskRole.Role`.

    Raises:
        Refused: It would take the last lead's role away.
    """
    user = account(email)
    _keep_a_lead(desk, user, role)
    given, _created = DeskRole.objects.update_or_create(
        desk=desk, user=user, defaults={"role": role}
    )
    note(actor, "factcheck.give_role", desk, user=user.pk, role=role)
    return given


@transaction.atomic
def take_role(actor: User | None, given: DeskRole) -> None:
    """Let somebody no longer work at a desk.

    Raises:
        Refused: It is the last lead.
    """
    _keep_a_lead(given.desk, given.user, "")
    note(actor, "factcheck.take_role", given.desk, user=given.user_id, role=given.role)
    given.delete()


def _keep_a_lead(desk: Desk, user: User, role: str) -> None:
    leads = list(
        DeskRole.objects.select_for_update()
        .filter(desk=desk, role=DeskRole.Role.LEAD)
        .values_list("user", flat=True)
    )
    if role != DeskRole.Role.LEAD and leads == [user.pk]:
        raise Refused(_("A desk needs a lead: first make somebody else one."))
