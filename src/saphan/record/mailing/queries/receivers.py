"""Who is of a group, and what a letter can say to each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from saphan.engine.language import day_in, moment_in
from saphan.record.directory.models import Consent, Person
from saphan.record.forum.models import Delegate, Forum, in_language
from saphan.record.holding import still_here
from saphan.record.meetings.models import Meeting, Request, Timetable

from ..models import Letter

Group = Letter.Group
WAITS = Q(requests_received__state="asked", requests_received__waits_for__in=("receiver", "both"))
WILLING = Exists(
    Consent.objects.filter(
        user=OuterRef("person__user"), purpose=Consent.Purpose.LETTERS, withdrawn_at=None
    )
)
PROPOSED = Q(requests_sent__state="asked", requests_sent__waits_for__in=("sender", "both"))


@dataclass(frozen=True)
class Receiver:
    """One address, and what its letter says.

    Attributes:
        person: Key of the person; None for an interpreter.
        language: In which they are written to.
        values: Of the placeholders, in that language.
    """

    name: str
    email: str
    language: str
    values: dict[str, str]
    person: int | None = None
    country: str = ""


def language_of(person: Person) -> str:
    """In which language somebody is written to: their choice, else the first that they speak
    and the site speaks too."""
    user = person.user
    return _known([user.language if user else "", *person.languages])


def _known(languages: Iterable[str]) -> str:
    known = dict(settings.LANGUAGES)
    return next((one for one in languages if one in known), settings.LANGUAGE_CODE)


def receivers(
    letter: Letter, links: Mapping[str, str], countries: frozenset[str] | None = None
) -> list[Receiver]:
    """Who is of the letter's group now, each address once.

    Args:
        letter: The letter.
        links: The addresses of pages, by placeholder.
        countries: Whose people the writer looks after; None for all.
    """
    forum = letter.forum
    if letter.group == Group.INTERPRETERS:
        # An interpreter is of no country: only who writes to all of them writes to any.
        if countries is not None or letter.countries or letter.kinds:
            return []
        found = [
            Receiver(
                one.name,
                one.email,
                _known(one.languages),
                _values(forum, _known(one.languages), name=one.name, **links),
            )
            for one in forum.interpreters.filter(still_here("email")).exclude(email="")
        ]
    else:
        people = _delegates(letter, countries)
        people = people.filter(WILLING) if letter.is_news else people
        found = [_receiver(forum, one, links) for one in people]
    return list({one.email.lower(): one for one in reversed(found)}.values())[::-1]


def unwilling(letter: Letter, countries: frozenset[str] | None = None) -> int:
    """How many of the letter's group do not get it, since they have not agreed to news.

    Args:
        letter: The letter.
        countries: Whose people the writer looks after; None for all.
    """
    return _delegates(letter, countries).exclude(WILLING).count() if letter.is_news else 0


def wants_news(person_id: int | None) -> bool:
    """Whether a person agrees to letters with news now."""
    return Consent.objects.filter(
        user__person=person_id, purpose=Consent.Purpose.LETTERS, withdrawn_at=None
    ).exists()


def _delegates(letter: Letter, countries: frozenset[str] | None) -> QuerySet[Delegate]:
    found = (
        letter.forum.delegates.filter(still_here())
        .select_related("person__user", "organisation")
        .annotate(
            asked_of_them=Count("requests_received", filter=WAITS, distinct=True),
            proposed_to_them=Count("requests_sent", filter=PROPOSED, distinct=True),
            agreed_received=Count(
                "requests_received", filter=Q(requests_received__state="accepted"), distinct=True
            ),
            agreed_sent=Count(
                "requests_sent", filter=Q(requests_sent__state="accepted"), distinct=True
            ),
        )
        .order_by("code")
    )
    if letter.countries:
        found = found.filter(organisation__country__in=letter.countries)
    if letter.kinds:
        found = found.filter(organisation__kind__in=letter.kinds)
    if countries is not None:
        found = found.filter(organisation__country__in=countries)
    narrow = NARROW.get(letter.group)
    return narrow(found) if narrow else found


def _without_request(found: QuerySet[Delegate]) -> QuerySet[Delegate]:
    own = Request.objects.filter(state__in=Request.LIVE).filter(
        Q(sender=OuterRef("pk")) | Q(receiver=OuterRef("pk"))
    )
    return found.filter(~Exists(own))


def _without_meeting(found: QuerySet[Delegate]) -> QuerySet[Delegate]:
    return found.exclude(requests_sent__state="accepted").exclude(
        requests_received__state="accepted"
    )


def _with_seat(found: QuerySet[Delegate]) -> QuerySet[Delegate]:
    seated = Meeting.objects.filter(
        timetable__state=Timetable.State.PUBLISHED,
        state=Meeting.State.SCHEDULED,
        request__state=Request.State.ACCEPTED,
        seats__delegate=OuterRef("pk"),
    )
    return found.filter(Exists(seated))


NARROW: dict[str, Callable[[QuerySet[Delegate]], QuerySet[Delegate]]] = {
    Group.TO_ANSWER: lambda found: found.filter(Q(asked_of_them__gt=0) | Q(proposed_to_them__gt=0)),
    Group.NOTHING_ASKED: _without_request,
    Group.NO_MEETING: _without_meeting,
    Group.TIMETABLE: _with_seat,
}


def _receiver(forum: Forum, one: Delegate, links: Mapping[str, str]) -> Receiver:
    language = language_of(one.person)
    return Receiver(
        one.person.name,
        one.person.email,
        language,
        _values(
            forum,
            language,
            zone=one.person.zone,
            name=one.person.name,
            organisation=one.organisation.name,
            waiting=str(one.asked_of_them + one.proposed_to_them),  # type: ignore[attr-defined]
            meetings=str(one.agreed_received + one.agreed_sent),  # type: ignore[attr-defined]
            **links,
        ),
        one.person_id,
        one.organisation.country,
    )


def _values(forum: Forum, language: str, *, zone: str = "", **own: str) -> dict[str, str]:
    days = [day.date for day in forum.days.all()]
    ends = dict.fromkeys(days[:1] + days[-1:])
    with override(language):
        return {
            "organisation": "",
            "waiting": "0",
            "meetings": "0",
            "forum": in_language(forum.name, language),
            "dates": " – ".join(day_in(day, language) for day in ends),
            "requests_close": _deadline(forum.requests_close, language, zone or forum.timezone),
            "answers_close": _deadline(forum.answers_close, language, zone or forum.timezone),
            **own,
        }


def _deadline(moment: datetime | None, language: str, zone: str) -> str:
    return moment_in(moment, language, zone) if moment else _("the first day of the forum")
