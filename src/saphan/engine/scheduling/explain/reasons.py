"""Why there is no timetable, in reasons that a person can act on."""

from __future__ import annotations

import time
from collections.abc import Iterator

from saphan.engine.scheduling.explain.because import said_rules
from saphan.engine.scheduling.explain.changes import said_changes
from saphan.engine.scheduling.explain.core import Core, find_core
from saphan.engine.scheduling.explain.counting import Finding, counted
from saphan.engine.scheduling.explain.elements import Element, elements_of
from saphan.engine.scheduling.explain.repair import alternatives, repair
from saphan.engine.scheduling.explain.sentences import sentence
from saphan.engine.scheduling.problem import Forum
from saphan.engine.scheduling.result import Reason, Sentence

CORES = 3
"""Contradictions that are looked for, none of which shares a rule with another."""

HELPED = 20
"""Reasons for which changes are looked for."""

READABLE = 60
"""Rules up to which a set that was not made as small as possible is said."""

SHARE_OF_CORES, SHARE_OF_HELP = 0.5, 0.7
"""Where in the time the search for contradictions ends, and that for single changes."""


def explain(forum: Forum, *, seconds: float, seed: int = 0) -> tuple[Reason, ...]:
    """Find reasons why the meetings that must be held cannot all be, and what would help.

    First what counting shows; where that is nothing, rules that cannot hold together, of which
    as few as can be found are named. For each reason, changes each of which removes it, and at
    last the fewest changes that make a timetable possible.

    Args:
        forum: A problem without a timetable.
        seconds: Wall time; the reasons that counting shows are found in any case.
        seed: Seed of the searches.

    Returns:
        At least one reason, the plainest first; the last one's code begins with `repair`, and
        its `help` are changes that together make a timetable possible.
    """
    began = time.monotonic()
    findings = list(counted(forum))
    cores: list[Core] = []
    if not findings:
        cores = list(_cores(forum, began + SHARE_OF_CORES * seconds, seed))
        findings = [_finding(forum, core) for core in cores]
    if not findings:
        return (_reason(sentence("not_explained")),)
    helped = began + SHARE_OF_HELP * seconds
    reasons = [
        _reason(
            finding.said,
            because=said_rules(forum, sorted(finding.elements)) if _tells(finding, cores) else (),
            help=_help(forum, finding, helped, seed) if number < HELPED else (),
        )
        for number, finding in enumerate(findings)
    ]
    known = {element for finding in findings for element in finding.elements}
    return (*reasons, _repair(forum, known, began + seconds, seed))


def _tells(finding: Finding, cores: list[Core]) -> bool:
    """Whether it helps to say the rules: what counting shows says them all, and a heap that was
    not made small in time tells nobody anything."""
    return bool(cores) and (
        bool(finding.said.params["smallest"]) or len(finding.elements) <= READABLE
    )


def _reason(
    said: Sentence, because: tuple[Sentence, ...] = (), help: tuple[Sentence, ...] = ()
) -> Reason:
    return Reason(said.code, said.params, said.text, because, help)


def _cores(forum: Forum, deadline: float, seed: int) -> Iterator[Core]:
    every = elements_of(forum)
    left = list(every)
    for _ in range(CORES):
        core = find_core(forum, left, deadline, seed)
        if core is None or (len(left) < len(every) and not core.smallest):
            return
        yield core
        left = [element for element in left if element not in core.elements]


def _finding(forum: Forum, core: Core) -> Finding:
    musts = {element.key[0] for element in core.elements if element.kind == "must"}
    people = {name for m in forum.meetings if m.id in musts for name in m.everybody()}
    said = sentence(
        "cannot_all_be_held",
        count=len(musts),
        people=len(people),
        meetings=[m.id for m in forum.meetings if m.id in musts],
        participants=sorted(people),
        smallest=core.smallest,
        rules=len(core.elements),
    )
    return Finding(said, frozenset(core.elements))


def _help(forum: Forum, finding: Finding, deadline: float, seed: int) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for changes in alternatives(forum, finding.elements, deadline, seed):
        said = said_changes(forum, changes)
        # Several sentences would have to come true together; letting meetings go is one.
        if len(said) == 1:
            found.extend(said)
    return tuple(found)


def _repair(forum: Forum, known: set[Element], deadline: float, seed: int) -> Reason:
    found = repair(forum, known, deadline, seed)
    if found is None:
        return _reason(sentence("repair_unknown"))
    code = "repair_fewest" if found.fewest else "repair"
    said = said_changes(forum, found.changes)
    return _reason(sentence(code, changes=len(found.changes)), help=said)
