"""Writing clauses leaves the garbage collector as it was."""

import gc

from saphan.engine.scheduling.clauses.formula import uncollected


def test_the_collector_goes_on_after_clauses_are_written():
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off():
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
