"""Writing who looks after an organisation's people."""

from __future__ import annotations

from django.db import transaction

from saphan.record.audit.actions import note

from ..models import Organisation, OrganisationAdmin, User


@transaction.atomic
def make_admin(actor: User | None, organisation: Organisation, user: User) -> None:
    """Let somebody look after the organisation's people."""
    _admin, is_new = OrganisationAdmin.objects.get_or_create(organisation=organisation, user=user)
    if is_new:
        note(actor, "directory.make_admin", organisation, user=user.pk)


@transaction.atomic
def remove_admin(actor: User | None, organisation: Organisation, user: User) -> None:
    """Let somebody no longer look after the organisation's people."""
    if organisation.admins.filter(user=user).delete()[0]:
        note(actor, "directory.remove_admin", organisation, user=user.pk)
