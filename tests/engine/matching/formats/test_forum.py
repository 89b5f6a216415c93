from dataclasses import replace
from pathlib import Path

import pytest

from saphan.engine.matching.formats.forum import profiles_from_sheets
from saphan.engine.sheets.forum_sheets import Rules
from saphan.engine.sheets.reader import read_forum_sheets

SAMPLE = read_forum_sheets(Path(__file__).resolve().parents[4] / "examples" / "forum")


@pytest.mark.parametrize(
    ("of_all", "said", "capacity"),
    [(None, (3, 2), 5), (None, (3, None), None), (4, (3, None), 7), (4, (9, None), 8)],
)
def test_an_organisation_meets_as_many_as_its_delegates_can(
    of_all: int | None, said: tuple[int | None, ...], capacity: int | None
) -> None:
    first = SAMPLE.delegates[0]
    delegates = tuple(
        replace(first, id=f"D{number}", max_meetings=most) for number, most in enumerate(said)
    )
    sheets = replace(SAMPLE, delegates=delegates, rules=Rules(max_meetings=of_all))
    found = {profile.id: profile.capacity for profile in profiles_from_sheets(sheets)}
    assert found[first.organisation] == capacity
    assert set(found.values()) == {capacity, None}
