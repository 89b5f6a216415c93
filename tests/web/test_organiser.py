"""The organiser's board, runs and publication."""

import pytest
from django.urls import reverse
from tests.factories import (
    DelegateFactory,
    RequestFactory,
    UserFactory,
    hold,
    organiser_of,
    timetable_with,
)

from saphan.record.meetings.models import SchedulingRun, Timetable

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return timetable_with(RequestFactory())


@pytest.fixture
def organiser(client, draft):
    client.force_login(organiser_of(draft.forum))
    return client


def board_of(draft):
    return reverse("board", args=[draft.forum.code])


def test_strangers_are_sent_to_sign_in(client, draft):
    response = client.get(board_of(draft))
    assert response.status_code == 302
    assert response.url == f"{reverse('sign_in')}?next={board_of(draft)}"


def test_delegates_do_not_see_the_board(client, draft):
    client.force_login(draft.meetings.get().request.sender.person.user)
    assert client.get(board_of(draft)).status_code == 403


def test_another_forums_organiser_is_kept_out(client, draft):
    client.force_login(organiser_of(RequestFactory().forum))
    assert client.get(board_of(draft)).status_code == 403
    publish = reverse("publish", args=[draft.forum.code, draft.version])
    assert client.post(publish).status_code == 403
    draft.refresh_from_db()
    assert draft.state == Timetable.State.DRAFT


def test_the_board_is_a_table_of_slots_and_places(organiser, draft):
    response = organiser.get(board_of(draft))
    content = response.content.decode()
    # A day of two slots and two places: a header for the times and one for each place.
    assert content.count('<table class="board') == 1
    assert content.count('class="met face_to_face"><div') == 1
    assert content.count('<th scope="col">face to face') == 2
    assert content.count('<th scope="row"><span') == 2
    later = organiser.get(board_of(draft), {"day": "2027-02-18"}).content.decode()
    assert later.count('<th scope="col" class="online">online') == 2


def test_a_long_meeting_of_three_is_one_tall_cell(organiser, draft):
    met = draft.meetings.get()
    third = DelegateFactory(forum=draft.forum)
    first, second = met.slot.day.slots.all()
    draft.meetings.all().delete()
    people = [met.request.sender, met.request.receiver, third]
    hold(draft, met.request, first, second, met.place, people)
    response = organiser.get(board_of(draft))
    content = response.content.decode()
    assert response.context["board"].held == 1
    assert content.count(' rowspan="2" class="met face_to_face">') == 1
    # Two places in two slots, one cell of which the meeting's first reaches over.
    assert content.split("</table>")[0].count("<td") == 3
    assert [third.code in content, third.organisation.name in content] == [True, True]


def test_a_day_of_both_modes_shows_tables_and_rooms(organiser, draft):
    draft.forum.days.filter(mode="face_to_face").update(mode="both")
    both = organiser.get(board_of(draft)).context["board"]
    online = organiser.get(board_of(draft), {"day": "2027-02-18"}).context["board"]
    assert [place.mode for place in both.places] == ["face_to_face"] * 2 + ["online"] * 2
    assert [place.mode for place in online.places] == ["online"] * 2


def test_filtering_redraws_the_grid_alone(organiser, draft):
    url = board_of(draft)
    other = draft.meetings.get().request.sender.organisation.name
    headers = {"hx_request": "true", "hx_target": "grid"}
    response = organiser.get(url, {"who": other}, headers=headers)
    assert response.templates[0].name == "organiser/grid.html"
    board = response.context["board"]
    assert (board.held, len(board.places)) == (1, 1)
    nobody = organiser.get(url, {"who": "nobody at all"}, headers=headers)
    assert nobody.context["board"].held == 0


def test_any_other_htmx_visit_gets_the_whole_board(organiser, draft):
    response = organiser.get(board_of(draft), headers={"hx_request": "true"})
    assert "organiser/board.html" in [template.name for template in response.templates]


def test_publishing_a_draft(organiser, draft):
    url = reverse("publish", args=[draft.forum.code, draft.version])
    assert organiser.post(url).status_code == 302
    draft.refresh_from_db()
    assert draft.state == Timetable.State.PUBLISHED


def test_a_version_that_is_not_there(organiser, draft):
    assert organiser.get(reverse("board_version", args=[draft.forum.code, 9])).status_code == 404


def test_a_run_is_started_watched_and_cancelled(organiser, draft):
    code = draft.forum.code
    organiser.post(reverse("run_start", args=[code]))
    run = SchedulingRun.objects.get()
    watched = organiser.get(reverse("run_progress", args=[code, run.pk]))
    assert watched.content.decode().count('hx-trigger="every 1s"') == 1
    organiser.post(reverse("run_cancel", args=[code, run.pk]))
    run.refresh_from_db()
    assert run.state == SchedulingRun.State.CANCELLED
    ended = organiser.get(reverse("run_progress", args=[code, run.pk]))
    assert ended.headers["HX-Refresh"] == "true"


def test_an_impossible_timetable_is_explained_with_what_would_help(organiser, draft):
    said = {"code": "unknown", "params": {}}
    reason = {
        **said,
        "text": "Why.",
        "because": [{**said, "text": "Rule."}],
        "help": [{**said, "text": "Change."}],
    }
    SchedulingRun.objects.create(
        forum=draft.forum, state=SchedulingRun.State.INFEASIBLE, reasons=[reason]
    )
    response = organiser.get(board_of(draft))
    assert response.context["reasons"] == [
        {"text": "Why.", "because": ["Rule."], "help": ["Change."], "together": False}
    ]
    content = response.content.decode()
    assert content.count("<li>Rule.</li>") == 1
    assert content.count("<li>Change.</li>") == 1


@pytest.mark.parametrize("page", ["run_start", "run_progress", "run_cancel"])
def test_runs_are_the_organisers_alone(client, draft, page):
    run = SchedulingRun.objects.create(forum=draft.forum)
    client.force_login(UserFactory())
    args = [draft.forum.code] if page == "run_start" else [draft.forum.code, run.pk]
    method = client.get if page == "run_progress" else client.post
    assert method(reverse(page, args=args)).status_code == 403
