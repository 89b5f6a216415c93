"""On small forums, what is said of a contradiction is what trying everything finds."""

import time

from hypothesis import HealthCheck, assume, given, settings
from tests.engine.scheduling.explain.forums import has_timetable, plain_forums, rich_forums
from tests.thorough import examples

from saphan.engine.scheduling import Forum
from saphan.engine.scheduling.explain.changes import Change, changed
from saphan.engine.scheduling.explain.core import find_core
from saphan.engine.scheduling.explain.counting import counted
from saphan.engine.scheduling.explain.elements import elements_of, weakened
from saphan.engine.scheduling.explain.repair import alternatives, repair
from saphan.engine.scheduling.explain.switched import REBUILT

forums = plain_forums() | rich_forums()


def soon() -> float:
    return time.monotonic() + 30


@settings(max_examples=examples(30), deadline=None)
@given(forums)
def test_all_rules_together_are_the_forum(forum: Forum):
    assert has_timetable(weakened(forum, elements_of(forum))) == has_timetable(forum)


@settings(max_examples=examples(30), deadline=None)
@given(forums)
def test_what_counting_shows_is_a_proof(forum: Forum):
    for finding in counted(forum):
        assert not has_timetable(weakened(forum, finding.elements))


@settings(max_examples=examples(20), deadline=None)
@given(forums)
def test_a_core_contradicts_itself_and_nothing_less_does(forum: Forum):
    core = find_core(forum, elements_of(forum), soon(), 0)
    if has_timetable(forum):
        assert core is None
        return
    assert core is not None
    assert core.smallest
    assert not has_timetable(weakened(forum, core.elements))
    for element in core.elements:
        rest = [other for other in core.elements if other != element]
        assert has_timetable(weakened(forum, rest))


@settings(max_examples=examples(12), deadline=None)
@given(forums)
def test_each_change_removes_its_reason(forum: Forum):
    for finding in counted(forum):
        for changes in alternatives(forum, finding.elements, soon(), 0):
            assert has_timetable(weakened(changed(forum, changes), finding.elements))


@settings(max_examples=examples(15), deadline=None)
@given(forums)
def test_the_repair_makes_a_timetable_possible_and_less_of_it_does_not(forum: Forum):
    assume(not has_timetable(forum))
    core = find_core(forum, elements_of(forum), soon(), 0)
    assert core is not None
    found = repair(forum, core.elements, soon(), 0)
    assert found is not None
    assert has_timetable(changed(forum, found.changes))
    for change in found.changes:
        others = [other for other in found.changes if other != change]
        assert not has_timetable(changed(forum, others))


@settings(
    max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
@given(forums)
def test_where_two_changes_are_the_fewest_no_single_one_will_do(forum: Forum):
    core = find_core(forum, elements_of(forum), soon(), 0)
    assume(core is not None)
    found = repair(forum, core.elements, soon(), 0)
    assert found is not None
    assume(found.fewest and sum(change.amount for change in found.changes) == 2)
    every = elements_of(forum)
    for element in every:
        if element.kind in REBUILT:
            continue
        less = (
            weakened(forum, [other for other in every if other != element])
            if element.kind in ("session", "fixed")
            else changed(forum, [Change(element)])
        )
        assert not has_timetable(less)
