"""People from a sheet, and people as a file."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    InvitationFactory,
    RegistrationFactory,
    organiser_of,
    staff,
)
from tests.web.people.test_registration import letters

from saphan.record.forum.models import Invitation, Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    return ForumFactory()


@pytest.fixture
def organiser(client, forum):
    user = organiser_of(forum)
    client.force_login(user)
    return user


def show(client, forum, content, name="people.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(
        reverse("people_sheet", args=[forum.code]), {"file": SimpleUploadedFile(name, content)}
    )


def send(client, forum, shown, **data):
    signed = shown.context["send"].initial["signed"]
    address = reverse("people_sheet_send", args=[forum.code])
    return client.post(address, {"signed": signed, **data})


def invited():
    return sorted(Registration.objects.values_list("email", "country", "kind", "language"))


def test_a_sheet_is_shown_and_then_sent_in_the_language_of_each(client, forum, organiser):
    here = DelegateFactory(forum=forum).person.email
    invitation = InvitationFactory(registration__forum=forum)
    page = show(
        client,
        forum,
        "почта;фио;страна;тип;язык\n"
        "Anna@Firm.example;Анна;Россия;компания;\n"
        "b@firm.example;;ไทย;;en\n"
        f"{here};;;;\n{invitation.registration.email};;;;\n",
    )
    assert (page.status_code, len(page.context["found"].known)) == (200, 2)
    assert (Invitation.objects.count(), letters()) == (1, [])
    assert send(client, forum, page, trusted="on").status_code == 302
    Registration.objects.filter(pk=invitation.registration_id).delete()
    assert invited() == [
        ("anna@firm.example", "RU", "company", "ru"),
        ("b@firm.example", "TH", "", "en"),
    ]
    assert [(one.to, one.subject.split(":")[0]) for one in letters()] == [
        (["anna@firm.example"], "Приглашение"),
        (["b@firm.example"], "Invitation"),
    ]
    assert set(Invitation.objects.values_list("trusted", flat=True)) == {True}


def test_all_problems_are_named_with_row_and_column_and_nobody_is_invited(client, forum, organiser):
    page = show(
        client,
        forum,
        "email,country,kind,language\n"
        "no-address,TH,company,th\n"
        "a@b.example,Atlantis,company,th\n"
        "c@b.example,FR,club,de\n"
        "d@b.example,,,\nd@b.example,,,\n",
    )
    found = [(one.row, one.column, one.value, one.code) for one, _ in page.context["problems"]]
    assert found == [
        (2, "email", "no-address", "bad_email"),
        (3, "country", "Atlantis", "unknown_country"),
        (4, "kind", "club", "unknown_kind"),
        (4, "language", "de", "unknown_language"),
        (6, "email", "d@b.example", "twice"),
    ]
    assert (page.status_code, page.context["send"]) == (422, None)
    assert Registration.objects.exists() is False


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("people.xlsx", b"PK nonsense", "unreadable_workbook"),
        ("people.csv", "name\nAnna\n", "missing_column"),
        ("people.csv", "email,shoe size\na@b.example,44\n", "unknown_column"),
        ("people.csv", "email,name\na@b.example,Анна\n".encode("cp1251"), "not_utf8"),
    ],
)
def test_files_that_cannot_be_read_say_why(client, forum, organiser, name, content, code):
    page = show(client, forum, content, name)
    assert code in {one.code for one, _words in page.context["problems"]}
    assert page.context["send"] is None


def test_the_first_sheet_of_a_workbook_is_read(client, forum, organiser):
    book = Workbook()
    for row in (("อีเมล", "ชื่อ"), ("a@b.example", "สมชาย")):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    page = show(client, forum, out.getvalue(), "people.xlsx")
    assert [(row.email, row.name) for row in page.context["rows"]] == [("a@b.example", "สมชาย")]


def test_a_preview_is_of_its_forum_and_organiser_alone(client, forum, organiser):
    page = show(client, forum, "email\na@b.example\n")
    client.force_login(organiser_of(forum))
    send(client, forum, page)
    elsewhere = ForumFactory()
    organiser.forum_roles.create(forum=elsewhere, role="organiser")
    client.force_login(organiser)
    send(client, elsewhere, page)
    client.post(reverse("people_sheet_send", args=[forum.code]), {"signed": "forged"})
    assert Registration.objects.exists() is False


def test_a_co_organiser_invites_by_sheet_from_the_own_country_alone(client, forum):
    client.force_login(staff(forum, "co_organiser", "TH"))
    page = show(client, forum, "email,country\na@b.example,RU\nb@b.example,\n")
    assert [(one.row, one.code) for one, _ in page.context["problems"]] == [(2, "other_country")]
    page = show(client, forum, "email,country\nb@b.example,\n")
    send(client, forum, page)
    assert invited() == [("b@b.example", "TH", "", "th")]


def test_people_are_exported_as_the_reader_sees_them(client, forum):
    RegistrationFactory(forum=forum, name="=Formula()", country="TH")
    RegistrationFactory(forum=forum, country="RU")
    client.force_login(staff(forum, "co_organiser", "TH"))
    address = reverse("people_file", args=[forum.code, "csv"])
    content = client.get(address, {"state": "waiting"}).content.decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(content))
    assert (len(header), [row[0] for row in rows]) == (8, ["'=Formula()"])
    assert client.get(address, {"state": "approved"}).content.count(b"\n") == 1
    client.force_login(staff(forum, "desk_officer"))
    assert client.get(address).status_code == 403
