"""Who somebody is, what erasing them would do, and what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.translation import gettext as _

from saphan.record.directory.models import OrganisationAdmin, Person, User
from saphan.record.factcheck.models import DeskRole, Submitter
from saphan.record.forum.models import Delegate, ForumRole, Interpreter, Registration
from saphan.record.forum.queries import is_over
from saphan.record.holding import Fate, is_erased, still_here
from saphan.record.mailing.models import Delivery
from saphan.record.meetings.actions import interprets, still_open

from .kept import HOLDINGS


@dataclass(frozen=True)
class Somebody:
    """A person of the record, with an account or without.

    Attributes:
        emails: All their addresses, in small letters.
        names: All that they are called.
    """

    user: User | None
    person: Person | None
    emails: tuple[str, ...]
    names: frozenset[str]

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def delegates(self) -> list[Delegate]:
        """Their places at forums."""
        if self.person is None:
            return []
        return list(
            Delegate.objects.filter(person=self.person).select_related("forum", "organisation")
        )

    @property
    def interpreters(self) -> list[Interpreter]:
        """Their work as an interpreter."""
        rows = Interpreter.objects.filter(any_address("email", self.emails))
        return list(rows.select_related("forum"))

    @property
    def forums(self) -> set[int]:
        """Keys of the forums where they are known."""
        known = Registration.objects.filter(any_address("email", self.emails))
        roles = ForumRole.objects.filter(user=self.user) if self.user else ForumRole.objects.none()
        letters = Delivery.objects.filter(any_address("email", self.emails))
        return {
            *(one.forum_id for one in self.delegates),
            *(one.forum_id for one in self.interpreters),
            *known.values_list("forum", flat=True),
            *roles.values_list("forum", flat=True),
            *letters.values_list("letter__forum", flat=True),
        }


def any_address(way: str, emails: tuple[str, ...]) -> Q:
    """Rows whose address is one of these, however it is written."""
    found = Q(pk__in=())
    for email in emails:
        found |= Q(**{f"{way}__iexact": email})
    return found


def find_somebody(email: str) -> Somebody | None:
    """Who has this address: an account, a person, or somebody invited, interpreting or asking."""
    email = email.strip().lower()
    if not email or is_erased(email):
        return None
    user = User.objects.filter(
        Q(email__iexact=email)
        | Q(person__email__iexact=email)
        | Q(emailaddress__email__iexact=email)
    ).first()
    person = Person.objects.filter(
        Q(email__iexact=email) | (Q(user=user) if user else Q(pk__in=()))
    ).first()
    own = EmailAddress.objects.filter(user=user).values_list("email", flat=True) if user else ()
    emails = {email, *own, *([user.email] if user else ()), *([person.email] if person else ())}
    addresses = tuple(sorted(one.lower() for one in emails))
    known = (
        model.objects.filter(any_address("email", addresses))
        for model in (Registration, Interpreter, Delivery, Submitter)
    )
    if user is None and person is None and not any(rows.exists() for rows in known):
        return None
    return Somebody(user, person, addresses, _names(person, addresses))


def _names(person: Person | None, emails: tuple[str, ...]) -> frozenset[str]:
    found = {person.name, person.name_latin} if person else set()
    theirs = any_address("email", emails)
    for model in (Interpreter, Delivery):
        found |= set(model.objects.filter(theirs).values_list("name", flat=True))
    if person is not None:
        theirs |= Q(delegate__person=person)
    for names in Registration.objects.filter(theirs).values_list("name", "name_latin"):
        found |= set(names)
    return frozenset(found - {""})


@dataclass(frozen=True)
class Ends:
    """What becomes of one kind of rows about somebody.

    Attributes:
        rows: How many there are.
        why: Why they are not deleted.
    """

    title: str
    rows: int
    fate: Fate
    why: str

    @property
    def is_deleted(self) -> bool:
        return self.fate is Fate.DELETE


@dataclass(frozen=True)
class Preview:
    """What erasing somebody would do.

    Attributes:
        ends: Kind by kind; what is alike is one line.
        withdrawn: How many requests and agreed meetings would be called off.
        obstacles: What has to be done first; while there are any, nobody is erased.
        warnings: What is good to know before.
    """

    ends: list[Ends]
    withdrawn: int
    obstacles: list[str]
    warnings: list[str]

    @property
    def deleted(self) -> list[Ends]:
        return [one for one in self.ends if one.is_deleted]

    @property
    def anonymised(self) -> dict[str, list[Ends]]:
        """What stays, by why it does."""
        found: dict[str, list[Ends]] = {}
        for one in self.ends:
            if not one.is_deleted:
                found.setdefault(one.why, []).append(one)
        return found


def preview_of(somebody: Somebody) -> Preview:
    """What erasing somebody would do, and what stands in its way."""
    found: dict[tuple[str, Fate, str], int] = {}
    for one in HOLDINGS:
        number = one.about(somebody.user_id, somebody.emails).count()
        if number:
            key = str(one.title), one.fate, str(one.why)
            found[key] = found.get(key, 0) + number
    return Preview(
        [Ends(title, rows, fate, why) for (title, fate, why), rows in found.items()],
        sum(still_open(one).count() for one in somebody.delegates),
        obstacles(somebody),
        _warnings(somebody),
    )


def obstacles(somebody: Somebody) -> list[str]:
    """What has to be done before somebody can be erased: each in words."""
    user, found = somebody.user, []
    organiser = ForumRole.Role.ORGANISER
    if user is not None:
        for role in user.forum_roles.filter(role=organiser).select_related("forum"):
            others = role.forum.roles.filter(role=organiser, user__is_active=True)
            if not is_over(role.forum) and not others.exclude(user=user).exists():
                found.append(
                    _(
                        "Nobody else organises “%(forum)s”. Give that role to somebody else first "
                        "(Set up, Roles)."
                    )
                    % {"forum": role.forum.title}
                )
        admins = User.objects.filter(is_superuser=True, is_active=True)
        if user.is_superuser and not admins.exclude(pk=user.pk).exists():
            found.append(_("Nobody else looks after the site. Make another superuser first."))
        lead = DeskRole.Role.LEAD
        for desk_role in user.desk_roles.filter(role=lead).select_related("desk"):
            leads = desk_role.desk.roles.filter(role=lead, user__is_active=True)
            if not leads.exclude(user=user).exists():
                found.append(
                    _("Nobody else leads the fact-check desk of %(country)s. Name another first.")
                    % {"country": desk_role.desk.country}
                )
    for one in somebody.interpreters:
        if interprets(one):
            found.append(
                _(
                    "Meetings to come of “%(forum)s” are interpreted by this person. Its "
                    "organisers have to find somebody else first."
                )
                % {"forum": one.forum.title}
            )
    return found


def _warnings(somebody: Somebody) -> list[str]:
    if somebody.user is None:
        return []
    found = []
    own = OrganisationAdmin.objects.filter(user=somebody.user).select_related("organisation")
    for one in own:
        others = one.organisation.admins.exclude(user=somebody.user)
        people: Any = one.organisation.people.filter(still_here("email"))
        if not others.exists() and people.exclude(pk=getattr(somebody.person, "pk", None)).exists():
            found.append(
                _(
                    "Nobody else looks after the people of %(organisation)s: organisers of the "
                    "forum can let a colleague do so."
                )
                % {"organisation": one.organisation.name}
            )
    return found
