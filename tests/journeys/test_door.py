"""The door: a camera reads a printed code; without a network nothing is lost."""

from __future__ import annotations

import pytest
import segno
from playwright.sync_api import expect
from tests.factories import DelegateFactory, ForumFactory, OrganisationFactory, staff
from tests.journeys.looks import sideways

from saphan.record.forum import actions, queries
from saphan.record.forum.models import CheckIn

from .conftest import QUIET

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def forum():
    forum = ForumFactory(code="f")
    for name, latin in (("สมชาย ใจดี", ""), ("Иван Щукин", "Ivan Schukin")):
        DelegateFactory(
            forum=forum,
            organisation=OrganisationFactory(name=f"Firm of {latin or 'Somchai'}"),
            person__name=name,
            person__name_latin=latin,
        )
    actions.print_badges(staff(forum, "organiser"), forum, queries.holders(forum, None))
    return forum


def codes(forum):
    return list(forum.badges.order_by("delegate__code").values_list("token", flat=True))


def type_in(page, words):
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("width", "height"), [(375, 812), (1280, 900)])
def test_no_scan_is_lost_without_a_network(live_server, browser, sign_in, forum, width, height):
    context = browser.new_context(viewport={"width": width, "height": height})
    sign_in(context, staff(forum, "door_staff"))
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    with page.expect_response("**/people/"):
        page.goto(f"{live_server.url}/f/f/door/")
    first, second = codes(forum)
    answer, waiting = page.locator("#answer"), page.locator("#waiting")

    type_in(page, first.lower())
    expect(answer).to_have_attribute("data-answer", "welcome")
    expect(answer.locator(".name")).to_have_text("สมชาย ใจดี")
    expect(waiting).to_have_text("All scans are sent.")

    context.set_offline(True)
    type_in(page, second)
    # Welcomed by the list in the phone, and kept.
    expect(answer).to_have_attribute("data-answer", "kept")
    expect(answer.locator(".name")).to_have_text("Иван Щукин")
    expect(waiting).to_have_text("Scans waiting to be sent: 1")
    type_in(page, "0" * 16)
    expect(answer).to_have_attribute("data-answer", "waiting")
    expect(waiting).to_have_text("Scans waiting to be sent: 2")
    # By name, in another script; undone while it still waits.
    page.get_by_role("searchbox").fill("somchai")
    page.get_by_role("button", name="Check in: สมชาย ใจดี").click()
    expect(waiting).to_have_text("Scans waiting to be sent: 3")
    expect(answer).to_have_attribute("data-answer", "kept")
    answer.get_by_role("button", name="Undo").click()
    expect(waiting).to_have_text("Scans waiting to be sent: 2")
    assert CheckIn.objects.count() == 1

    context.set_offline(False)
    expect(waiting).to_have_text("All scans are sent.")
    assert [one.badge.token for one in CheckIn.objects.filter(undone_at=None)] == [first, second]
    expect(page.get_by_role("button", name="Undo: Иван Щукин")).to_be_visible()
    type_in(page, second)
    expect(answer).to_have_attribute("data-answer", "already")
    assert sideways(page) == 0
    assert errors == []
    context.close()


def frames_of(code: str, width: int = 640, height: int = 480) -> bytes:
    """A film of one picture (YUV4MPEG2): the code on a grey ground, as a camera sees it."""
    rows = [list(row) for row in segno.make_qr(code, error="q", mask=0).matrix_iter(8, 4)]
    top, left = (height - len(rows)) // 2, (width - len(rows)) // 2
    picture = bytearray([150]) * (width * height)
    for y, row in enumerate(rows):
        at = (top + y) * width + left
        picture[at : at + len(row)] = bytes(20 if dark else 235 for dark in row)
    frame = b"FRAME\n" + bytes(picture) + bytes([128]) * (width * height // 2)
    return f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 3


def test_the_camera_reads_a_badge(
    live_server, browser_type, browser_type_launch_args, sign_in, forum, tmp_path
):
    film = tmp_path / "badge.y4m"
    film.write_bytes(frames_of(codes(forum)[1]))
    args = [
        *QUIET.split(),
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": args})
    context = browser.new_context(viewport={"width": 375, "height": 812}, permissions=["camera"])
    sign_in(context, staff(forum, "door_staff"))
    page = context.new_page()
    page.goto(f"{live_server.url}/f/f/door/")
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.locator("#answer .name")).to_have_text("Иван Щукин", timeout=10_000)
    expect(page.locator("#answer")).to_have_attribute("data-answer", "welcome")
    page.get_by_role("button", name="Stop the camera").click()
    expect(page.locator("#video")).to_be_hidden()
    browser.close()
