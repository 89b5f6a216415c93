"""The export without people: nobody can be told from fewer than two others."""

from collections import Counter
from decimal import Decimal

import pytest
from tests.after import small_forum
from tests.factories import DelegateFactory, OrganisationFactory

from saphan.record.directory.models import Organisation, Person, User
from saphan.record.meetings.queries import anonymised
from saphan.record.meetings.queries.anonymised import SMALLEST, merged_cells, value_band

pytestmark = pytest.mark.django_db


def organisations(*cells):
    return [
        OrganisationFactory(country=country, kind=kind, isic=[isic])
        for country, kind, isic in cells
    ]


def test_what_too_few_share_is_merged_step_by_step():
    made = organisations(
        *[("TH", "company", "0112")] * 3,
        *[("TH", "company", "6201"), ("TH", "company", "8530"), ("TH", "company", "")],
        *[("RU", "company", "0112"), ("RU", "agency", "0112"), ("RU", "university", "8530")],
        *[("KZ", "company", "0112"), ("UZ", "company", "0112"), ("KG", "agency", "8411")],
    )
    cells = merged_cells(made)
    assert [cells[one.pk] for one in made] == [
        *[("TH", "company", "A")] * 3,
        *[("TH", "company", "*")] * 3,
        *[("RU", "*", "*")] * 3,
        *[("*", "*", "*")] * 3,
    ]


def test_who_is_alone_even_then_is_left_out():
    made = organisations(*[("TH", "company", "0112")] * 3, ("RU", "company", "0112"))
    assert merged_cells(made)[made[-1].pk] is None


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (None, ("", "")),
        (Decimal(0), ("0", "1")),
        (Decimal("9.99"), ("1", "10")),
        (Decimal(25_000), ("10000", "100000")),
    ],
)
def test_a_value_is_told_by_its_power_of_ten(value, band):
    assert value_band(value) == band


@pytest.fixture
def small():
    made = small_forum()
    for country, like in (("TH", made.a), ("RU", made.c)):
        for _ in range(3):
            DelegateFactory(
                forum=made.forum,
                organisation__country=country,
                organisation__isic=like.organisation.isic,
            )
    return made


def test_no_name_address_or_word_of_the_record_stands_in_it(small):
    text = "\n".join(
        cell for rows in anonymised(small.forum).values() for row in rows[1:] for cell in row[1:]
    )
    assert text
    secrets = [
        *Organisation.objects.values_list("name", flat=True),
        *Organisation.objects.values_list("code", flat=True),
        *Person.objects.values_list("name", flat=True),
        *User.objects.values_list("email", flat=True),
        *small.forum.delegates.values_list("code", flat=True),
        *small.forum.requests.values_list("code", flat=True),
        *small.forum.interpreters.values_list("name", flat=True),
        *small.forum.interpreters.values_list("code", flat=True),
        "Wonderful",
        "price",
        "2500",
        str(small.day),
    ]
    assert [secret for secret in secrets if secret in text] == []


def test_no_row_tells_of_fewer_than_three(small):
    tables = anonymised(small.forum)
    cells = Counter(tuple(row[1:4]) for row in tables["organisations"][1:])
    assert cells == {
        ("TH", "company", "A"): 4,
        ("RU", "company", "J"): 4,
    }  # the agency and the university are alone in any merged cell
    # Two organisations gave feedback and told outcomes: too few to tell of either.
    assert (tables["feedback"][1:], tables["outcomes"][1:]) == ([], [])
    assert [sorted(row[1:]) for row in tables["meetings"][1:]] != []
    for column in (1, 3):
        values = Counter(row[column] for row in tables["meetings"][1:])
        assert all(n >= SMALLEST or value in ("*", "") for value, n in values.items())


def test_ids_are_made_anew_for_each_export(small):
    first, second = (anonymised(small.forum)["organisations"] for _ in range(2))
    assert {row[0] for row in first[1:]} & {row[0] for row in second[1:]} == set()
