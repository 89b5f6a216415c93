"""Reading badges, and who is there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from saphan.engine.language import fold, identify, to_latin
from saphan.record.forum.models import Badge, CheckIn, Delegate, Forum, Interpreter, Mode, Screen
from saphan.record.holding import still_here

Role = Badge.Role


@dataclass(frozen=True)
class Holder:
    """Somebody who wears a badge, whether it is issued already or not.

    Attributes:
        key: Tells the holder on a page: `d`, `i` or `s` for the role, and a number.
        name: In the own script.
        name_latin: In Latin letters; empty where the name is written in them.
        organisation: Its name in its own script.
        organisation_latin: In English or Latin letters; empty where it says the same.
        language: Of the holder: th, ru, en or another.
        organisation_code: By which the record knows it; empty where there is none.
        badge: The badge; None until it is issued.
    """

    key: str
    role: Role
    name: str
    name_latin: str
    organisation: str
    organisation_latin: str
    country: str
    language: str
    organisation_code: str = ""
    badge: Badge | None = field(default=None, compare=False)

    @property
    def is_printed(self) -> bool:
        return self.badge is not None and self.badge.printed_at is not None


def _latin(name: str, given: str = "") -> str:
    made = given or to_latin(name)
    return "" if made == name else made


def holder_of(one: Delegate | Interpreter | Badge) -> Holder:
    """What stands on the badge of a delegate, an interpreter, or somebody known by name alone."""
    if isinstance(one, Badge):
        if one.delegate or one.interpreter:
            return holder_of(one.delegate or one.interpreter)  # type: ignore[arg-type]
        return Holder(
            f"s{one.pk}",
            Role.STAFF,
            one.name,
            _latin(one.name),
            one.organisation,
            _latin(one.organisation),
            one.country,
            identify(one.name),
            badge=one,
        )
    badge = getattr(one, "badge", None)
    if isinstance(one, Interpreter):
        return Holder(
            f"i{one.pk}",
            Role.INTERPRETER,
            one.name,
            _latin(one.name),
            "",
            "",
            "",
            identify(one.name),
            badge=badge,
        )
    person, organisation = one.person, one.organisation
    return Holder(
        f"d{one.pk}",
        Role.DELEGATE,
        person.name,
        _latin(person.name, person.name_latin),
        organisation.name,
        _latin(organisation.name, organisation.name_en),
        organisation.country,
        organisation.language,
        organisation.code,
        badge,
    )


def holders(
    forum: Forum,
    countries: frozenset[str] | None,
    *,
    country: str = "",
    organisation: str = "",
    role: str = "",
    unprinted: bool = False,
    words: str = "",
) -> list[Holder]:
    """Everybody who comes to a forum in person, by country, organisation and name.

    Args:
        forum: The forum.
        countries: Whose people the reader may see; None for all, and those of no country.
        country: Only of this one.
        organisation: Only of the one with this code.
        role: Only of this one.
        unprinted: Only those whose badge is not printed yet.
        words: Only those in whose name or organisation each of these words begins a word, in
            any of the scripts, or whose code begins with them.
    """
    people = [holder_of(one) for one in _delegates(forum, countries, country, organisation)]
    if not organisation:
        if countries is None and not country:
            interpreters = _in_person(forum.interpreters, "email")
            people += map(holder_of, interpreters.select_related("badge"))
        people += map(holder_of, _staff(forum, countries, country))
    found = [
        one
        for one in people
        if (not role or one.role == role)
        and not (unprinted and one.is_printed)
        and (not words or _is_meant(one, words))
    ]
    # Those of no country come last.
    return sorted(found, key=lambda one: (not one.country, one.country, one.organisation, one.name))


def _in_person(people: Any, way: str = "person__email") -> Any:
    """Without those who take part online alone, and the erased: they need no badge."""
    return people.exclude(modes=[Mode.ONLINE]).filter(still_here(way))


def _delegates(
    forum: Forum, countries: frozenset[str] | None, country: str, organisation: str
) -> QuerySet[Delegate]:
    found: QuerySet[Delegate] = _in_person(forum.delegates)
    found = found.select_related("person", "organisation", "badge")
    if countries is not None:
        found = found.filter(organisation__country__in=countries)
    if country:
        found = found.filter(organisation__country=country)
    return found.filter(organisation__code=organisation) if organisation else found


def _staff(forum: Forum, countries: frozenset[str] | None, country: str) -> QuerySet[Badge]:
    found = forum.badges.filter(delegate=None, interpreter=None)
    if countries is not None:
        found = found.filter(country__in=countries)
    return found.filter(country=country) if country else found


def _is_meant(one: Holder, words: str) -> bool:
    told = " ".join((one.name, one.name_latin, one.organisation, one.organisation_latin))
    begun = [f" {word}" for word in fold(words).split()]
    if all(word in f" {fold(told)}" for word in begun):
        return True
    code = plain_code(words)
    return len(code) >= 4 and one.badge is not None and one.badge.token.startswith(code)


def plain_code(typed: str) -> str:
    """A code as badges have it, of what was read or typed: spaces, dashes and look-alikes."""
    plain = "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
    return plain.translate(str.maketrans("OIL", "011"))


def badges_with_people(forum: Forum) -> QuerySet[Badge]:
    return forum.badges.select_related(
        "delegate__person", "delegate__organisation", "delegate__forum", "interpreter"
    )


def may_see_badge(badge: Badge, countries: frozenset[str] | None) -> bool:
    """Whether a badge is of the people whom somebody looks after; None for all of them."""
    if countries is None:
        return True
    country = badge.delegate.organisation.country if badge.delegate else badge.country
    return bool(country) and country in countries


def day_around(forum: Forum, moment: datetime) -> tuple[datetime, datetime]:
    """The beginning of the venue's day that has this moment, and of the next one."""
    there = moment.astimezone(forum.zone)
    begin = datetime.combine(there.date(), time(), forum.zone)
    return begin, datetime.combine(there.date() + timedelta(days=1), time(), forum.zone)


def check_ins_on(forum: Forum, moment: datetime) -> QuerySet[CheckIn]:
    """The check-ins of the venue's day that has this moment, but for those undone."""
    begin, end = day_around(forum, moment)
    return forum.check_ins.filter(
        undone_at=None, scanned_at__gte=begin, scanned_at__lt=end
    ).order_by("scanned_at", "id")


def first_check_in(badge: Badge, moment: datetime) -> CheckIn | None:
    """The one with which the holder came in on the venue's day that has this moment."""
    return check_ins_on(badge.forum, moment).filter(badge=badge).first()


def badges_in(forum: Forum, moment: datetime) -> frozenset[int]:
    """The badges whose holders have come in on the venue's day that has this moment."""
    return frozenset(check_ins_on(forum, moment).values_list("badge_id", flat=True))


@dataclass(frozen=True)
class Presence:
    """How many of a country's people are there; `country` is empty for staff of none."""

    country: str
    here: int
    expected: int


def presence(
    forum: Forum, countries: frozenset[str] | None, inside: frozenset[int]
) -> list[Presence]:
    """Who has come of those who come in person, by country.

    Args:
        forum: The forum.
        countries: Whose people the reader may see; None for all, and those of no country.
        inside: Badges that have come in.
    """
    staff = forum.badges.filter(delegate=None, interpreter=None)
    expected: Counter[str] = Counter(
        _in_person(forum.delegates).values_list("organisation__country", flat=True)
    )
    expected.update(staff.values_list("country", flat=True))
    expected[""] += _in_person(forum.interpreters, "email").count()
    here: Counter[str] = Counter(
        of_delegate or country
        for of_delegate, country in forum.badges.filter(pk__in=inside).values_list(
            "delegate__organisation__country", "country"
        )
    )
    return [
        Presence(country, here[country], number)
        for country, number in sorted(expected.items(), key=lambda one: (not one[0], one[0]))
        if number and (countries is None or country in countries)
    ]


def recent_check_ins(
    forum: Forum, countries: frozenset[str] | None, moment: datetime, *, most: int = 8
) -> list[CheckIn]:
    """The last who came in on the venue's day, the newest first, each person once."""
    found = (
        check_ins_on(forum, moment)
        .select_related("badge__delegate__person", "badge__delegate__organisation")
        .select_related("badge__interpreter")
        .order_by("-scanned_at", "-id")
    )
    if countries is not None:
        found = found.filter(
            Q(badge__delegate__organisation__country__in=countries)
            | Q(badge__delegate=None, badge__country__in=countries)
        )
    by_badge: dict[int, CheckIn] = {}
    for one in found[: most * 4]:
        by_badge.setdefault(one.badge_id, one)
    return list(by_badge.values())[:most]


def screens(forum: Forum) -> QuerySet[Screen]:
    """The screens whose link works."""
    return forum.screens.filter(revoked_at=None).prefetch_related("places")


def get_screen(key: str) -> Screen:
    """The screen of this key.

    Raises:
        Screen.DoesNotExist: None has it, it was taken back, or its forum is not open.
    """
    return Screen.objects.select_related("forum").get(key=key, revoked_at=None, forum__is_open=True)


def face_to_face_places(forum: Forum) -> list[tuple[str, list[tuple[int, str]]]]:
    """Tables by hall, as a form offers them: halls by name, each with numbers and names."""
    halls: dict[str, list[tuple[int, str]]] = {}
    tables = forum.places.filter(mode="face_to_face").order_by(F("hall"), "code")
    for place in tables:
        halls.setdefault(place.hall, []).append((place.pk, place.name))
    return list(halls.items())
