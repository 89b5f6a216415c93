"""Activity codes: from national classifications to ISIC Rev. 4, and from a text to a code."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log

from .concepts import concepts, concepts_in
from .isic import LANGUAGES, classes_in, code_name, code_path, is_code
from .words import terms, words

SYSTEMS = {"isic4": 4, "nace2": 4, "okved2": 6, "tsic": 5}  # digits of the longest code
_SHAPE = re.compile(r"([A-U]?)([0-9]{2,6})|([A-U])")
_LEAST_OF_A_NAME = 0.5  # share of a class name, by weight of its words, that a text must say


@dataclass(frozen=True)
class CodeSuggestion:
    """An activity code for a text.

    Attributes:
        code: A class of ISIC Rev. 4; a branch where nothing tells its classes apart.
        score: 1 for each concept of the code, and the share of the code's name that the text says.
        concepts: The words of the text by concept of the knowledge base.
        words: The words of the text that the name of the class has.
    """

    code: str
    score: float
    concepts: dict[str, tuple[str, ...]]
    words: tuple[str, ...]


def to_isic(code: str, system: str) -> tuple[str, ...]:
    """The code of ISIC Rev. 4 that a code of another classification lies in.

    Args:
        code: A code at any level, with or without its dots and the letter of its section: `62.01`,
            `6201`, `J62`, `62.01.1`.
        system: `isic4`; `nace2` (NACE Rev. 2, European Union); `okved2` (OK 029-2014, Russia: four
            digits of NACE and two of its own); `tsic` (TSIC 2009, Thailand: four digits of ISIC and
            one of its own).

    Returns:
        The class, or classes where the code covers several; the groups or the division where the
        code is known only so far (a group, or a class that the system does not have); empty when
        it is unknown.

    Raises:
        ValueError: When the system is unknown.
    """
    if system not in SYSTEMS:
        raise ValueError(f"unknown classification {system!r}: one of {', '.join(SYSTEMS)}")
    shape = _SHAPE.fullmatch(re.sub(r"[\s.]", "", code).upper())
    if not shape:
        return ()
    letter, digits, section = shape.groups()
    if section:
        return (section,)
    path = code_path(letter + digits[:2])
    if not path or len(digits) > SYSTEMS[system]:
        return ()
    table = _table(system)
    return (
        table.get(digits[:4])
        or _group(digits, table)
        or _nearest(digits, into_class=system == "tsic")  # divides some classes into several
    )


def suggest_codes(text: str, most: int = 5) -> tuple[CodeSuggestion, ...]:
    """Classes of ISIC Rev. 4 for a text in Thai, Russian, English or a mixture.

    A class is told by the concepts that the text names (`concepts_in`) and by the words of its
    name, rare words weighing more (inverse document frequency over the names of all classes).

    Args:
        text: What an organisation does, offers or needs.
        most: How many suggestions at most.

    Returns:
        The best first; those that are equally good by code.
    """
    told_by: dict[str, dict[str, tuple[str, ...]]] = {}
    for concept, matched in concepts_in(text).items():
        code = concepts()[concept].isic
        if code_path(code):
            told_by.setdefault(code, {})[concept] = matched
    said = {code: share for code, share in _said(text).items() if share >= _LEAST_OF_A_NAME}
    leaves = [code for code in {*told_by, *said} if len(code) == 4]
    suggestions = []
    for code in {*told_by, *said}:
        if any(leaf != code and code in code_path(leaf) for leaf in leaves):
            continue
        found = {
            concept: matched
            for step in reversed(code_path(code))
            for concept, matched in told_by.get(step, {}).items()
        }
        words_of_name = _words_in_name(text, code) if code in said else ()
        score = len(found) + said.get(code, 0.0)
        suggestions.append(CodeSuggestion(code, round(score, 3), found, words_of_name))
    suggestions.sort(key=lambda one: (-one.score, one.code))
    return tuple(suggestions[:most])


def _said(text: str) -> dict[str, float]:
    """Share of a class's name, in the language that fits best, that the text says."""
    index, weights, totals = _names_of_classes()
    said: defaultdict[tuple[str, str], float] = defaultdict(float)
    for term in set(terms(text)):
        for name in index.get(term, ()):
            said[name] += weights[term]
    shares: dict[str, float] = {}
    for (code, language), weight in said.items():
        share = weight / totals[code, language]
        shares[code] = max(shares.get(code, 0.0), share)
    return shares


def _words_in_name(text: str, code: str) -> tuple[str, ...]:
    named = {term for language in LANGUAGES for term in terms(code_name(code, language))}
    tokens = (token for token in words(text).tokens if token.term in named and not token.stop)
    return tuple(dict.fromkeys(token.surface for token in tokens))


@cache
def _names_of_classes() -> tuple[
    dict[str, list[tuple[str, str]]], dict[str, float], dict[tuple[str, str], float]
]:
    """Names that have a term, the weight of each term, and the weight of each name.

    No name weighs less than a word that one class alone has: `Other manufacturing` says little.
    """
    named = {
        (code, language): set(terms(code_name(code, language)))
        for code in classes_in("")
        for language in LANGUAGES
    }
    index: dict[str, list[tuple[str, str]]] = {}
    for name, its_terms in named.items():
        for term in its_terms:
            index.setdefault(term, []).append(name)
    classes = len(named) / len(LANGUAGES)
    weights = {term: log(1 + classes / len(names)) for term, names in index.items()}
    totals = {
        name: max(log(1 + classes), sum(weights[term] for term in its))
        for name, its in named.items()
    }
    return index, weights, totals


def _group(digits: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What a group of NACE lies in: its numbers are not always those of ISIC's groups."""
    group = [isic for code, isic in table.items() if code[:3] == digits[:3]]
    classes = {isic for many in group for isic in many}
    if len(digits) < 3 or not classes:
        return ()
    return tuple(sorted(classes if len(classes) == 1 else {isic[:3] for isic in classes}))


def _nearest(digits: str, into_class: bool) -> tuple[str, ...]:
    """The deepest code of ISIC that the digits begin with; its class, if it has one alone."""
    for length in range(min(4, len(digits)), 1, -1):
        branch = digits[:length]
        if is_code(branch):
            classes = classes_in(branch)
            deeper = into_class and len(digits) > length and len(classes) == 1
            return classes if deeper else (branch,)
    return ()


@cache
def _table(system: str) -> dict[str, tuple[str, ...]]:
    """Classes of ISIC by class of a classification whose numbers are its own."""
    if system in ("isic4", "tsic"):
        return {}
    table = _read("nace.tsv")
    if system == "okved2":
        own = _read("okved2.tsv")
        replaced = {code[:3] for code in own}
        table = {code: isic for code, isic in table.items() if code[:3] not in replaced} | own
    return table


def _read(name: str) -> dict[str, tuple[str, ...]]:
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {code.replace(".", ""): tuple(isic.split()) for code, isic in rows}
