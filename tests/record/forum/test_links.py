"""Where an online meeting takes place."""

import pytest
from django.core.exceptions import ValidationError
from tests.day import today

from saphan.record.forum.links import (
    ROOM,
    SAMPLE,
    check_address,
    check_template,
    join_link,
    room_of,
)


@pytest.mark.parametrize(
    "address",
    ["https://meet.example/room", "https://zoom.example/j/1?pwd=a%20b", "https://[::1]/x"],
)
def test_addresses_of_any_provider_are_taken(address):
    check_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "meet.example/room",
        "http://meet.example/room",
        "javascript:alert(1)",
        "https://",
        "https://user@meet.example/",
        "https://meet.example/a b",
        "https://meet.example/\nx",
        "https://[::1",
    ],
)
def test_what_no_browser_opens_safely_is_not(address):
    with pytest.raises(ValidationError):
        check_address(address)


@pytest.mark.parametrize("template", [SAMPLE, "https://meet.example/{meeting}?of={forum}"])
def test_a_template_names_the_meeting(template):
    check_template(template)


@pytest.mark.parametrize(
    "template",
    [
        "https://meet.example/{forum}",
        "https://meet.example/{meeting}/{person}",
        "https://meet.example/{meeting.request}",
        "https://meet.example/{meeting!x}",
        "https://meet.example/{meeting",
        "https://meet.example/{meeting}{}",
        "https://{meeting}.example/",
        "http://meet.example/{meeting}",
        "javascript:{meeting}",
    ],
)
def test_a_template_has_nothing_else(template):
    with pytest.raises(ValidationError):
        check_template(template)


@pytest.mark.django_db
def test_rooms_are_not_to_be_guessed_and_stay(settings):
    one = today()
    names = [room_of(one.soon), room_of(one.later)]
    assert [len(name) for name in names] == [ROOM, ROOM]
    assert len(set(names)) == 2
    assert room_of(one.soon) == names[0]
    settings.SECRET_KEY = "another site"
    assert room_of(one.soon) != names[0]


@pytest.mark.django_db
def test_the_template_the_rooms_own_address_and_a_table():
    one = today()
    forum, soon = one.forum, one.soon
    assert join_link(forum, soon) == f"https://meet.example/{forum.code}/{room_of(soon)}"
    soon.place.address = "https://zoom.example/j/1"
    assert join_link(forum, soon) == "https://zoom.example/j/1"
    assert join_link(forum, one.later) == ""
    soon.place.address = forum.join_template = ""
    assert join_link(forum, soon) == ""


@pytest.mark.django_db
def test_a_forums_code_cannot_change_the_address():
    one = today()
    one.forum.code = "a/../b?c#d"
    assert join_link(one.forum, one.soon) == (
        f"https://meet.example/a%2F..%2Fb%3Fc%23d/{room_of(one.soon)}"
    )
