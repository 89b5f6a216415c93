"""Reading what the site lets people do: the section `site` of a forum's files."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, get_args
from zoneinfo import ZoneInfo

from .addresses import is_template
from .forum_sheets import DEADLINES, Asking, OrganisationKind, SiteRules

if TYPE_CHECKING:
    from .reader import _Fields

SITE_KEYS = tuple(field.name for field in fields(SiteRules))
MOST_OF_AN_ADDRESS = 300  # characters
KIND = re.compile(rf"[A-Z]{{2}}:(?:{'|'.join(get_args(OrganisationKind))})")


def read_site(field: _Fields, zone: ZoneInfo) -> SiteRules:
    """The rules of the site; what is wrong is told to the reader of the fields.

    Args:
        field: The values of the section.
        zone: By whose clock moments are told.
    """
    closes = {name: field.moment(name, zone) for name in DEADLINES}
    requests, answers = closes["requests_close"], closes["answers_close"]
    if requests and answers and answers < requests:
        field.wrong("answers_close", "answers_before_requests", "not before requests_close")
    template = str(field.values.get("join_template", ""))
    if template and not (is_template(template) and len(template) <= MOST_OF_AN_ADDRESS):
        expected = "an https address with {meeting} after its host, at most 300 characters"
        field.wrong("join_template", "bad_value", expected)
    may_ask = field.lists("may_ask", KIND.fullmatch, "country and kind, such as TH:company")
    return SiteRules(
        is_open=field.flag("is_open", default=True),
        asking=field.choice("asking", get_args(Asking), default="participants"),
        may_ask={one: tuple(sorted(set(may_ask[one]))) for one in sorted(may_ask) if may_ask[one]},
        join_template=template,
        **closes,
    )
