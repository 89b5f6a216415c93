"""Keeping what is found by true."""

from __future__ import annotations

import pytest
from tests.factories import DelegateFactory, ListingFactory, OrganisationFactory

from saphan.record.directory.actions import (
    count_words,
    index_missing,
    index_waiting,
    refresh_search,
)
from saphan.record.directory.models import Organisation, SearchEntry, SearchWord

pytestmark = pytest.mark.django_db


def documents(word: str) -> int:
    return SearchWord.objects.get(word=word).documents


def test_what_is_still_true_is_left_alone():
    organisation = OrganisationFactory()
    ListingFactory(organisation=organisation)
    assert refresh_search([organisation.code]) == 2
    assert refresh_search([organisation.code]) == 0


def test_a_changed_text_is_indexed_again_and_counted_once():
    listing = ListingFactory(title="Cold storage")
    refresh_search([listing.organisation.code])
    assert (documents("cold"), documents("storag"), documents("")) == (1, 1, 2)
    listing.title = "Warm storage"
    listing.save()
    assert refresh_search([listing.organisation.code]) == 1
    assert (documents("cold"), documents("warm"), documents("storag")) == (0, 1, 1)
    assert documents("") == 2


def test_country_kind_and_forums_follow_the_record():
    listing = ListingFactory(organisation__country="TH")
    refresh_search([listing.organisation.code])
    delegate = DelegateFactory(organisation=listing.organisation)
    Organisation.objects.update(country="RU", kind="agency")
    assert refresh_search([listing.organisation.code]) == 0
    assert set(SearchEntry.objects.values_list("country", "kind", "side")) == {
        ("RU", "agency", ""),
        ("RU", "agency", "offer"),
    }
    assert [entry.forums for entry in SearchEntry.objects.all()] == [[delegate.forum_id]] * 2


def test_what_is_missing_or_of_another_model_is_made():
    organisations = [OrganisationFactory() for _ in range(3)]
    ListingFactory(organisation=organisations[0])
    refresh_search([organisations[0].code, organisations[1].code])
    SearchEntry.objects.filter(organisation=organisations[1]).update(model="another")
    assert list(index_waiting()) == organisations[1:]
    assert list(index_missing()) == [2]
    assert (list(index_waiting()), list(index_missing())) == ([], [])


def test_a_new_listing_waits_for_the_index():
    organisation = OrganisationFactory()
    refresh_search([organisation.code])
    ListingFactory(organisation=organisation)
    assert list(index_waiting()) == [organisation]


def test_words_are_counted_again_after_a_deletion():
    listing = ListingFactory(title="Cold storage")
    refresh_search([listing.organisation.code])
    listing.delete()
    assert (documents("cold"), documents("")) == (1, 2)
    count_words()
    assert (documents("cold"), documents("")) == (0, 1)
