"""The report: its figures, its files, and the names in it."""

import csv
import io
import zipfile
from datetime import datetime

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from tests.after import small_forum
from tests.factories import UserFactory, staff

from saphan.record.directory.models import Organisation, Person
from saphan.record.meetings.models import HeldMark

pytestmark = pytest.mark.django_db
PAGES = ("report", "report_paper", "report_workbook", "report_anonymised", "report_meetings")


@pytest.fixture
def small():
    return small_forum()


@pytest.fixture
def enter(client, small):
    def enter(role, country=""):
        client.force_login(staff(small.forum, role, country))
        return client

    return enter


def url(small, name, *args):
    return reverse(name, args=[small.forum.code, *args])


def read_csv(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def read_xlsx(response):
    book = load_workbook(io.BytesIO(response.content))
    return {sheet.title: list(sheet.values) for sheet in book}


def names_in(text):
    names = [
        *Organisation.objects.values_list("name", flat=True),
        *Person.objects.values_list("name", flat=True),
    ]
    return {name for name in names if name in text}


@pytest.mark.parametrize("name", PAGES)
def test_the_report_is_for_its_duty_alone(client, small, name):
    other = small_forum().forum
    for user, status in (
        (small.a.person.user, 403),
        (UserFactory(), 403),
        (staff(small.forum, "door_staff"), 403),
        (staff(other, "organiser"), 403),
    ):
        client.force_login(user)
        assert client.get(url(small, name)).status_code == status


def test_every_subject_is_a_table_with_files(enter, small):
    page = enter("organiser").get(url(small, "report"))
    keys = [table.key for table in page.context["tables"]]
    assert keys == [
        *["countries", "overview", "days", "satisfaction", "modes", "languages", "interpreters"],
        *["next-steps", "deals", "sectors", "outcome-countries", "values"],
    ]
    content = page.content.decode()
    main = content[content.index("<main") :]
    assert (main.count("<svg"), main.count("<table")) == (10, 12)
    assert "style=" not in content


def test_a_table_as_csv_in_the_readers_language(enter, small):
    client = enter("desk_officer")
    rows = read_csv(client.get(url(small, "report_file", "values", "csv")))
    assert rows == [
        ["Country", "Currency", "Outcomes", "Expected value"],
        ["Russia", "USD", "1", "2500.50"],
        ["Thailand", "THB", "1", "100000.00"],
    ]
    client.cookies["django_language"] = "ru"
    rows = read_csv(client.get(url(small, "report_file", "sectors", "csv")))
    assert [row[:2] for row in rows[1:]] == [
        ["Сельское хозяйство, лесоводство и рыболовство", "2"],
        ["Информация и связь", "1"],
    ]
    assert client.get(url(small, "report_file", "sectors", "doc")).status_code == 404
    assert client.get(url(small, "report_file", "nothing", "csv")).status_code == 404


def test_the_workbook_of_an_organiser(enter, small):
    sheets = read_xlsx(enter("organiser").get(url(small, "report_workbook")))
    assert list(sheets)[-3:] == ["Meetings", "Feedback", "Outcomes"]
    start, mode, _place, sides, language, interpreter, state = sheets["Meetings"][1]
    day = small.day
    assert (start, mode, language, interpreter, state) == (
        datetime(day.year, day.month, day.day, 9),
        "face to face",
        "English",
        None,
        "held",
    )
    assert sides == f"{small.a.organisation.name} – {small.c.organisation.name}"
    assert [row[5] for row in sheets["Feedback"][1:]] == ["Wonderful people", None, None]
    assert [(row[2], row[4], row[5]) for row in sheets["Outcomes"][1:]] == [
        ("Contract", 100_000, "THB"),
        ("Contract talks", 2500.5, "USD"),
        ("Visit each other", 7, "USD"),
    ]
    # A private note is its organisation's own.
    assert "Their price can fall" not in str(sheets)


def test_a_desk_officer_sees_figures_and_neither_names_nor_words(enter, small):
    client = enter("desk_officer")
    workbook = str(read_xlsx(client.get(url(small, "report_workbook"))))
    page = client.get(url(small, "report")).content.decode()
    for text in (workbook, page):
        assert (names_in(text), "Wonderful" in text) == (set(), False)
    assert client.get(url(small, "report_meetings")).status_code == 404
    for key in ("meetings", "feedback", "outcomes"):
        assert client.get(url(small, "report_file", key, "csv")).status_code == 404


def test_a_co_organiser_sees_the_names_of_the_own_country(enter, small):
    client = enter("co_organiser", "RU")
    sheets = read_xlsx(client.get(url(small, "report_workbook")))
    russian = {one.organisation.name for one in (small.c, small.d)}
    assert names_in(str(sheets)) == russian | {small.c.person.name}
    assert sheets["At a glance"][3][1] == 5  # requests of all
    assert {row[3] for row in sheets["Meetings"][1:]} == {
        f"Thailand – {small.c.organisation.name}",
        f"Thailand – {small.d.organisation.name}",
    }
    page = client.get(url(small, "report_meetings")).content.decode()
    assert (names_in(page), "Wonderful" in page) == (russian, False)


def test_the_anonymised_export_names_nobody(enter, small):
    content = enter("organiser").get(url(small, "report_anonymised")).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    assert list(texts) == [
        *["organisations.csv", "requests.csv", "meetings.csv", "feedback.csv", "outcomes.csv"]
    ]
    assert names_in(" ".join(texts.values())) == set()
    assert texts["meetings.csv"].splitlines()[0] == (
        "id,countries,mode,languages,interpreter,standing"
    )


@pytest.mark.parametrize("language", ["en", "ru", "th"])
def test_the_report_on_paper(enter, small, language):
    response = enter("organiser").get(url(small, "report_paper"), {"language": language})
    assert response.content.startswith(b"%PDF-")
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="{small.forum.code}-{language}.pdf"'
    )


def test_an_organiser_marks_what_was_held_and_takes_it_back(enter, small):
    client = enter("organiser")
    address = url(small, "report_mark", small.untold.request_id)
    row = client.post(address, {"held": "held"}, headers={"hx_request": "true"})
    assert row.context["meeting"].standing == "held"
    untold = client.get(url(small, "report_meetings"), {"state": "untold"})
    assert untold.context["rows"] == []
    assert client.post(address, {"held": ""}).status_code == 302
    assert HeldMark.objects.count() == 0
    assert client.post(address, {"held": "perhaps"}).status_code == 404


def test_a_desk_officer_marks_nothing(enter, small):
    address = url(small, "report_mark", small.untold.request_id)
    assert enter("desk_officer").post(address, {"held": "held"}).status_code == 404
