"""Keeping the words of an index: how they sound, what is a slip away, and how rare they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from saphan.engine.language import CONCEPT, concepts, runs, shortenings, sound

from ..models import IndexedWord
from ..queries.texts import ENTRIES

_LOCK = 0x5EA7C4

Lexicon = type[IndexedWord]


def learn(lexicon: Lexicon, more: Counter[str], fewer: Counter[int]) -> dict[str, int]:
    """Bring a lexicon up to date.

    Args:
        lexicon: The words of an index.
        more: In how many more entries each word stands.
        fewer: In how many fewer each word of this id does.

    Returns:
        Ids of the words.
    """
    words = lexicon._default_manager
    with connection.cursor() as cursor:
        _lock(cursor, lexicon)
        known = set(words.filter(word__in=more).values_list("word", flat=True))
        new = more.keys() - known
        words.bulk_create(
            (_word(lexicon, word) for word in sorted(new | _names_of_concepts(new))),
            batch_size=2000,
            ignore_conflicts=True,
        )
        ids = dict(words.filter(word__in=more).values_list("word", "id"))
        change = Counter({ids[word]: count for word, count in more.items()})
        change.subtract(fewer)
        changed = [(id_, by) for id_, by in change.items() if by]
        cursor.execute(
            f"UPDATE {lexicon._meta.db_table} word SET documents = documents + change.by"  # noqa: S608
            " FROM unnest(%s::int[], %s::int[]) AS change(id, by) WHERE word.id = change.id",
            [[id_ for id_, _ in changed], [by for _, by in changed]],
        )
    return ids


def _names_of_concepts(terms: Iterable[str]) -> set[str]:
    """Words of the names of new concepts, so that slips in any of the languages can be mended."""
    known = concepts()
    named = (known[term.removeprefix(CONCEPT)] for term in terms if term.startswith(CONCEPT))
    return {
        word
        for concept in named
        for names in concept.words.values()
        for name in names
        for word in runs(name)
    }


def _word(lexicon: Lexicon, word: str) -> IndexedWord:
    key = "" if word.startswith(CONCEPT) else sound(word)
    return lexicon(word=word, key=key, near=shortenings(key) if key else [])


@transaction.atomic
def count(lexicon: Lexicon, entries: type[Model]) -> None:
    """Count again in how many entries each word stands.

    Args:
        lexicon: The words of an index.
        entries: Its entries, which have `terms`.
    """
    indexed, words = entries._meta.db_table, lexicon._meta.db_table
    with connection.cursor() as cursor:
        _lock(cursor, lexicon)
        cursor.execute(
            f"""
            UPDATE {words} word SET documents = coalesce(counted.documents, 0)
            FROM {words} every
            LEFT JOIN (
                SELECT term, count(*) AS documents
                FROM {indexed}, unnest(terms) AS term GROUP BY term
            ) counted ON counted.term = every.id
            WHERE word.id = every.id
              AND word.documents <> coalesce(counted.documents, 0)
            """  # noqa: S608
        )
        lexicon._default_manager.filter(word=ENTRIES).update(
            documents=entries._default_manager.count()
        )
        cursor.execute(f"ANALYZE {indexed}, {words}")


def _lock(cursor: CursorWrapper, lexicon: Lexicon) -> None:
    """One writer at a time, until its transaction ends: two would wait for each other's words."""
    cursor.execute(
        "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, lexicon._meta.db_table]
    )
