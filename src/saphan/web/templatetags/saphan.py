"""How moments, countries and translated texts are shown to this reader."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from saphan.engine.language import city_in, day_in, identify, to_buddhist
from saphan.record.directory.models import Organisation
from saphan.record.directory.queries import Pieces, concept_name
from saphan.record.forum.models import Asking, Delegate, Forum, in_language
from saphan.record.forum.queries import may_ask
from saphan.record.holding import still_here
from saphan.record.meetings import queries, rules
from saphan.record.meetings.models import Request
from saphan.record.meetings.queries import Side
from saphan.record.reader import reader_language
from saphan.web.forms import ReasonForm

register = template.Library()
QUOTED = re.compile(r"(?<=[“«])([^“”«»]*)(?=[”»])")


@register.filter
def day(value: date | datetime) -> str:
    """A date as the reader writes it: in Thai, in the Buddhist era."""
    # Two moments can be the same and of two days, by the clocks of two zones.
    return _day(value.date() if isinstance(value, datetime) else value, reader_language())


_day = lru_cache(maxsize=20_000)(day_in)


@register.filter
def in_zone(value: datetime, zone: str) -> datetime:
    """A moment by the clocks of a zone."""
    return value.astimezone(ZoneInfo(zone))


@register.filter
def both_eras(value: date) -> str:
    """A date with the year of both eras."""
    month = format_date(value, "d MMMM", locale=reader_language())
    return f"{month} {value.year} / {to_buddhist(value.year)}"


@register.filter
def city(zone: str) -> str:
    """The name by which people know a time zone."""
    return city_in(zone, reader_language())


@register.simple_tag
def when(moment: datetime, zones: list[str], end: datetime | None = None) -> str:
    """A time of day in each zone, each with its city."""
    return _when(moment, end, tuple(dict.fromkeys(zones)), reader_language())


@lru_cache(maxsize=20_000)
def _when(
    moment: datetime, end: datetime | None, zones: tuple[str, ...], language: str
) -> SafeString:
    """Kept, for the slots of a forum stand on everybody's pages."""
    parts: list[tuple[str, str, str]] = []
    for zone in zones:
        there = ZoneInfo(zone)
        text = f"{moment.astimezone(there):%H:%M}"
        if end is not None:
            text += f"–{end.astimezone(there):%H:%M}"
        parts.append((" · " if parts else "", text, city_in(zone, language)))
    told = format_html_join("", "<span><i>{}</i>{} {}</span>", parts)
    return format_html('<span class="when"><span>{}</span></span>', told)


@register.simple_tag
def at_zone(start: datetime, zone: str, end: datetime) -> str:
    """Two times of day by the clock of one zone."""
    there = ZoneInfo(zone)
    return f"{start.astimezone(there):%H:%M}–{end.astimezone(there):%H:%M}"


@register.simple_tag
def clock(moment: datetime, zone: str) -> str:
    """A time of day in one zone, bare."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


@register.filter
def country(code: str) -> str:
    """A country's name in the reader's language."""
    return _named("territories", code, reader_language())


@register.filter
def language_name(code: str) -> str:
    """A language's name in the reader's language."""
    return _named("languages", code, reader_language())


@lru_cache(maxsize=4_000)
def _named(kind: str, code: str, language: str) -> str:
    return str(getattr(Locale(language), kind).get(code, code))


@register.filter
def tr(translations: dict[str, str]) -> str:
    """The reader's text of a set of translations."""
    return in_language(translations)


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """A value by a key that is itself a variable."""
    return mapping.get(key)


@register.filter
def others_of(request: Request, delegate: Delegate) -> list[Side]:
    """The sides of a request that are not the delegate's own."""
    return queries.others_of(request, delegate)


@register.filter
def asks(request: Request, delegate: Delegate) -> bool:
    """Whether the request waits for this delegate's answer."""
    return rules.has_to_answer(delegate, request)


@register.filter
def withdrawable_by(request: Request, delegate: Delegate) -> bool:
    """Whether this delegate may take the request, or the meeting agreed, back."""
    return request.state in Request.LIVE and rules.may_withdraw(delegate, request)


@lru_cache(maxsize=20_000)
def _language(text: str) -> str:
    return identify(text)


@register.filter
def in_its_language(text: str) -> str:
    """A text, marked with its language where that is not the reader's."""
    language = _language(text)
    if language in (reader_language(), "und", "mul"):
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def quotes_marked(sentence: str) -> str:
    """A sentence of the reader's language, what it quotes marked with the language of that."""
    pieces = QUOTED.split(sentence)
    return format_html_join(
        "", "{}", ((in_its_language(p) if i % 2 else p,) for i, p in enumerate(pieces))
    )


@register.simple_tag
def reason_fields(kind: str, key: int, required: bool = True) -> SafeString:
    """Empty fields that ask why an organisation is not for one's own."""
    fields = _reason_fields(kind, required, reader_language())
    return mark_safe(fields.replace("{key}", str(int(key))))  # noqa: S308


@lru_cache(maxsize=100)
def _reason_fields(kind: str, required: bool, language: str) -> str:
    """Drawn once: a page of suggestions has twenty of them, which differ in their key alone."""
    form = ReasonForm(about=f"{kind}-{{key}}", required=required)
    return render_to_string("delegate/reason.html", {"form": form})


@register.filter
def fit(score: float) -> str:
    """How likely two are to agree to meet, as people say it."""
    if score >= queries.GOOD_FIT:
        return _("Good fit")
    return _("Worth a look") if score >= queries.WORTH_A_LOOK else _("Less likely")


@register.filter
def fit_class(score: float) -> str:
    """The look of a likelihood."""
    return "good" if score >= queries.GOOD_FIT else "some"


@register.filter
def declined_by(request: Request, delegate: Delegate) -> bool:
    """Whether the delegate's own side declined it, and may yet accept."""
    return rules.declined_it(delegate, request)


@register.filter
def colleagues_of(delegate: Delegate) -> list[Delegate]:
    """The others of the delegate's organisation who take part; asked once a page, whatever the
    number of requests on it."""
    known: list[Delegate] | None = getattr(delegate, "known_colleagues", None)
    if known is None:
        found = delegate.forum.delegates.filter(
            still_here(), organisation=delegate.organisation_id
        ).exclude(pk=delegate.pk)
        known = list(found.select_related("person"))
        delegate.known_colleagues = known  # type: ignore[attr-defined]
    return known


@register.simple_tag
def why_no_asking(
    forum: Forum, delegate: Delegate | None = None, other: Delegate | Organisation | None = None
) -> str:
    """Why nobody, or this delegate not these, can ask for a meeting now; empty where they can."""
    if forum.asking == Asking.ORGANISERS:
        return _("At this forum the organisers propose the meetings.")
    if is_past(forum.requests_close):
        return _("The time for asking is over.")
    if delegate is not None and other is not None:
        organisation = other.organisation if isinstance(other, Delegate) else other
        if not may_ask(forum, delegate.organisation, organisation):
            return _("The rules of this forum do not let you ask them.")
    return ""


@register.filter
def is_past(moment: datetime | None) -> bool:
    """Whether a deadline is over; where there is none, it never is."""
    return moment is not None and moment <= timezone.now()


@register.filter
def percent(score: float) -> int:
    """A probability as a whole percentage; of people nothing is quite certain."""
    return min(99, round(100 * score))


@register.filter
def marked(pieces: Pieces) -> str:
    """A text with what was found in it marked."""
    html = {True: "<mark>{}</mark>", False: "{}"}
    return format_html_join("", "{}", ((format_html(html[on], text),) for text, on in pieces))


@register.filter
def concept(concept_id: str) -> str:
    """A concept's name in the reader's language."""
    return concept_name(concept_id, reader_language())
