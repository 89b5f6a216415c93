"""Who of a forum is meant by what somebody types."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from saphan.engine.language import fold
from saphan.record.forum.models import Delegate, Forum, Interpreter
from saphan.record.holding import still_here

MOST = 12
CHOSEN = re.compile(r"(?P<name>.+) \((?P<code>[^()]+)\)")


@dataclass(frozen=True)
class Found:
    """Somebody, as a list to choose from names them.

    Attributes:
        text: What stands for them, and for nobody else: name and code.
        of: Their organisation; empty of an interpreter.
    """

    one: Delegate | Interpreter
    text: str
    of: str


def found_by(forum: Forum, typed: str, *, interpreters: bool) -> list[Found]:
    """Those of whom a name, organisation or code has words that begin with the words typed.

    Args:
        forum: The forum.
        typed: Words, in any alphabet that the person or organisation has a name in.
        interpreters: Whether they are looked for too.

    Returns:
        At most `MOST`.
    """
    return _begun_by(_everybody(forum, interpreters), typed)


def _begun_by(everybody: Iterable[Found], typed: str) -> list[Found]:
    begun = [f" {word}" for word in fold(typed).split()]
    if not begun:
        return []
    found = []
    for one in everybody:
        told = f" {fold(' '.join((one.text, *_latin(one.one), one.of)))}"
        if all(word in told for word in begun):
            found.append(one)
            if len(found) == MOST:
                break
    return found


def meant_by(forum: Forum, typed: str, *, interpreters: bool) -> list[Found]:
    """Who is meant by what was chosen from a list or typed: the one whom it stands for, else
    those with this whole code, address or name, else those whom it finds."""
    typed = typed.strip()
    everybody = list(_everybody(forum, interpreters)) if typed else []
    chosen = CHOSEN.fullmatch(typed)
    whole = typed.casefold()
    for found in (
        [one for one in everybody if chosen and one.text == typed],
        [one for one in everybody if whole in _whole(one.one)],
    ):
        if found:
            return found
    return _begun_by(everybody, typed)


def _everybody(forum: Forum, interpreters: bool) -> Iterable[Found]:
    delegates = forum.delegates.filter(still_here()).select_related("person", "organisation")
    for one in delegates.order_by("person__name", "code"):
        yield Found(one, text_of(one), one.organisation.name)
    if interpreters:
        for other in forum.interpreters.filter(still_here("email") | Q(email="")).order_by("name"):
            yield Found(other, text_of(other), "")


def text_of(one: Delegate | Interpreter) -> str:
    """What stands for somebody in a field: name and code."""
    name = one.person.name if isinstance(one, Delegate) else one.name
    return f"{name} ({one.code})"


def _latin(one: Delegate | Interpreter) -> tuple[str, ...]:
    if isinstance(one, Interpreter):
        return ()
    return one.person.name_latin, one.organisation.name_en


def _whole(one: Delegate | Interpreter) -> set[str]:
    if isinstance(one, Interpreter):
        told: tuple[str, ...] = (one.code, one.email, one.name)
    else:
        told = (one.code, one.person.email, one.person.name, one.person.name_latin)
    return {text.casefold() for text in told if text}
