"""Letters to groups, by the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import ForumFactory, RequestFactory, organiser_of, staff

from saphan.record.audit.models import AuditEntry
from saphan.record.mailing.actions import new_letter
from saphan.record.mailing.models import Delivery, Letter
from saphan.work.letters import send_due

pytestmark = pytest.mark.django_db
GIVEN = {
    "group": "all",
    "countries": [],
    "kinds": ["company"],
    "needed": True,
    "subjects": {"en": "Hello"},
    "bodies": {"en": "Dear {name}"},
}


@pytest.fixture
def forum():
    """With a delegate of either country."""
    return RequestFactory(
        sender__organisation__country="TH", receiver__organisation__country="RU"
    ).forum


@pytest.fixture
def organiser(forum):
    return organiser_of(forum)


def base(forum):
    return f"/forums/{forum.code}/letters"


def test_a_letter_is_drafted_sent_and_followed(call, forum, organiser):
    made = call(organiser, "POST", base(forum), GIVEN).json()
    assert {name: made[name] for name in GIVEN} == GIVEN
    assert (made["state"], made["of"]) == ("draft", 0)
    path = f"{base(forum)}/{made['id']}"
    changed = call(organiser, "PUT", path, GIVEN | {"kinds": []}).json()
    assert changed == made | {"kinds": []}
    at = timezone.now() + timedelta(days=1)
    later = call(organiser, "POST", f"{path}/send", {"at": at.isoformat()}).json()
    assert later["state"] == "scheduled"
    assert call(organiser, "POST", f"{path}/take-back").json() == changed
    assert call(organiser, "POST", f"{path}/send", {}).json()["state"] == "scheduled"
    assert ProcrastinateJob.objects.filter(task_name="send_letters").count() == 1
    assert send_due(timezone.now()) == 2
    (listed,) = call(organiser, "GET", base(forum)).json()["items"]
    assert (listed["state"], listed["of"], listed["sent"], listed["failed"]) == ("sent", 2, 2, 0)
    told = AuditEntry.objects.filter(action__startswith="mailing.")
    assert [one.action for one in told.order_by("pk")][:3] == [
        "mailing.order",
        "mailing.take_back",
        "mailing.order",
    ]


def test_what_failed_is_tried_again(call, forum, organiser):
    path = f"{base(forum)}/{call(organiser, 'POST', base(forum), GIVEN).json()['id']}"
    call(organiser, "POST", f"{path}/send", {})
    send_due(timezone.now())
    assert call(organiser, "POST", f"{path}/again").status_code == 409
    Delivery.objects.filter(email=Delivery.objects.earliest("pk").email).update(state="failed")
    assert call(organiser, "GET", path).json()["failed"] == 1
    again = call(organiser, "POST", f"{path}/again").json()
    assert (again["state"], again["failed"]) == ("sending", 0)
    assert send_due(timezone.now()) == 1


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"group": "everybody"}, 400, None),
        ({"kinds": ["circus"]}, 400, None),
        ({"subjects": {"en": "x" * 201}}, 400, None),
        ({"countries": ["CN"]}, 403, None),
        ({"subjects": {"zh": "Hello"}}, 409, "subjects"),
        ({"bodies": {"en": "Dear {nam}"}}, 409, "bodies"),
    ],
)
def test_what_makes_no_sense_is_not_kept(call, forum, organiser, changed, status, field):
    response = call(organiser, "POST", base(forum), GIVEN | changed)
    assert (response.status_code, response.json().get("field")) == (status, field)
    assert Letter.objects.count() == 0


def test_what_cannot_be_sent_stays_a_draft(call, forum, organiser):
    empty = call(organiser, "POST", base(forum), {}).json()
    path = f"{base(forum)}/{empty['id']}/send"
    assert call(organiser, "POST", path, {}).json() == {"detail": "The letter is empty."}
    whole = call(organiser, "POST", base(forum), GIVEN).json()
    path = f"{base(forum)}/{whole['id']}/send"
    for days in (-1, 400):
        at = timezone.now() + timedelta(days=days)
        assert call(organiser, "POST", path, {"at": at.isoformat()}).status_code == 409
    assert set(Letter.objects.values_list("state", flat=True)) == {"draft"}


def test_a_draft_is_discarded_and_what_is_sent_stays(call, forum, organiser):
    draft = call(organiser, "POST", base(forum), GIVEN).json()["id"]
    sent = call(organiser, "POST", base(forum), GIVEN).json()["id"]
    call(organiser, "POST", f"{base(forum)}/{sent}/send", {})
    assert call(organiser, "DELETE", f"{base(forum)}/{draft}").status_code == 204
    assert call(organiser, "DELETE", f"{base(forum)}/{sent}").status_code == 409
    assert call(organiser, "PUT", f"{base(forum)}/{sent}", GIVEN).status_code == 409
    assert Letter.objects.get().pk == sent


def test_a_co_organiser_writes_to_the_own_country_alone(call, forum):
    user = staff(forum, "co_organiser", "RU")
    made = call(user, "POST", base(forum), GIVEN).json()
    assert made["countries"] == ["RU"]
    path = f"{base(forum)}/{made['id']}"
    for countries in (["TH"], ["RU", "TH"]):
        given = GIVEN | {"countries": countries}
        assert call(user, "PUT", path, given).status_code == 403
        assert call(user, "POST", base(forum), given).status_code == 403
    call(user, "POST", f"{path}/send", {})
    send_due(timezone.now())
    receiver = forum.delegates.get(organisation__country="RU")
    assert [message.to for message in mail.outbox] == [[receiver.person.email]]
    # The log says how many, and not who.
    assert receiver.person.email not in call(user, "GET", path).content.decode()


@pytest.mark.parametrize("countries", [[], ["TH"], ["RU", "TH"]])
def test_a_co_organiser_changes_no_letter_of_others_to_other_countries(
    call, forum, organiser, countries
):
    given = GIVEN | {"countries": countries}
    path = f"{base(forum)}/{call(organiser, 'POST', base(forum), given).json()['id']}"
    user = staff(forum, "co_organiser", "RU")

    def refused():
        kept = call(organiser, "GET", path).json()
        calls = [
            call(user, "PUT", path, GIVEN | {"countries": ["RU"]}),
            call(user, "DELETE", path),
            call(user, "POST", f"{path}/send", {}),
            call(user, "POST", f"{path}/take-back"),
        ]
        same = call(user, "GET", path).json() == kept
        return [one.status_code for one in calls] == [403] * 4 and same

    assert refused()
    at = timezone.now() + timedelta(days=1)
    call(organiser, "POST", f"{path}/send", {"at": at.isoformat()})
    assert refused()
    assert Letter.objects.get().created_by == organiser


def test_a_co_organiser_changes_a_letter_to_the_own_country_alone(call, forum, organiser):
    made = call(organiser, "POST", base(forum), GIVEN | {"countries": ["RU"]}).json()
    path = f"{base(forum)}/{made['id']}"
    user = staff(forum, "co_organiser", "RU")
    assert call(user, "PUT", path, GIVEN | {"kinds": []}).json()["countries"] == ["RU"]
    at = {"at": (timezone.now() + timedelta(days=1)).isoformat()}
    assert call(user, "POST", f"{path}/send", at).json()["state"] == "scheduled"
    assert call(user, "POST", f"{path}/take-back").json()["state"] == "draft"
    assert call(user, "DELETE", path).status_code == 204


def test_a_co_organiser_is_told_how_many_of_the_own_country_got_it(call, forum, organiser):
    path = f"{base(forum)}/{call(organiser, 'POST', base(forum), GIVEN).json()['id']}"
    call(organiser, "POST", f"{path}/send", {})
    send_due(timezone.now())
    Delivery.objects.update(state="failed")
    told = {}
    for country, user in (
        ("", organiser),
        ("RU", staff(forum, "co_organiser", "RU")),
        ("KZ", staff(forum, "co_organiser", "KZ")),
    ):
        (listed,) = call(user, "GET", base(forum)).json()["items"]
        one = call(user, "GET", path).json()
        assert {name: one[name] for name in listed} == listed
        told[country] = (listed["of"], listed["sent"], listed["failed"])
    assert told == {"": (2, 0, 2), "RU": (1, 0, 1), "KZ": (0, 0, 0)}
    assert call(staff(forum, "co_organiser", "KZ"), "POST", f"{path}/again").status_code == 409


def test_a_letter_is_looked_at_before_it_is_sent(call, forum, organiser):
    receiver = forum.delegates.get(organisation__country="RU").person
    given = GIVEN | {"kinds": [], "group": "all"}
    path = f"{base(forum)}/{call(organiser, 'POST', base(forum), given).json()['id']}"
    told = call(organiser, "GET", f"{path}/preview").json()
    (english,) = told["languages"]
    assert (told["people"], told["unwilling"], english["people"]) == (2, 0, 2)
    # Of a co-organiser, to the own country.
    own = call(staff(forum, "co_organiser", "RU"), "GET", f"{path}/preview").json()
    sample = {"name": receiver.name, "subject": "Hello", "body": f"Dear {receiver.name}\n"}
    assert own == {
        "people": 1,
        "unwilling": 0,
        "languages": [{"code": "en", "people": 1, "missing": False, "sample": sample}],
    }
    other = call(staff(forum, "co_organiser", "KZ"), "GET", f"{path}/preview").json()
    assert (other["people"], other["languages"][0]["sample"]) == (0, None)
    assert call(organiser, "GET", f"{path}/preview", None, ["letters:read"]).status_code == 403
    assert mail.outbox == []


def test_strangers_and_other_forums_stay_out(call, forum, organiser):
    letter = new_letter(organiser, forum, "welcome")
    elsewhere = ForumFactory()
    calls = [
        ("GET", "", None),
        ("GET", "/preview", None),
        ("PUT", "", GIVEN),
        ("DELETE", "", None),
        ("POST", "/send", {}),
        ("POST", "/take-back", None),
        ("POST", "/again", None),
    ]
    users = [forum.delegates.first().person.user, staff(forum, "door_staff")]
    for user in [*users, organiser_of(elsewhere)]:
        for method, end, body in calls:
            path = f"{base(forum)}/{letter.pk}{end}"
            assert call(user, method, path, body).status_code == 403
        assert call(user, "GET", base(forum)).status_code == 403
        assert call(user, "POST", base(forum), GIVEN).status_code == 403
    for method, end, body in calls:
        path = f"{base(elsewhere)}/{letter.pk}{end}"
        assert call(organiser_of(elsewhere), method, path, body).status_code == 404
    assert list(Letter.objects.values_list("pk", "state")) == [(letter.pk, "draft")]


def test_each_scope_opens_its_own_routes_alone(call, forum, organiser):
    people = ["people:read", "people:write", "letters:read"]
    assert call(organiser, "POST", base(forum), GIVEN, people).status_code == 403
    assert call(organiser, "GET", base(forum), None, ["letters:write"]).status_code == 403
    assert Letter.objects.count() == 0
