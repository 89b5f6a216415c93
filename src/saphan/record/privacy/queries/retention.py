"""What is kept longer than it has to be, kind by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.models import AuditEntry
from saphan.record.directory.models import ApiToken, Person, User
from saphan.record.factcheck.models import Report, Submitter
from saphan.record.forum.models import Badge, CheckIn, Day, Forum, Interpreter, Registration
from saphan.record.holding import still_here
from saphan.record.mailing.models import Delivery
from saphan.record.meetings.models import Request

from .erasing import find_somebody, obstacles

WARNED = timedelta(days=30)
"""How long before their data goes people are written to; who signs in meanwhile stays."""
TITLES: dict[str, Any] = {
    "sessions": _("Sessions that have ended"),
    "tokens": _("Tokens of programs that no longer work"),
    "registrations": _("Registrations that were not approved"),
    "scans": _("Scans at the door"),
    "letters": _("Names and addresses in the log of letters"),
    "submitters": _("Who sent messages to a fact-check desk"),
    "messages": _("Words with requests and answers"),
    "people": _("People of forums that are long over"),
}
"""Each kind, in the order in which they are seen to."""
OF_FORUMS = {
    "registrations": "forum",
    "scans": "forum",
    "letters": "letter__forum",
    "messages": "forum",
}
"""Kinds of which a forum can keep less long than the site, and the way from a row to its forum."""


@dataclass(frozen=True)
class Due:
    """What of one kind has been kept for longer than its time.

    Attributes:
        days: How long the kind is kept; 0 for good.
        rows: How many go.
    """

    kind: str
    title: str
    days: int
    rows: int


def plan(now: datetime) -> list[Due]:
    """What would go now, kind by kind."""
    return [
        Due(kind, str(title), settings.KEEP_DAYS[kind], _count(kind, now))
        for kind, title in TITLES.items()
    ]


def _count(kind: str, now: datetime) -> int:
    if kind == "people":
        return len(people_due(now))
    beside = BESIDE.get(kind)
    return old_rows(kind, now).count() + (beside(now).count() if beside else 0)


def old_rows(kind: str, now: datetime) -> QuerySet[Any]:
    """The rows of a kind, but for people, that are kept for longer than its time."""
    return _aged(kind, _FIND[kind], now)


def _aged(kind: str, find: Callable[[datetime], QuerySet[Any]], now: datetime) -> QuerySet[Any]:
    """What is older than the site keeps it, or than its forum does."""
    days = settings.KEEP_DAYS[kind]
    rows = find(now - timedelta(days=days))
    old = Q(pk__in=rows.values("pk")) if days else Q(pk__in=[])
    for shorter, forums in _shorter(kind).items():
        of_them = find(now - timedelta(days=shorter)).filter(**{f"{OF_FORUMS[kind]}__in": forums})
        old |= Q(pk__in=of_them.values("pk"))
    return rows.model._base_manager.filter(old)


def _shorter(kind: str) -> dict[int, list[int]]:
    """Which forums keep a kind for fewer days than the site, by these days."""
    found: dict[int, list[int]] = defaultdict(list)
    if kind in OF_FORUMS:
        for forum in Forum.objects.filter(keep_days__has_key=kind).only("keep_days"):
            days = kept_days(forum, kind)
            if days != settings.KEEP_DAYS[kind]:
                found[days].append(forum.pk)
    return found


def kept_days(forum: Forum, kind: str) -> int:
    """For how many days a forum keeps a kind; 0 for good."""
    site: int = settings.KEEP_DAYS[kind]
    own: int = forum.keep_days.get(kind, 0)
    return min(site, own) if site and own else site or own


@dataclass(frozen=True)
class Period:
    """How long a forum keeps a kind.

    Attributes:
        site: For how many days the site keeps it at most; 0 for good.
        own: For how many the forum does, where its organisers have said so.
        gone_on: The day on which what is there now goes; None where that is not a day of all.
    """

    kind: str
    title: str
    site: int
    own: int | None
    gone_on: date | None


def periods_of(forum: Forum) -> list[Period]:
    """How long a forum keeps each kind that is its own."""
    last = forum.days.aggregate(last=Max("date"))["last"]
    found = []
    for kind in OF_FORUMS:
        days = kept_days(forum, kind)
        # Dropped in the first night in which the last day lies that many days back.
        gone = last + timedelta(days=days + 1) if last and days and kind != "letters" else None
        site, own = settings.KEEP_DAYS[kind], forum.keep_days.get(kind)
        found.append(Period(kind, str(TITLES[kind]), site, own, gone))
    return found


def _over_before(moment: datetime) -> QuerySet[Forum]:
    """Forums of which the last day lies before that of a moment."""
    last = Forum.objects.annotate(last_day=Max("days__date"))
    return last.filter(last_day__lt=moment.date())


def _ended_devices(_now: datetime) -> QuerySet[UserSession]:
    """Devices of which the session is gone."""
    live = Session.objects.filter(session_key=OuterRef("session_key"))
    gone = UserSession.objects.filter(~Exists(live))
    return gone if settings.KEEP_DAYS["sessions"] else gone.none()


def _typed_badges(now: datetime) -> QuerySet[Badge]:
    """Badges of staff, known by the name on them alone."""
    typed = Badge.objects.filter(delegate=None, interpreter=None)
    return _aged("scans", lambda before: typed.filter(forum__in=_over_before(before)), now)


BESIDE: dict[str, Callable[[datetime], QuerySet[Any]]] = {
    "sessions": _ended_devices,
    "scans": _typed_badges,
}
"""By kind: what is deleted with it."""


def _registrations(before: datetime) -> QuerySet[Registration]:
    rows = Registration.objects.filter(still_here("email"), delegate=None)
    return rows.filter(forum__in=_over_before(before))


def _scans(before: datetime) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(forum__in=_over_before(before))


def _letters(before: datetime) -> QuerySet[Delivery]:
    done = (Delivery.State.SENT, Delivery.State.FAILED)
    return Delivery.objects.filter(state__in=done, at__lt=before).exclude(email="")


def _submitters(before: datetime) -> QuerySet[Submitter]:
    lately = Report.objects.filter(submitter=OuterRef("pk"), at__gte=before)
    return Submitter.objects.filter(~Exists(lately), created_at__lt=before)


def _messages(before: datetime) -> QuerySet[Request]:
    words = ~Q(message="") | ~Q(reason_words="")
    return Request.objects.filter(words, forum__in=_over_before(before))


def _tokens(before: datetime) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before))


def _sessions(before: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=before)


_FIND: dict[str, Any] = {
    "sessions": _sessions,
    "tokens": _tokens,
    "registrations": _registrations,
    "scans": _scans,
    "letters": _letters,
    "submitters": _submitters,
    "messages": _messages,
}


def people_to_warn(now: datetime) -> list[str]:
    """Addresses of people whose data goes in `WARNED` and who have not been told so."""
    if not settings.KEEP_DAYS["people"]:
        return []
    warned = _warned(now - timedelta(days=365))
    return [
        email
        for email, keys in _long_gone(now + WARNED).items()
        if not any(key in warned for key in keys)
    ]


def people_due(now: datetime) -> list[str]:
    """Addresses of people whose time is over, who were told so in time, and stayed away."""
    if not settings.KEEP_DAYS["people"]:
        return []
    told = {key for key, at in _warned(now - timedelta(days=365)).items() if at <= now - WARNED}
    return [email for email, keys in _long_gone(now).items() if any(key in told for key in keys)]


Key = tuple[str, str]


def _warned(since: datetime) -> dict[Key, datetime]:
    """When somebody was last told, by kind and key; who signed in after that is not among them."""
    entries = AuditEntry.objects.filter(action="privacy.warn", at__gte=since).order_by("at")
    found = {(one.subject_kind, one.subject_id): one.at for one in entries}
    keys = [key for kind, key in found if kind == "directory.user"]
    seen = dict(User.objects.filter(pk__in=keys).values_list("pk", "last_login"))
    return {
        (kind, key): at
        for (kind, key), at in found.items()
        if kind != "directory.user" or not (login := seen.get(int(key))) or login < at
    }


def _long_gone(now: datetime) -> dict[str, list[Key]]:
    """Who has had nothing to do with the site for the time that people are kept: by address,
    under which kinds and keys they are on the trail."""
    before = now - timedelta(days=settings.KEEP_DAYS["people"])
    away = Q(last_login=None) | Q(last_login__lt=before)
    nothing = Q(
        is_staff=False,
        is_superuser=False,
        can_create_forums=False,
        desk_roles=None,
        register_role=None,
        commitments=None,
    )
    users = User.objects.filter(away, nothing, created_at__lt=before).filter(still_here("email"))
    found: dict[str, list[Key]] = {
        email: [("directory.user", str(key))]
        for key, email in users.distinct().values_list("pk", "email")
    }
    alone = Person.objects.filter(still_here("email"), user=None).annotate(
        last_day=Max("delegations__forum__days__date")
    )
    for key, email in alone.filter(last_day__lt=before.date()).values_list("pk", "email"):
        found[email] = [("directory.person", str(key))]
    interpreters = Interpreter.objects.filter(still_here("email")).exclude(email="")
    over = interpreters.annotate(last_day=Max("forum__days__date"))
    for key, email in over.filter(last_day__lt=before.date()).values_list("pk", "email"):
        if not User.objects.filter(email__iexact=email).exists():
            found.setdefault(email.lower(), []).append(("forum.interpreter", str(key)))
    return {email: keys for email, keys in found.items() if _is_done(email, before.date())}


def _is_done(email: str, before: date) -> bool:
    """Whether all forums of somebody lie before a day, and nobody needs them."""
    somebody = find_somebody(email)
    if somebody is None or obstacles(somebody):
        return False
    return not Day.objects.filter(forum__in=somebody.forums, date__gte=before).exists()
