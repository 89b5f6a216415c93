from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from saphan.record.audit.models import AuditEntry
from saphan.record.register.actions import let_correct, read_again, record_releases, take_in
from saphan.record.register.models import Agency, Fact, Intake, Release, Source
from saphan.record.register.reading import arrivals, count_in, items_in, read_item
from saphan.record.register.rules import may_correct

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
THAI = (EXAMPLES / "release-sample.txt").read_text(encoding="utf-8")
RUSSIAN = (
    "Посол России встретился с министром\n25 мая 2021 г.\n"
    "Министерство иностранных дел Таиланда и посол России договорились о сотрудничестве."
)
ENGLISH = (
    "Thailand and Russia to hold a forum\n2021-05-26\n"
    "The Ambassador of Russia was received at the Ministry of Foreign Affairs of Thailand."
)


def write(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        raw = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.txt").write_bytes(raw)
    return folder


def take(*paths: Path, **options) -> Intake:
    return take_in(None, items_in(paths), **options)


def counts(intake: Intake) -> tuple[int, int, int, int]:
    return intake.new, intake.known, intake.twins, intake.failed


@pytest.mark.django_db
def test_releases_are_recorded_once_with_their_facts(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a=THAI, b=RUSSIAN, c=ENGLISH)
    assert counts(take(folder)) == (3, 0, 0, 0)
    assert counts(take(folder)) == (0, 3, 0, 0)
    thai = Release.objects.get(language="th")
    assert (thai.published, thai.countries) == (date(2027, 1, 14), ["TH", "RU"])
    facts = list(thai.facts.all())
    assert all(0 <= fact.start <= fact.end <= len(thai.text) for fact in facts)
    assert {fact.words for fact in facts if fact.kind == "organisation"} == {
        fact.value["name"] for fact in facts if fact.kind == "organisation"
    }
    assert thai.agencies == sorted({fact.agency_id for fact in facts if fact.agency_id})
    assert thai.topics == [fact.key for fact in facts if fact.kind == "topic"]
    assert AuditEntry.objects.filter(action="register.take_in").count() == 1


@pytest.mark.django_db
def test_an_organisation_is_one_in_every_language(tmp_path: Path) -> None:
    thai = (
        "รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-กระทรวงการต่างประเทศ หารือ\nวันอังคารที่ 25 พฤษภาคม 2564\n"
        "กระทรวงการต่างประเทศ หารือกับเอกอัครราชทูตรัสเซีย"
    )
    take(write(tmp_path / "in", a=thai, c=ENGLISH))
    ministry = Agency.objects.get(names__en="Ministry of Foreign Affairs of Thailand", country="TH")
    assert ministry.facts.values("release").distinct().count() == 2


@pytest.mark.django_db
def test_the_same_text_again_is_a_further_source(tmp_path: Path) -> None:
    take(write(tmp_path / "one", a=THAI))
    spaced = write(tmp_path / "two", b=THAI.replace("\n", "\r\n"), c=THAI)
    assert counts(take(spaced)) == (0, 2, 0, 0)
    assert list(Source.objects.values_list("name", flat=True)) == ["a.txt", "c.txt", "b.txt"]


@pytest.mark.django_db
def test_copies_are_joined_and_reports_of_other_figures_are_not(tmp_path: Path) -> None:
    later = THAI.replace("14 มกราคม", "15 มกราคม").replace("ทดลองใช้", "ลองใช้")
    other = THAI.replace("(13 ม.ค. 70)", "(20 ก.พ. 71)").replace("2570", "2571")
    folder = write(tmp_path / "in", a=THAI, b=later, c=other)
    assert counts(take(folder)) == (3, 0, 1, 0)
    one, two, three = Release.objects.order_by("id")
    assert (two.twin_of, three.twin_of) == (one, None)


@pytest.mark.django_db
def test_bad_files_are_told_and_cost_the_others_nothing(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "in",
        cyrillic=RUSSIAN.encode("cp1251"),
        thai=THAI.encode("cp874", "replace"),
        empty=b" \n",
        february="Headline\n2021-02-30\nText of it.",
        year="ข่าว\nวันที่ 25 พฤษภาคม 99\nข้อความ",
        undated="Headline\nText of it, of no day.\nMore.",
        binary=b"\x00\x01\x02" * 50,
        web="<html><body><h1>Forum</h1><p>2021-05-25</p><script>steal()</script><p>Russia.</p></body>",
    )
    large = tmp_path / "in" / "large.txt"
    with large.open("wb") as file:
        file.truncate(20 * 1024 * 1024 + 1)
    intake = take(folder)
    assert (intake.new, intake.failed) == (3, 6)
    told = dict(intake.problems)
    assert told == {
        "binary.txt": "expected text, found null characters",
        "cyrillic.txt": "not UTF-8: read as Windows-1251; save it again as UTF-8",
        "empty.txt": "the file is empty",
        "february.txt": "“2021-02-30” is no day of the calendar",
        "large.txt": "20 MB; expected at most 20 MB",
        "thai.txt": "not UTF-8: read as TIS-620; save it again as UTF-8",
        "undated.txt": told["undated.txt"],
        "year.txt": "“วันที่ 25 พฤษภาคม 99” is no day of the calendar",
    }
    assert told["undated.txt"].startswith("no dated line under the headline")
    assert not Release.objects.filter(text__contains="steal").exists()
    named = take(folder, published=date(2021, 3, 1))
    assert (named.new, named.known, named.failed) == (3, 3, 3)


@pytest.mark.django_db
def test_a_text_the_database_refuses_is_told_alone(tmp_path: Path) -> None:
    sources = write(tmp_path / "in", a=ENGLISH, b=RUSSIAN)
    items = list(items_in([sources]))
    one, two = (read_item(item) for item in items)
    assert one.release
    one.release.found[0].value["name"] = "\x00"
    recorded = record_releases([one, two])
    assert [row.is_new for row in recorded] == [False, True]
    assert len(recorded[0].problems) == 1


@pytest.mark.django_db
def test_archives_are_read_and_broken_ones_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as packed:
        packed.writestr("2021/a.txt", ENGLISH)
        packed.writestr("__MACOSX/._a.txt", "x")
        packed.writestr("photo.jpg", b"x")
    (tmp_path / "bad.zip").write_bytes(b"PK no archive")
    intake = take(tmp_path)
    assert counts(intake) == (1, 0, 0, 1)
    assert count_in([tmp_path]) == 2
    assert Source.objects.get().name == "news.zip/2021/a.txt"
    assert [name for name, _problem in intake.problems] == ["bad.zip"]


@pytest.mark.django_db
def test_read_again_keeps_what_people_said(tmp_path: Path) -> None:
    take(write(tmp_path / "in", a=ENGLISH))
    release = Release.objects.get()
    russia = release.facts.get(kind="country", key="RU")
    ministry = release.facts.filter(kind="organisation").first()
    assert ministry
    Fact.objects.filter(pk=russia.pk).update(state="rejected")
    Fact.objects.filter(pk=ministry.pk).update(
        state="corrected", value={"name": "MFA", "names": {}, "country": "TH"}, key="TH mfa"
    )
    wrong = release.facts.create(
        kind="topic", key="x", found_key="x", value={"topic": "x"}, start=0, end=1
    )
    release.facts.filter(kind="event_kind").delete()
    kept = dict(release.facts.values_list("pk", "key"))
    total = read_again(None)
    assert (total.releases, total.added, total.gone, total.kept) == (1, 1, 1, 2)
    assert dict(release.facts.exclude(kind="event_kind").values_list("pk", "key")) == {
        pk: key for pk, key in kept.items() if pk != wrong.pk
    }
    release.refresh_from_db()
    assert release.countries == ["TH"]
    same = read_again(None)
    assert (same.added, same.changed, same.gone) == (0, 0, 0)


@pytest.mark.django_db
def test_a_desk_officer_is_named_and_no_longer() -> None:
    user = let_correct(None, "Desk@Forum.example")
    assert may_correct(user)
    let_correct(None, "desk@forum.example", allowed=False)
    assert not may_correct(user)
    assert not may_correct(None)


def test_arrivals_are_given_once_when_they_are_whole(tmp_path: Path) -> None:
    file = tmp_path / "new.txt"
    steps = iter(
        (
            lambda: file.write_text("half"),
            lambda: file.write_text("half and half"),
            lambda: None,
            lambda: (tmp_path / "photo.jpg").write_text("x"),
            lambda: file.write_text("changed again"),
        )
    )

    def wait() -> None:
        next(steps, lambda: None)()

    coming = arrivals([tmp_path], wait)
    assert next(coming) == [file]
    assert file.read_text() == "half and half"
    assert next(coming) == [file]
    assert file.read_text() == "changed again"
