"""Progress on a command line: only what is new, and not too much of it."""

import pytest

from saphan.cli.progress import following
from saphan.engine.scheduling import Progress


def test_a_line_for_each_step_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]):
    with following("2 meetings") as watch:
        assert watch(Progress("value", None, 9, 0.1))
        assert watch(Progress("value", None, 9, 5.0))
        assert watch(Progress("value", 7, 9, 5.1))
        assert watch(Progress("value", 8, 9, 5.2))
        assert watch(Progress("breaks", 1, 0, 5.3))
    assert capsys.readouterr().err.splitlines() == [
        "value: – (bound 9), 0.1 s",
        "value: 7 (bound 9), 5.1 s",
        "breaks: 1 (bound 0), 5.3 s",
    ]


def test_quiet_shows_nothing(capsys: pytest.CaptureFixture[str]):
    with following("2 meetings", quiet=True) as watch:
        assert watch(Progress("value", 7, 9, 0.1))
    assert capsys.readouterr().err == ""
