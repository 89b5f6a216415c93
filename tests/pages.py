"""A record in Greek, and every page of the site on it.

Nobody's language is Greek: so whatever stands on a page in letters that are neither Greek nor the
reader's own was forgotten when the page was translated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.accounts import guarded_user
from tests.after import past_slots
from tests.factories import (
    AgencyFactory,
    DelegateFactory,
    FactFactory,
    ForumFactory,
    InvitationFactory,
    JoinLinkFactory,
    ListingFactory,
    MatchFactory,
    OrganisationFactory,
    RegistrationFactory,
    ReleaseFactory,
    RequestFactory,
    UserFactory,
    creator_of,
    hold,
    organiser_of,
    timetable_with,
)
from tests.facts import PNG, claim_of, desk_of, report_to

from saphan.record.commitments.actions import Terms, commit
from saphan.record.commitments.actions import add_evidence as show
from saphan.record.commitments.models import Commitment
from saphan.record.directory.actions import make_admin, set_consents
from saphan.record.directory.models import Listing, User
from saphan.record.factcheck.actions import add_evidence, comment, hand_over
from saphan.record.factcheck.models import DeskRole
from saphan.record.factcheck.weeks import Week, zone_of
from saphan.record.forum.actions import make_screen
from saphan.record.forum.links import SAMPLE
from saphan.record.forum.models import AgendaItem, Delegate, Forum, Interpreter
from saphan.record.hooks.models import Endpoint
from saphan.record.mailing.actions import new_letter, write
from saphan.record.mailing.stopping import stop_token
from saphan.record.meetings.actions import (
    Report,
    apply_replanning,
    block,
    cancel,
    execute_replanning,
    propose,
    renew_feed,
    report_incident,
    tell_feedback,
    tell_outcome,
    undo,
)
from saphan.record.meetings.models import Delay, Meeting, Timetable
from saphan.record.register.actions import index_releases
from saphan.record.register.models import Fact, RegisterRole, Release

LANGUAGES = ("th", "ru", "en")


@dataclass
class World:
    """What the pages show, and who looks at them."""

    forum: Forum
    users: dict[str, User]
    kwargs: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Walk:
    """A page and its reader.

    Attributes:
        url: Name of its address.
        reader: Key of `World.users`; None for a visitor.
        of_forum: Whether the address starts with the code of the forum.
    """

    url: str
    reader: str | None = None
    of_forum: bool = True


VISITOR = (
    *(
        Walk(url, of_forum=False)
        for url in (
            "sign_in_password",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_inactive",
        )
    ),
    *(Walk(url, of_forum=False) for url in ("home", "api", "search", "sign_in", "dossiers")),
    *(Walk(url, of_forum=False) for url in ("dossier", "release", "agency", "screen")),
    *(Walk(url, of_forum=False) for url in ("commitments", "commitment")),
    *(Walk(url, of_forum=False) for url in ("register_search", "register_map")),
    *(Walk(url, of_forum=False) for url in ("join", "registration", "letters_stop")),
    *(Walk(url, of_forum=False) for url in ("fact_ask", "fact_asked")),
    *(Walk(url) for url in ("forum", "agenda", "directory", "organisation")),
)
DELEGATE = tuple(
    Walk(url, "delegate")
    for url in (
        "suggestions",
        "requests",
        "my_timetable",
        "after",
        "after_meeting",
        "today",
        "meeting_room",
    )
)
INTERPRETER = tuple(Walk(url, "interpreter") for url in ("today", "my_timetable"))
ORGANISER = tuple(
    Walk(url, "organiser")
    for url in (
        "matching",
        "proposals",
        "letters",
        "letter",
        "hooks",
        "board",
        "board_version",
        "board_people",
        "board_people_version",
        "board_meeting",
        "incidents",
        "report",
        "report_meetings",
    )
)
DOOR = tuple(Walk(url, "organiser") for url in ("badges", "check_in", "screens", "paper"))
PROFILE = tuple(
    Walk(url, "delegate")
    for url in ("my_profile", "listing_new", "listing", "colleagues", "colleague")
)
PEOPLE = tuple(
    Walk(url, "organiser")
    for url in (
        "people",
        "people_person",
        "people_invite",
        "people_links",
        "people_sheet",
        "people_erase",
        "people_periods",
        "consents",
    )
)
ACCOUNT = (
    *(
        Walk(url, "delegate", of_forum=False)
        for url in (
            "account",
            "erase_me",
            "own_consents",
            "account_set_password",
            "mfa_activate_totp",
            "mfa_add_webauthn",
        )
    ),
    *(
        Walk(url, "guarded", of_forum=False)
        for url in (
            "mfa_index",
            "devices",
            "tokens",
            "own_data",
            "account_change_password",
            "account_reauthenticate",
            "mfa_reauthenticate",
        )
    ),
)

SETUP = (
    Walk("forum_new", "creator", of_forum=False),
    *(
        Walk(url, "creator")
        for url in (
            "forum_copy",
            "setup",
            "setup_basics",
            "setup_days",
            "setup_day",
            "setup_places",
            "setup_place",
            "setup_rules",
            "setup_interpreters",
            "setup_interpreter",
            "setup_agenda",
            "setup_agenda_item",
            "setup_roles",
            "setup_opening",
        )
    ),
)
COMMITMENTS = tuple(
    Walk(url, "officer", of_forum=False) for url in ("commitments", "commitment", "commitment_new")
)
FACTS = (
    *(
        Walk(url, "lead", of_forum=False)
        for url in (
            "fact_desk",
            "fact_cluster",
            "fact_claim_new",
            "fact_claim",
            "fact_people",
            "fact_senders",
            "fact_files",
        )
    ),
    *(
        Walk(url, of_forum=False)
        for url in ("fact_reply", "facts", "fact", "fact_weeks", "fact_week")
    ),
)
PRIVACY = (
    Walk("trail", "organiser"),
    Walk("site_trail", "admin", of_forum=False),
)
GROUPS = (
    COMMITMENTS,
    FACTS,
    VISITOR,
    DELEGATE,
    INTERPRETER,
    ORGANISER,
    DOOR,
    PROFILE,
    PEOPLE,
    ACCOUNT,
    SETUP,
    PRIVACY,
)
"""All walks; each group is one test in a real browser."""
WALKS = tuple(walk for group in GROUPS for walk in group)

NOT_PAGES = {
    "live",
    "screen_live",
    "commitment_act",
    # What is posted to, and what is no page for people.
    "set_language",
    "kept_worker",
    "colleague_withdraw",
    "fact_forget",
    "sign_in_link",
    "sign_out",
    "device_end",
    "token_revoke",
    "own_data_file",
    "devices_end_others",
    # Other names of pages that are walked, and pages that ask first whether it is you.
    "account_login",
    "account_logout",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_list_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "not_for_us",
    "suggest_again",
    "request_ask",
    "request_ask_any",
    "request_answer",
    "request_block",
    "request_unblock",
    "hook_act",
    "letter_new",
    "letter_send",
    "letter_act",
    "proposals_make",
    "proposal_make",
    "proposal_withdraw",
    "my_calendar",
    "calendar_renew",
    "calendar_feed",
    "today_late",
    "matching_renew",
    "matching_progress",
    "publish",
    "run_start",
    "run_progress",
    "run_cancel",
    "after_feedback",
    "after_outcome",
    "after_file",
    "report_paper",
    "report_workbook",
    "report_anonymised",
    "report_file",
    "report_mark",
    "board_cells",
    "people_found",
    "meeting_move",
    "meeting_swap",
    "meeting_cancel",
    "meeting_restore",
    "meeting_online",
    "changes_undo",
    "incident_forget",
    "replan_apply",
    "replan_drop",
    "replan_again",
    "badges_print",
    "badge_add",
    "badge_reissue",
    "registration_organisations",
    "listing_codes",
    "people_file",
    "people_sheet_send",
    "listing_remove",
    "people_decide",
    "people_link_close",
    "people_admin",
    "check_in_hall",
    "check_in_people",
    "check_ins",
    "check_in_by_hand",
    "check_in_undo",
    "screen_make",
    "screen_revoke",
    "screen_now",
    "paper_timetables",
    "setup_slots",
    "setup_day_remove",
    "setup_interpreter_remove",
    "setup_agenda_remove",
    "setup_role_remove",
    "setup_open",
    "setup_hide",
    "trail_file",
    "site_trail_file",
    "consents_file",
}


def greek_world() -> World:
    """A forum in the middle of its life, all in Greek and figures."""
    everywhere = dict.fromkeys(LANGUAGES, "Φόρουμ Ωμέγα")
    forum = ForumFactory(code="1", name=everywhere, summary=dict.fromkeys(LANGUAGES, "Περίληψη"))
    forum.days.update(city="Αθήνα")
    for number, place in enumerate(forum.places.all(), 1):
        place.name, place.hall = f"Τραπέζι {number}", "Αίθουσα"
        place.save()
    thai, russian = (
        DelegateFactory(
            forum=forum,
            code=str(number),
            organisation=OrganisationFactory(
                code=f"10{number}", country=country, name=f"Εταιρεία {number}", about="Κείμενο"
            ),
            person__name=f"Πρόσωπο {number}",
            person__title="Διευθυντής",
        )
        for number, country in enumerate(("TH", "RU"), 1)
    )
    slot = forum.slots.order_by("start")[1]
    AgendaItem.objects.create(
        forum=forum,
        code="1",
        kind="lunch",
        titles=dict.fromkeys(LANGUAGES, "Γεύμα"),
        start=slot.start,
        end=slot.end,
        for_all=True,
    )
    need = ListingFactory(
        organisation=thai.organisation, code="1", side="need", title="Ανάγκη", text="Κείμενο"
    )
    offer = ListingFactory(
        organisation=russian.organisation, code="2", side="offer", title="Προσφορά"
    )
    said = {language: {"concepts": "Κοινό θέμα."} for language in LANGUAGES}
    MatchFactory(forum=forum, need=need, offer=offer, why=said)
    request = RequestFactory(sender=thai, receiver=russian, code="1", message="Γεια")
    draft = timetable_with(request, state=Timetable.State.PUBLISHED)
    organiser = organiser_of(forum)
    met = draft.meetings.get()
    undo(organiser, cancel(organiser, met, words="Ασθένεια"))
    replanned(organiser, met)
    told = past_meetings(draft, thai)
    organiser = organiser_of(forum)
    screen = make_screen(organiser, forum, "Οθόνη", forum.places.filter(mode="face_to_face"))
    propose_and_block(forum, thai)
    Endpoint.objects.create(forum=forum, url="https://forum.example/", secret="1", seen=0)
    letter = write(
        organiser,
        new_letter(organiser, forum),
        group="all",
        countries=["TH"],
        kinds=[],
        subjects=dict.fromkeys(LANGUAGES, "Γεια"),
        bodies=dict.fromkeys(LANGUAGES, "Κείμενο"),
    )
    online = the_day(draft, thai, russian)
    ministry = AgencyFactory(
        key="TH υπουργείο", name="Υπουργείο", names=dict.fromkeys(LANGUAGES, "Υπουργείο")
    )
    release = ReleaseFactory(
        title="Ανακοίνωση",
        language="el",
        text="Κείμενο της ανακοίνωσης.",
        agencies=[ministry.pk],
        topics=["trade"],
    )
    fact = FactFactory(
        release=release,
        kind="organisation",
        value={"name": "Κείμενο", "names": ministry.names, "country": "TH"},
        agency=ministry,
        country="TH",
        end=7,
    )
    officer, commitment, promise = looked_after(release)
    for _done in index_releases(workers=1):
        pass
    link = JoinLinkFactory(forum=forum, label="Επιμελητήριο", limit=5, country="TH")
    invitation = InvitationFactory(registration__forum=forum, registration__language="el")
    waiting = RegistrationFactory(
        forum=forum,
        state="waiting",
        name="Πρόσωπο 4",
        title="Διευθυντής",
        link=link,
        new_organisation={"name": "Εταιρεία 1", "name_en": "", "about": "Κείμενο"},
    )
    make_admin(None, thai.organisation, thai.person.user)
    for language, purposes in (("ru", ["take_part", "letters"]), ("th", ["take_part"])):
        set_consents(thai.person.user, thai.person.user, purposes, language)
    colleague = DelegateFactory(
        forum=forum, code="31", organisation=thai.organisation, person__name="Πρόσωπο 5"
    )
    lead = UserFactory()
    RegisterRole.objects.create(user=lead)
    return World(
        forum,
        {
            "creator": creator_of(forum),
            "delegate": thai.person.user,
            "organiser": organiser,
            "officer": officer,
            "interpreter": UserFactory(email="i@forum.example"),
            "guarded": guarded_user("1@example.gr"),
            "lead": lead,
            "admin": UserFactory(is_superuser=True),
        },
        {
            **set_up(forum),
            "organisation": {"org": russian.organisation.code},
            "board_version": {"version": draft.version},
            "board_people_version": {"version": draft.version},
            "board_meeting": {"pk": met.pk},
            "dossier": {"one": "TH", "two": "RU"},
            "release": {"pk": release.pk},
            "commitment": {"pk": commitment.pk},
            "commitment_new": {"fact": promise.pk},
            "agency": {"pk": ministry.pk},
            "register_fact": {"pk": fact.pk},
            "screen": {"key": screen.key},
            "after_meeting": {"pk": told.request_id},
            "join": {"token": link.token},
            "letters_stop": {"token": stop_token(thai.person.user.pk)},
            **facts(lead),
            "registration": {"token": invitation.token},
            "people_person": {"pk": waiting.pk},
            "letter": {"pk": letter.pk},
            "listing_new": {"side": "offer"},
            "listing": {"pk": need.pk},
            "colleague": {"pk": colleague.pk},
            "meeting_room": {"pk": online.request_id},
            "account_reset_password_from_key": {"uidb36": "1", "key": "1"},
        },
    )


def replanned(organiser: User, met: Meeting) -> None:
    """A person who is missing for good, and a replan proposed since a table is lost."""
    forum = met.timetable.forum
    absent = DelegateFactory(
        forum=forum,
        code="91",
        organisation=OrganisationFactory(code="191", country="RU", name="Εταιρεία 91"),
        person__name="Πρόσωπο 91",
    )
    for report in (
        Report("absent", absent, met.start),
        Report("place", met.place, met.start, met.end),
    ):
        made = execute_replanning(report_incident(organiser, forum, report).pk, seconds=0.5)
        if report.kind == "absent":
            apply_replanning(organiser, made)


def propose_and_block(forum: Forum, delegate: Delegate) -> None:
    """A pair to propose, a proposal that waits for the delegate, and somebody blocked."""
    fourth, fifth, sixth = (
        DelegateFactory(
            forum=forum,
            code=str(number),
            organisation=OrganisationFactory(
                code=f"10{number}", country="RU", name=f"Εταιρεία {number}"
            ),
            person__name=f"Πρόσωπο {number}",
        )
        for number in (4, 5, 6)
    )
    listing = ListingFactory(organisation=fourth.organisation, code="4", title="Προσφορά 4")
    said = {language: {"concepts": "Κοινό θέμα."} for language in LANGUAGES}
    MatchFactory(forum=forum, need=Listing.objects.get(code="1"), offer=listing, why=said)
    propose(organiser_of(forum), fifth, delegate, "Γεια")
    block(delegate.person.user, delegate, sixth.organisation)


def the_day(timetable: Timetable, delegate: Delegate, partner: Delegate) -> Meeting:
    """A meeting online, interpreted, to which the partner comes late; another that was cancelled.

    Returns:
        The first.
    """
    forum = timetable.forum
    forum.join_template = SAMPLE
    forum.save()
    interpreter = Interpreter.objects.create(
        forum=forum,
        code="1",
        name="Διερμηνέας",
        email="i@forum.example",
        languages=["th", "ru"],
        modes=["online"],
        zone="Asia/Bangkok",
    )
    slot, later = forum.slots.order_by("-start")[:2][::-1]
    room = forum.places.filter(mode="online").earliest("code")
    colleague = DelegateFactory(
        forum=forum, code="77", organisation=partner.organisation, person__name="Πρόσωπο 77"
    )
    held, gone = (
        RequestFactory(sender=delegate, receiver=colleague, code=code, state=state)
        for code, state in (("77", "accepted"), ("78", "withdrawn"))
    )
    people = [delegate, colleague]
    hold(timetable, gone, later, later, room, people)
    meeting = hold(timetable, held, slot, slot, room, people, interpreter=interpreter)
    Delay.objects.create(
        forum=forum, request=held, delegate=colleague, start=meeting.start, minutes=10
    )
    renew_feed(delegate.person.user, delegate)
    return meeting


def past_meetings(timetable: Timetable, delegate: Delegate) -> Meeting:
    """Two meetings of three days ago, of one of which the delegate has told everything.

    Returns:
        That one.
    """
    forum = timetable.forum
    partner = DelegateFactory(
        forum=forum,
        code="3",
        organisation=OrganisationFactory(code="103", country="RU", name="Εταιρεία 3"),
        person__name="Πρόσωπο 3",
    )
    met = []
    for number, slot in enumerate(past_slots(forum)[:2], 2):
        request = RequestFactory(
            sender=partner if number == 2 else delegate,
            receiver=DelegateFactory(
                forum=forum,
                code=f"2{number}",
                organisation=delegate.organisation if number == 2 else partner.organisation,
                person__name="Πρόσωπο",
            ),
            code=str(number),
            state="accepted",
        )
        place = forum.places.filter(mode="face_to_face").earliest("code")
        people = [request.sender, request.receiver, delegate]
        met.append(hold(timetable, request, slot, slot, place, dict.fromkeys(people)))
    told, _untold = met
    user = delegate.person.user
    tell_feedback(user, delegate, told, "held", 4, "Καλή συνάντηση")
    tell_outcome(
        user,
        delegate,
        told,
        next_step="visit",
        deal="sale",
        value=Decimal(1500),
        currency="THB",
        follow_up=told.slot.day.date,
        note="Σημείωση",
    )
    return told


def looked_after(release: Release) -> tuple[User, Commitment, Fact]:
    """A desk officer, a commitment of theirs that is late, and a promise nobody looks after."""
    officer = UserFactory(email="1@example.ru")
    RegisterRole.objects.create(user=officer)
    promise = FactFactory(
        release=release,
        kind="promise",
        value={"text": "Κείμενο", "who": "Υπουργείο", "due": "2022"},
        end=7,
    )
    terms = Terms("Κείμενο", "Υπουργείο", ("RU", "TH"), date(2022, 12, 31), owner=officer)
    commitment = commit(officer, terms, release=release)
    show(officer, commitment, "Κείμενο")
    return officer, commitment, promise


def address(world: World, walk: Walk, reverse: Callable[..., str]) -> str:
    """The address of a page in this world."""
    kwargs = dict(world.kwargs.get(walk.url, {}))
    if walk.of_forum:
        kwargs["code"] = world.forum.code
    return reverse(walk.url, kwargs=kwargs)


def set_up(forum: Forum) -> dict[str, dict[str, Any]]:
    """What the pages of the set-up show besides, and which of it they are about."""
    day = forum.days.earliest("date")
    day.sessions = [{"name": "Πρωί", "start": "09:00", "slots": 2, "minutes": 25, "gap": 35}]
    day.save()
    forum.slots.update(session="Πρωί")
    place = forum.places.filter(mode="face_to_face").latest("code")
    place.hall = "Αίθουσα 2"
    place.save()
    forum.topics, forum.suggested = ["Θέμα"], ["Υπουργείο"]
    forum.save()
    interpreter = Interpreter.objects.create(
        forum=forum,
        code="1001",
        name="Διερμηνέας",
        languages=["th", "ru"],
        modes=["online"],
        zone="Asia/Bangkok",
    )
    item = forum.agenda.get()
    return {
        "setup_day": {"day": str(day.date)},
        "setup_place": {"pk": place.pk},
        "setup_interpreter": {"pk": interpreter.pk},
        "setup_agenda_item": {"pk": item.pk},
    }


WALKS += (Walk("register_fact", "lead", of_forum=False),)
NOT_PAGES |= {
    "register_judge",
    "dossier_file",
    "agency_file",
    "fact_own_desk",
    "fact_line",
    "fact_telegram",
    "fact_feed",
    "fact_files_keep",
    "fact_data",
    "fact_atom",
    "fact_rss",
    "fact_copy",
    "fact_sitemap",
    "fact_card",
    "robots",
    "fact_week_paper",
    "fact_week_data",
    "fact_cluster_act",
    "fact_claim_act",
    "fact_picture",
    "fact_role_take",
    "fact_erase",
}


def facts(lead: User) -> dict[str, dict[str, Any]]:
    """Desks with claims and reports, and which of them the pages are about."""
    desk, other = desk_of("TH"), desk_of("RU")
    DeskRole.objects.create(desk=desk, user=lead, role="lead")
    said = dict.fromkeys(LANGUAGES, "Δεν θεραπεύει.")
    claim = claim_of(desk, "Το λεμόνι θεραπεύει", language="el", explanations=said, harm=2)
    report = report_to(desk, "Το λεμόνι θεραπεύει!", email="s@forum.example")
    report_to(other, "Το λεμόνι θεραπεύει!")
    new = report_to(desk, "Οι τράπεζες κλείνουν", picture=PNG)
    comment(lead, claim, "Γεια")
    add_evidence(lead, claim, "Μελέτη", "https://study.example/", "Κείμενο")
    asked = hand_over(lead, claim, "Υπουργείο", "m@forum.example", "th", "Αλήθεια;", 7)
    return {
        "fact_asked": {"token": report.token},
        "fact_cluster": {"country": "TH", "pk": new.cluster_id},
        "fact_claim": {"country": "TH", "pk": claim.pk},
        "fact": {"key": claim.key},
        "fact_week": {"name": Week.of(datetime.now(zone_of("TH")).date()).name},
        "fact_reply": {"token": asked.token},
        **{
            url: {"country": "TH"}
            for url in ("fact_desk", "fact_claim_new", "fact_people", "fact_senders", "fact_files")
        },
    }
