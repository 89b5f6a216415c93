from pathlib import Path

import pytest

from saphan.engine.matching import Here, Listing, MatchingProblem, Profile, match
from saphan.engine.matching.kept import Kept, fingerprint
from saphan.engine.matching.processes import Processes
from saphan.engine.matching.recommend import compare

NEEDER = Profile("T", "TH", "company", "ก", "th", needs=(Listing("N", "ข่าวปลอม"),))
GIVER = Profile("R", "RU", "company", "х", "ru", offers=(Listing("O", "Фейк", "", ("6399",)),))
PROBLEM = MatchingProblem((NEEDER, GIVER))


class Counting(Here):
    """Does the work and counts the pieces; stops before one that is named."""

    def __init__(self, breaks_at: str = "") -> None:
        self.done: list[str] = []
        self.breaks_at = breaks_at

    def run(self, stage, function, shared, items):
        for result in super().run(stage, function, shared, items):
            if stage == self.breaks_at:
                raise KeyboardInterrupt
            self.done.append(stage)
            yield result


def test_work_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    first, second, third = Counting("compare"), Counting(), Counting()
    with pytest.raises(KeyboardInterrupt):
        match(PROBLEM, runner=Kept(tmp_path / "w", first, fingerprint(PROBLEM)))
    result = match(PROBLEM, runner=Kept(tmp_path / "w", second, fingerprint(PROBLEM)))
    again = match(PROBLEM, runner=Kept(tmp_path / "w", third, fingerprint(PROBLEM)))
    assert (first.done, second.done, third.done) == (["read", "read"], ["compare"], [])
    assert result == again == match(PROBLEM)


def test_pieces_of_other_work_are_refused(tmp_path: Path) -> None:
    Kept(tmp_path / "w", Here(), fingerprint(PROBLEM))
    with pytest.raises(ValueError, match="pieces of other organisations"):
        Kept(tmp_path / "w", Here(), fingerprint(MatchingProblem((GIVER,))))
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(ValueError, match="is not empty"):
        Kept(tmp_path, Here(), fingerprint(PROBLEM))
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_the_order_of_profiles_is_no_other_problem() -> None:
    assert fingerprint(PROBLEM) == fingerprint(MatchingProblem((GIVER, NEEDER)))
    assert fingerprint(PROBLEM) != fingerprint(PROBLEM, "another model")


def test_processes_come_to_the_same_result() -> None:
    with Processes(2) as runner:
        assert match(PROBLEM, runner=runner) == match(PROBLEM)
        assert list(runner.run("x", compare, None, [])) == []
