"""Dossiers, releases, and what desk officers make of facts."""

from __future__ import annotations

import csv
import io
import itertools
import json
from datetime import date
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from tests.factories import AgencyFactory, FactFactory, ReleaseFactory, UserFactory

from saphan.record.audit.models import AuditEntry
from saphan.record.commitments.queries import promises_in
from saphan.record.errors import Refused
from saphan.record.register.actions import correct, reject, undo
from saphan.record.register.models import Agency, Fact, RegisterRole
from saphan.record.register.queries import dossier_of_agency, dossier_of_pair, pieces_of
from saphan.web.templatetags.register import beside

pytestmark = pytest.mark.django_db
TEXT = "Thailand met <Russia>.\nIvan Petrov came. They will sign it.\nThe end."


def officer():
    return RegisterRole.objects.create(user=UserFactory()).user


def fact(release, words: str, kind: str, value: dict, **fields) -> Fact:
    start = release.text.index(words)
    return FactFactory(
        release=release, kind=kind, value=value, start=start, end=start + len(words), **fields
    )


@pytest.fixture
def said():
    """A release of two countries with a fact of some kinds, and one of another pair."""
    ministry = AgencyFactory(names={"en": "Ministry of Trade"})
    release = ReleaseFactory(text=TEXT, topics=["trade"], agencies=[ministry.pk])
    person = {"name": "Ivan Petrov", "office": "Minister", "side": "RU", "latin": ""}
    found = {
        "country": fact(release, "Russia", "country", {"country": "RU"}, country="RU"),
        "topic": fact(release, "Thailand", "topic", {"topic": "trade"}),
        "person": fact(release, "Ivan Petrov", "person", person, country="RU"),
        "agreement": fact(release, "it", "agreement", {"name": "it", "state": "draft"}),
        "promise": fact(
            release,
            "They will sign it",
            "promise",
            {"text": "They will sign it", "who": "They", "due": "2022"},
        ),
        "organisation": fact(
            release,
            "Thailand",
            "organisation",
            {"name": "Thailand", "names": ministry.names, "country": "TH"},
            agency=ministry,
            country="TH",
        ),
    }
    ReleaseFactory(countries=["TH", "JP"], published=date(2020, 1, 1))
    return release, found


def test_a_dossier_counts_copies_once_and_leaves_out_what_was_rejected(said):
    release, found = said
    ReleaseFactory(twin_of=release)
    later = ReleaseFactory(published=date(2023, 2, 1), topics=["trade", "energy"])
    FactFactory(release=later, kind="agreement", value={"name": "it", "state": "signed"}, key="it")
    FactFactory(
        release=later,
        kind="promise",
        value={"text": "We will", "who": "", "due": ""},
        state="rejected",
    )
    dossier = dossier_of_pair("RU", "TH")
    assert dossier.years == [(2023, 1), (2021, 1)]
    assert [(row.topic, row.counts) for row in dossier.topics] == [
        ("trade", [1, 0, 1]),
        ("energy", [0, 0, 1]),
    ]
    assert [(one.fact.value["state"], one.releases) for one in dossier.agreements] == [
        ("signed", 2)
    ]
    assert promises_in(dossier.scope).open == [found["promise"]]
    assert [one.fact for one in dossier.people] == [found["person"]]
    assert [one.agency for one in dossier.agencies] == [found["organisation"].agency]
    assert list(dossier_of_pair("RU", "TH", year=2023).page) == [later]
    own = dossier_of_agency(found["organisation"].agency)
    assert (list(own.page), own.agencies) == ([release], [])


def test_pages_of_dossiers(client, said):
    _release, found = said
    page = client.get(reverse("dossier", args=["TH", "RU"])).content.decode()
    link = f"?fact={found['promise'].pk}#f{found['promise'].pk}"
    assert page.count(link) == 1
    assert client.get(reverse("dossier", args=["TH", "DE"])).status_code == 404
    ministry = reverse("agency", args=[found["organisation"].agency_id])
    assert client.get(ministry).content.decode().count("<h1>Ministry of Trade</h1>") == 1
    assert client.get(f"{ministry}?year=1999&page=x").content.decode().count("No release of") == 1


def test_facts_are_marked_where_they_stand_and_their_sentence_is_pointed_at(client, said):
    release, found = said
    pieces = pieces_of(release, list(found.values()), found["promise"])
    assert "".join(piece.text for piece in pieces) == TEXT
    assert "".join(piece.text for piece in pieces if piece.here) == "They will sign it."
    page = client.get(f"{reverse('release', args=[release.pk])}?fact={found['person'].pk}")
    content = page.content.decode()
    assert content.count("&lt;<span") == 1
    assert content.count(f'<span id="f{found["person"].pk}" class="anchor"></span>') == 1
    assert content.count('name="verb"') == 0


def test_only_desk_officers_judge(client, said):
    _release, found = said
    page = reverse("register_fact", args=[found["person"].pk])
    judge = reverse("register_judge", args=[found["person"].pk])
    assert client.get(page).status_code == 302
    client.force_login(UserFactory())
    assert client.get(page).status_code == 403
    assert client.post(page, {"name": "X"}).status_code == 403
    assert client.post(judge, {"verb": "reject"}).status_code == 403
    client.force_login(officer())
    assert client.get(judge).status_code == 405
    assert client.post(judge, {"verb": "steal"}).status_code == 403
    assert set(Fact.objects.values_list("state", flat=True)) == {"found"}


def test_a_fact_is_corrected_and_taken_back(client, said):
    release, found = said
    user = officer()
    client.force_login(user)
    page = reverse("register_fact", args=[found["organisation"].pk])
    wrong = client.post(page, {"name": "", "country": "TH"})
    assert (wrong.status_code, wrong.context["form"].errors.keys()) == (200, {"name"})
    client.post(page, {"name": "Trade Office", "country": "TH", "reason": "its name"})
    corrected = Fact.objects.get(pk=found["organisation"].pk)
    office = Agency.objects.get(name="Trade Office")
    assert (corrected.state, corrected.by, corrected.agency) == ("corrected", user, office)
    assert corrected.found["name"] == "Thailand"
    release.refresh_from_db()
    assert release.agencies == [office.pk]
    assert client.get(page).content.decode().count("its name") == 1
    client.post(reverse("register_judge", args=[corrected.pk]), {"verb": "undo"})
    corrected.refresh_from_db()
    assert (corrected.state, corrected.agency) == ("found", found["organisation"].agency)
    assert [one.verb for one in corrected.changes.all()] == ["undo", "correct"]
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {
        "register.correct",
        "register.undo",
    }


def test_a_rejected_fact_is_shown_to_desk_officers_alone(client, said):
    release, found = said
    reject(officer(), found["country"], "not a party")
    release.refresh_from_db()
    assert release.countries == []
    address = reverse("release", args=[release.pk])
    assert client.get(address).content.decode().count("<s>Russia</s>") == 0
    client.force_login(officer())
    assert client.get(address).content.decode().count("<s>Russia</s>") == 1
    undo(officer(), found["country"])
    release.refresh_from_db()
    assert release.countries == ["TH", "RU"]


def test_what_makes_no_sense_is_refused(said):
    release, found = said
    user = officer()
    other = fact(release, "met", "topic", {"topic": "energy"})
    with pytest.raises(Refused):
        correct(user, other, {"topic": "trade"})
    with pytest.raises(Refused):
        correct(user, other, {"topic": "energy"})
    with pytest.raises(Refused):
        undo(user, found["topic"])
    reject(user, other)
    with pytest.raises(Refused):
        reject(user, other)


def test_a_dossier_as_files(client, said):
    release, found = said
    found["person"].value["name"] = "=cmd()"
    found["person"].save()

    def file(form: str) -> str:
        response = client.get(reverse("dossier_file", args=["TH", "RU", form]))
        return response.getvalue().decode()

    rows = list(csv.DictReader(io.StringIO(file("csv").removeprefix("\ufeff"))))
    assert {row["kind"] for row in rows} == set(found)
    assert [row["says"] for row in rows if row["kind"] == "person"] == ["'=cmd()"]
    told = json.loads(file("jsonld"))
    (article,) = told["hasPart"]
    assert (article["@type"], article["datePublished"]) == ("NewsArticle", "2021-05-25")
    assert [one["@type"] for one in article["about"]] == ["Event", "GovernmentOrganization"]
    feed = ElementTree.fromstring(file("atom"))  # noqa: S314
    space = "{http://www.w3.org/2005/Atom}"
    assert [one.text for one in feed.iterfind(f"{space}entry/{space}title")] == [release.title]
    assert client.get(reverse("dossier_file", args=["TH", "RU", "exe"])).status_code == 404
    ministry = found["organisation"].agency_id
    assert client.get(reverse("agency_file", args=[ministry, "atom"])).status_code == 200


def test_pairs_with_most_releases_come_first_and_further_ones_on_further_pages(client):
    codes = ("CN", "DE", "FR", "IT", "JP", "KR", "LA", "RU", "SG")  # 36 pairs
    for number, pair in enumerate(itertools.combinations(codes, 2)):
        ReleaseFactory(countries=list(pair), published=date(2021, 1, 1 + number % 28))
    ReleaseFactory(countries=["LA", "RU"], published=date(2020, 1, 1))
    first = client.get(reverse("dossiers"))
    assert next(iter(first.context["dossiers"])).countries == ("LA", "RU")
    assert len(first.context["dossiers"]) == 30
    assert 'rel="next" href="?page=2#countries"' in first.content.decode()
    second = client.get(reverse("dossiers"), {"page": "2"}).content.decode()
    assert second.count('<article class="sheet">') == 6
    assert 'class="timeline"' not in second


def test_a_promise_that_names_who_promises_does_not_say_so_twice():
    release = ReleaseFactory(text="Laos will come. It will sign.")
    named = fact(
        release, "Laos will come", "promise", {"text": "Laos will come", "who": "Laos", "due": ""}
    )
    other = fact(
        release, "It will sign", "promise", {"text": "It will sign", "who": "Laos", "due": ""}
    )
    assert [beside(named), beside(other)] == ["", "Laos"]
