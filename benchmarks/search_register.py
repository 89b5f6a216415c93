"""How fast releases are found among 60,000, as the reader of the register's search waits for them.

    python benchmarks/search_register.py RELEASES [--releases N] [--rounds N]

RELEASES is a folder of releases (`ID.txt`, in folders of any depth). They are taken in as `saphan
ingest` does, in a scratch database of the embedded server. Then, until there are N, further ones
are made of them, always the same: the country that a release is about becomes another, in title
and text too, its day and the years in it move, and a third of its paragraphs come from other
releases. Those of more than 20,000 characters are not varied.

What the search reads is made for each text by the same functions as `saphan index` uses (words,
their places, names of countries and organisations in three languages), but it is written by COPY
with the indexes built afterwards, a paragraph that stays is read once, and a made release has the
vector of the real one with a little noise (cosine 0.95): an hour of a processor otherwise. The
search reads no facts, so that made releases have none but those repeated in their row.

Then questions of each sort run one after another, in Thai, Russian and English: first through the
function that the page uses (results of the first page with marks, counts of six kinds), then the
whole page through Django. The peers run in the same process and database on the same texts: ILIKE,
and PostgreSQL's full text (`simple`, with a GIN index), each giving a page and the number of all;
they give no counts by filter, no other languages and no inflections.
"""

from __future__ import annotations

import argparse
import atexit
import os
import random
import re
import shutil
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from saphan.record.register.models import Release
    from saphan.record.register.queries import ReleaseLimits

GOAL = 100  # ms, p95
MOST_VARIED = 20_000  # characters
FOREIGN = 0.3  # of the paragraphs come from another release
NOISE = 0.33  # length of the noise beside a unit vector: a cosine of 0.95
KEPT_PLACES = 3  # as the index keeps
PEER_QUERIES = 4  # of each sort: a peer takes seconds for one
LANGUAGES = ("th", "ru", "en")
COUNTRIES = (
    *("RU", "CN", "JP", "LA", "VN", "KH", "MM", "MY", "SG", "ID", "PH", "IN", "KR", "US"),
    *("GB", "DE", "FR", "IT", "ES", "CH", "AU", "NZ", "CA", "BR", "AE", "SA", "TR"),
)
COMMON = {
    "th": ("ความร่วมมือ", "รัฐมนตรี", "เศรษฐกิจ", "การค้า"),
    "ru": ("сотрудничество", "министр", "экономика", "торговля"),
    "en": ("cooperation", "minister", "economy", "trade"),
}
YEAR = re.compile(r"25[5-6]\d")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="RELEASES")
    parser.add_argument("--releases", type=int, default=60_000)
    parser.add_argument("--rounds", type=int, default=36, help="questions of each of 10 sorts")
    parser.add_argument("--data", type=Path, help="keep the database here, or use the one there")
    parser.add_argument("--no-peer", action="store_true")
    options = parser.parse_args()
    folder = options.data or Path(tempfile.mkdtemp(prefix="saphan-bench-", dir="/tmp"))
    os.environ |= {"SAPHAN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "saphan.settings"}
    # Read when numpy is loaded: a question is too short for its second thread to help.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.pop("DATABASE_URL", None)
    if not options.data:
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has stopped
    run(options.folder, options.releases, options.rounds, peer=not options.no_peer)


def run(folder: Path, number: int, rounds: int, *, peer: bool) -> None:
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    from saphan.record.register.models import ReleaseEntry

    if ReleaseEntry.objects.count() != number:
        fill(folder, number)
    print(f"{ReleaseEntry.objects.count():,} releases are found by the index")
    with connection.cursor() as cursor:
        for name in ("register_releaseentry", "release_entry_terms", "release_entry_vector"):
            cursor.execute("SELECT pg_size_pretty(pg_relation_size(%s::regclass))", [name])
            print(f"size of {name}: {cursor.fetchone()[0]}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    asked = questions(rounds)
    measure(asked, peer=peer)
    connection.close()


# --- making the register -----------------------------------------------------------------------


def fill(folder: Path, number: int) -> None:
    """Take the real ones in, make the others, and index all."""
    from django.db import connection

    from saphan.record.register.actions import take_in
    from saphan.record.register.models import Release
    from saphan.record.register.reading import items_in

    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE register_releaseentry, register_releaseword")
        cursor.execute("DELETE FROM register_release WHERE sketch = ''")  # of an earlier run
    take_in(None, items_in([folder]))
    real = list(Release.objects.filter(twin_of=None).order_by("pk"))
    print(f"{len(real):,} real releases taken in: {time.perf_counter() - started:.0f} s")
    started = time.perf_counter()
    dropped = drop_indexes()
    lexicon = Lexicon()
    vectors = vectors_of(real)
    print(f"their vectors: {time.perf_counter() - started:.0f} s")
    started = time.perf_counter()
    with connection.cursor() as cursor, tempfile.TemporaryFile("w+") as kept:
        # Two tables cannot be copied to at once on one connection: entries wait in a file.
        with cursor.copy(f"COPY register_release ({', '.join(COLUMNS)}) FROM STDIN") as out:
            for release, entry in made(real, number, lexicon, vectors):
                if release:
                    out.write_row(release)
                kept.write("\t".join(entry) + "\n")
        kept.seek(0)
        with cursor.copy(f"COPY register_releaseentry ({', '.join(ENTRY)}) FROM STDIN") as out:
            while piece := kept.read(1 << 20):
                out.write(piece)
        with cursor.copy(
            "COPY register_releaseword (id, word, key, near, documents) FROM STDIN"
        ) as out:
            for row in lexicon.rows():
                out.write_row(row)
        print(f"made, read and written: {time.perf_counter() - started:.0f} s")
        cursor.execute("SET maintenance_work_mem = '1500MB'")
        for statement in dropped:
            started = time.perf_counter()
            cursor.execute(statement)
            print(f"index {statement.split()[2]}: {time.perf_counter() - started:.0f} s")
        cursor.execute(
            "SELECT setval('register_release_id_seq', (SELECT max(id) FROM register_release))"
        )
    connection.close()  # VACUUM wants no transaction
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM ANALYZE register_release, register_releaseentry, register_releaseword"
        )


COLUMNS = (
    *("id", "digest", "sketch", "bands", "source_url", "title", "published", "language"),
    *("publisher", "text", "sample", "countries", "topics", "agencies", "event_kind"),
    *("event_date", "created_at"),
)
ENTRY = (
    *("release_id", "published", "year", "language", "kind", "countries", "topics", "agencies"),
    *("terms", "title", "places", "model", "vector"),
)


def drop_indexes() -> list[str]:
    """Drop what is quicker built at the end; the statements that build it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE indexdef ~ 'USING (gin|hnsw)' AND"
            " tablename IN ('register_release', 'register_releaseentry', 'register_releaseword')"
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [statement for _, statement in found]


def vectors_of(releases: list[Release]) -> np.ndarray:
    import numpy as np

    from saphan.engine.language import embed, fit
    from saphan.record.directory.models import VECTOR
    from saphan.record.register.queries.texts import parts_of
    from saphan.record.register.wording import Text

    leads = [Text(one.pk, *parts_of(one)).lead for one in releases]
    return np.concatenate(
        [fit(embed(leads[start : start + 500]), VECTOR) for start in range(0, len(leads), 500)]
    )


class Lexicon:
    """Words of the entries, numbered as they come, and the words of paragraphs that were read."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {"": 1}
        self.documents: Counter[int] = Counter()
        self.names = Names()
        self._read: dict[str, np.ndarray] = {}

    def id_of(self, term: str) -> int:
        return self.ids.setdefault(term, len(self.ids) + 1)

    def of(self, text: str, *, keep: bool) -> np.ndarray:
        """Word, start and end of all words of a paragraph."""
        import numpy as np

        from saphan.engine.language import places

        found = self._read.get(text)
        if found is None:
            rows = [(self.id_of(one.term), one.start, one.end) for one in places(text)]
            found = np.array(rows, dtype=np.int32).reshape(-1, 3)
            if keep:
                self._read[text] = found
        return found

    def rows(self) -> Iterator[tuple[Any, ...]]:
        from saphan.engine.language import CONCEPT, shortenings, sound

        for word, number in self.ids.items():
            key = "" if word.startswith(CONCEPT) else sound(word)
            yield number, word, key, shortenings(key) if key else [], self.documents[number]


@dataclass(frozen=True)
class Made:
    """A release: its parts, and whether they stand in a real one."""

    title: str
    paragraphs: list[tuple[str, bool]]
    published: date
    countries: list[str]
    topics: list[str]
    agencies: list[int]


def made(
    real: list[Release], number: int, lexicon: Lexicon, vectors: np.ndarray
) -> Iterator[tuple[tuple[Any, ...] | None, list[str]]]:
    """Rows of releases (none of a real one: it is there) and of their entries."""
    import numpy as np

    from saphan.record.register.queries.texts import parts_of

    noise = np.random.default_rng(1)
    parts = [parts_of(one) for one in real]
    paragraphs = [[(one, True) for one in body.split("\n") if one] for _title, body in parts]
    lengths = [len(body) for _title, body in parts]
    varied = [at for at, length in enumerate(lengths) if length < MOST_VARIED]
    times, rest = divmod(number - len(real), len(varied))
    key = max(one.pk for one in real)
    order = {at: times + (index < rest) for index, at in enumerate(varied)}
    lexicon.documents[1] = number
    for at, release in enumerate(real):
        own = Made(
            parts[at][0],
            [(one, True) for one in parts[at][1].split("\n")],
            release.published,
            release.countries,
            release.topics,
            release.agencies,
        )
        yield None, entry_of(release.pk, own, release, lexicon, vectors[at])
        for index in range(order.get(at, 0)):
            key += 1
            choose = random.Random(1_000_000 * at + index)
            other = choose.choice(varied)
            new = vary(
                release, parts[at][0], paragraphs[at], paragraphs[other], real[other], choose
            )
            vector = vectors[at]
            vector = vector + noise.standard_normal(vector.shape) * NOISE / vector.shape[0] ** 0.5
            vector /= np.linalg.norm(vector)
            text = "\n".join((new.title, *(one for one, _real in new.paragraphs)))
            row = (
                *(key, f"{key:064}", b"", [], "", new.title[:600], new.published),
                *(release.language, release.publisher, text, False, new.countries, new.topics),
                *(new.agencies, release.event_kind, None, release.created_at),
            )
            yield row, entry_of(key, new, release, lexicon, vector)


def vary(
    release: Release,
    title: str,
    paragraphs: list[tuple[str, bool]],
    others: list[tuple[str, bool]],
    other: Release,
    choose: random.Random,
) -> Made:
    """Another release: of another country and day, some of its paragraphs and facts another's."""
    from saphan.engine.extraction.countries import country_names, names_of

    partners = [code for code in release.countries if code != release.publisher]
    code = choose.choice(COUNTRIES)
    to = names_of(code)["th"]
    names = [name for name, one in country_names().items() if one in partners and len(name) > 3]
    country = re.compile("|".join(map(re.escape, names)) or "(?!)")
    years = choose.randint(-6, 2)

    def changed(text: str) -> str:
        text = country.sub(to, text)
        return YEAR.sub(lambda found: str(int(found.group()) + years), text)

    mixed = [
        choose.choice(others) if others and choose.random() < FOREIGN else one for one in paragraphs
    ]
    texts = [(text, changed(text)) for text, _real in mixed]
    countries = [code if one in partners[:1] else one for one in release.countries]
    return Made(
        changed(title),
        [(new, new == old) for old, new in texts],
        release.published + timedelta(days=365 * years + choose.randint(-180, 180)),
        list(dict.fromkeys(countries)),
        list(dict.fromkeys((*release.topics[:3], *other.topics[: choose.randint(0, 2)]))),
        sorted({*release.agencies[:6], *other.agencies[:2]}),
    )


def entry_of(
    key: int, new: Made, release: Release, lexicon: Lexicon, vector: np.ndarray
) -> list[str]:
    """The entry of a release, as `saphan index` makes it, in the words of COPY."""
    import numpy as np
    from pgvector import HalfVector

    from saphan.engine.language import model_name

    found = [lexicon.of(new.title, keep=False)]
    start = len(new.title) + 1
    for text, real in new.paragraphs:
        found.append(lexicon.of(text, keep=real) + np.array([0, start, start], dtype=np.int32))
        start += len(text) + 1
    placed = np.concatenate(found)
    own = np.unique(placed[:, 0])
    terms = sorted({*own.tolist(), *map(lexicon.id_of, lexicon.names.of(new))})
    lexicon.documents.update(terms)
    return [
        str(key),
        new.published.isoformat(),
        str(new.published.year),
        release.language,
        release.event_kind,
        array(new.countries),
        array(new.topics),
        array(new.agencies),
        array(terms),
        array(np.unique(found[0][:, 0]).tolist()),
        array(placed[first_of_each(placed[:, 0])].ravel().tolist()),
        model_name(),
        HalfVector(vector).to_text(),
    ]


def first_of_each(ids: np.ndarray) -> np.ndarray:
    """Where the first places of each word stand."""
    import numpy as np

    order = np.argsort(ids, kind="stable")
    ordered = ids[order]
    begins = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    rank = np.arange(len(ids)) - np.repeat(begins, np.diff(np.r_[begins, len(ids)]))
    return np.sort(order[rank < KEPT_PLACES])


def array(values: Iterable[Any]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


class Names:
    """Words of the names of countries and organisations, by code and by key."""

    def __init__(self) -> None:
        from saphan.engine.extraction.countries import country_names
        from saphan.record.register.actions.search import names_of
        from saphan.record.register.models import Agency, Release

        wanted: list[str | int] = sorted({*country_names().values(), *COUNTRIES})
        wanted += Agency.objects.values_list("pk", flat=True)
        alone = {
            number: Release(countries=[key]) if isinstance(key, str) else Release(agencies=[key])
            for number, key in enumerate(wanted)
        }
        self._of = {wanted[number]: words for number, words in names_of(alone).items()}

    def of(self, new: Made) -> set[str]:
        return {term for key in (*new.countries, *new.agencies) for term in self._of.get(key, ())}


# --- measuring ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A question with its filters."""

    text: str
    limits: ReleaseLimits
    page: int = 1
    newest: bool = False

    @property
    def address(self) -> dict[str, Any]:
        """The same as the page is asked."""
        own = self.limits
        found = {
            "q": self.text,
            "country": list(own.countries),
            "topic": own.topic,
            "kind": own.kind,
            "from": own.first or "",
            "to": own.last or "",
            "page": self.page,
            "order": "newest" if self.newest else "",
        }
        return {name: value for name, value in found.items() if value}


def questions(rounds: int) -> dict[str, list[Asked]]:
    """Questions by sort, always the same; each sort in three languages by turns."""
    from saphan.engine.extraction import TOPICS
    from saphan.engine.extraction.countries import names_of
    from saphan.engine.language import concepts, words
    from saphan.record.register.models import Agency, Release
    from saphan.record.register.queries import ReleaseLimits

    choose = random.Random(3)
    titles = list(Release.objects.order_by("digest").values_list("title", flat=True)[:4000])
    agencies = [one.names for one in Agency.objects.order_by("key") if len(one.names) > 1]
    known = list(concepts().values())
    topics, kinds = sorted(TOPICS), ["visit", "signing", "courtesy_call", "forum"]
    any_ = ReleaseLimits()
    asked: dict[str, list[Asked]] = {}
    for index in range(rounds):
        language = LANGUAGES[index % 3]
        concept, code = choose.choice(known), choose.choice(COUNTRIES)
        title = choose.choice(titles)
        inside = [token.surface for token in words(title).tokens if not token.stop]
        word = choose.choice(concept.words[language])
        if language == "th" and inside:
            word = choose.choice(inside)
        at = choose.randrange(max(1, len(title) - 25))
        phrase = title[at : at + 25] if language == "th" else concept.name(language)
        first = choose.randint(2015, 2021)
        both = f"{names_of(code)[language]} {choose.choice(COMMON[language])}"
        agency = choose.choice(agencies)
        one = {
            "word": Asked(word, any_),
            "phrase": Asked(phrase, any_),
            "country and a word": Asked(both, any_),
            "organisation": Asked(agency.get(language) or next(iter(agency.values())), any_),
            "whole title": Asked(title, any_),
            "common word": Asked(choose.choice(COMMON[language]), any_),
            "word, filters": Asked(
                word, ReleaseLimits(countries=("TH", code), first=first, last=first + 3)
            ),
            "common word, filters": Asked(
                choose.choice(COMMON[language]),
                ReleaseLimits(topic=choose.choice(topics), kind=choose.choice(kinds)),
            ),
            "no question, filters": Asked(
                "", ReleaseLimits(countries=(code,), first=first), page=choose.randint(1, 3)
            ),
            "latest first, page 2": Asked(word, any_, page=2, newest=True),
        }
        if index % 3 == 0:
            one["no question"] = Asked("", any_)
        for sort, question in one.items():
            asked.setdefault(sort, []).append(question)
    return asked


def measure(asked: dict[str, list[Asked]], *, peer: bool) -> None:
    from django.test import Client

    from saphan.record.register.queries import search_releases

    client = Client(HTTP_HOST="localhost")

    def ours(one: Asked) -> int:
        return search_releases(one.text, one.limits, one.page, newest=one.newest).total

    def page(one: Asked) -> int:
        response = client.get("/register/search/", one.address)
        assert response.status_code == 200, response.status_code
        return len(response.content)

    # What a running site has in memory: indexes, dictionaries, templates.
    warm = [question for queries in questions(7).values() for question in queries]
    for way in (ours, page):
        for question in warm:
            way(question)
    print(
        "ms, one at a time; CPU: of this process and its database process, what an idle core takes"
    )
    for name, way in (("query", ours), ("page", page)):
        print(
            f"{name:26}{'n':>5}{'p50':>8}{'p95':>8}{'p99':>8}{'max':>8}{'CPU':>8}{'p95':>8}{'none':>6}"
        )
        every: list[tuple[float, float]] = []
        for sort, queries in asked.items():
            every += report(f"  {sort}", queries, way)
        report_line(f"{name}, all", every, None)
        p95, cpu = (quantile(figures, 0.95) for figures in zip(*every, strict=True))
        told = "under" if p95 < GOAL else "NOT under"
        print(f"p95 of the {name} {p95:.0f} ms: {told} {GOAL} ms; of its CPU alone {cpu:.0f} ms")
    if peer:
        index_for_peer()
        for name, way in (("peer: full text `simple`", full_text), ("peer: ILIKE", ilike)):
            few = [one for queries in asked.values() for one in queries[:PEER_QUERIES]]
            report(name, few, way)


def report(
    name: str, queries: list[Asked], way: Callable[[Asked], int]
) -> list[tuple[float, float]]:
    """Ask, print a line, and give the time and the CPU of each question, in ms."""
    figures, none = [], 0
    for one in queries:
        started, cpu = time.perf_counter(), cpu_seconds()
        none += not way(one)
        took, used = time.perf_counter() - started, cpu_seconds() - cpu
        figures.append((took * 1000, used * 1000))
    report_line(name, figures, none)
    return figures


def report_line(name: str, figures: list[tuple[float, float]], none: int | None) -> None:
    times, cpu = zip(*figures, strict=True)
    columns = (
        statistics.median(times),
        *(quantile(times, at) for at in (0.95, 0.99)),
        max(times),
        statistics.mean(cpu),
        quantile(cpu, 0.95),
    )
    print(
        f"{name:26}{len(times):5}"
        + "".join(f"{figure:8.1f}" for figure in columns)
        + ("" if none is None else f"{none:6}"),
        flush=True,
    )


def cpu_seconds() -> float:
    """Of this process and of its database process, to the microsecond."""
    from django.db import connection

    connection.ensure_connection()
    schedule = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return time.process_time() + int(schedule.read_text().split()[0]) / 1e9


def quantile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def index_for_peer() -> None:
    from django.db import connection

    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS peer_full_text ON register_release"
            " USING gin (to_tsvector('simple', left(text, 100000)))"
        )
        cursor.execute("ANALYZE register_release")
    print(f"index of the peer's full text: {time.perf_counter() - started:.0f} s")


def full_text(one: Asked) -> int:
    return peer_rows(
        one, "to_tsvector('simple', left(text, 100000)) @@ plainto_tsquery('simple', %(text)s)"
    )


def ilike(one: Asked) -> int:
    return peer_rows(one, "text ILIKE %(like)s")


def peer_rows(one: Asked, condition: str) -> int:
    """The latest 20 and the number of all, with the same filters."""
    from django.db import connection

    own = one.limits
    wanted = [condition] if one.text else []
    wanted += ["countries @> %(countries)s::varchar[]"] if own.countries else []
    wanted += ["topics @> ARRAY[%(topic)s]::varchar[]"] if own.topic else []
    wanted += ["event_kind = %(kind)s"] if own.kind else []
    wanted += ["published >= make_date(%(first)s, 1, 1)"] if own.first else []
    wanted += ["published < make_date(%(last)s + 1, 1, 1)"] if own.last else []
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH found AS MATERIALIZED (SELECT id, published FROM register_release"  # noqa: S608
            f" WHERE {' AND '.join(wanted) or 'TRUE'}) SELECT id, (SELECT count(*) FROM found)"
            " FROM found ORDER BY published DESC LIMIT 20",
            {
                "text": one.text,
                "like": f"%{one.text}%",
                "countries": list(own.countries),
                "topic": own.topic,
                "kind": own.kind,
                "first": own.first,
                "last": own.last,
            },
        )
        return len(cursor.fetchall())


if __name__ == "__main__":
    main()
