"""How fast organisations are found among 100,000, and how many of the nearest HNSW finds.

    python benchmarks/search.py [--organisations N] [--queries N]

A scratch database on the embedded server gets N organisations with an offer and a need each, a
third in Thai, Russian and English. 20,000 distinct texts are made from the knowledge base (names of
concepts in templates as firms write them) and embedded, always the same ones; with more listings
than that several share a text, each with the vector of the text and a little noise (cosine 0.95),
so that the setup takes minutes. The neighbours of a vector are then a tight cluster, as where many
firms do the same. Names are distinct.

Then queries of each sort run one after another through the same function as the site's pages,
from the text typed to the results with their marks; embedding the query is in the time. The peer
runs in the same process and database: PostgreSQL's full text (`simple`, with a GIN
index) ordered by ts_rank, and ILIKE on names, titles and texts.
"""

from __future__ import annotations

import argparse
import atexit
import os
import random
import shutil
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

LANGUAGES = ("th", "ru", "en")
COUNTRIES = {"th": "TH", "ru": "RU", "en": "LA"}
KINDS = ("company",) * 8 + ("agency", "association", "university")
TEMPLATES = {
    "en": {
        "offer": ("{a}", "Services in {a}", "{a} and {b} for companies"),
        "need": ("A supplier of {a}", "Partner for {a}", "{a} with {b}"),
        "text": "We have worked on {a} since {year}, mostly together with {b}, for {place}.",
    },
    "ru": {
        "offer": ("{a}", "Услуги: {a}", "{a} и {b} для компаний"),
        "need": ("Нужен поставщик: {a}", "Ищем партнёра: {a}", "{a} вместе с темой «{b}»"),
        "text": "Занимаемся темой «{a}» с {year} года, чаще всего вместе с темой «{b}», {place}.",
    },
    "th": {
        "offer": ("{a}", "บริการ{a}", "{a}และ{b}สำหรับบริษัท"),
        "need": ("ต้องการผู้จำหน่าย{a}", "มองหาพันธมิตรด้าน{a}", "{a}ร่วมกับ{b}"),
        "text": "เราทำงานด้าน{a}มาตั้งแต่ปี {year} ร่วมกับ{b} {place}",
    },
}
PLACES = {
    "en": ("hospitals in Vientiane", "schools and towns", "factories", "ports and farms"),
    "ru": ("больницы Казани", "школы и города", "заводы Урала", "порты Приморья"),
    "th": ("โรงพยาบาลในเชียงใหม่", "โรงเรียนและเทศบาล", "โรงงานในระยอง", "ท่าเรือและฟาร์ม"),
}
SYLLABLES = {
    "en": "ba-ko-ri-ne-sta-mo-lu-ver-di-tan-pro-gi-sel-ar-no-vi-tek-lo-mi-ra",
    "ru": "ба-ко-ри-не-ста-мо-лу-вер-ди-тан-про-ги-сел-ар-но-ви-тек-ло-ми-ра",
    "th": "บา-โก-ริ-เน-สตา-โม-ลู-เวร์-ดิ-ตัน-โปร-กิ-เซล-อา-โน-วี-เทค-โล-มิ-รา",
}
FORMS = {"en": "{} Co., Ltd.", "ru": "ООО «{}»", "th": "บริษัท {} จำกัด"}
DISTINCT = 20_000
NOISE = 0.33  # length of the noise beside a unit vector: a cosine of 0.95
RECALL_AT = 10


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--organisations", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=500)
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="saphan-bench-", dir="/tmp")
    os.environ |= {"SAPHAN_DATA": folder, "DJANGO_SETTINGS_MODULE": "saphan.settings"}
    # Read when numpy is loaded: a question is too short for its second thread to help, which
    # only waits and takes the core from others.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.pop("DATABASE_URL", None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has stopped
    run(arguments.organisations, arguments.queries)


def run(organisations: int, queries: int) -> None:
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    load(organisations)
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")
    with connection.cursor() as cursor:
        for name in ("search_entry_vector", "search_entry_terms", "search_word_near"):
            cursor.execute("SELECT pg_size_pretty(pg_relation_size(%s::regclass))", [name])
            print(f"size of {name}: {cursor.fetchone()[0]}")
    recall()
    asked = questions(organisations, queries)
    measure(asked)
    connection.close()


# --- making the directory ---------------------------------------------------------------------


def load(organisations: int) -> None:
    """Fill the database by COPY and build the indexes afterwards."""
    import numpy as np
    from django.db import connection

    from saphan.engine.language import model_name
    from saphan.record.directory.models import SearchEntry
    from saphan.record.forum.models import Forum

    started = time.perf_counter()
    rows = list(made(organisations))
    print(f"texts: {time.perf_counter() - started:.0f} s")
    started = time.perf_counter()
    distinct = [f"{one['title']}. {one['body']}" for text in written() for one in text["listings"]]
    vectors = embedded(distinct)
    print(f"vectors of {len(distinct):,} texts: {time.perf_counter() - started:.0f} s")
    started = time.perf_counter()
    forum = Forum.objects.create(code="all", timezone="Asia/Bangkok")
    lexicon = Lexicon()
    noise = np.random.default_rng(1)
    model = model_name()
    dropped = drop_indexes(SearchEntry)
    with connection.cursor() as cursor:
        real = cursor.connection.cursor()
        copy(real, "directory_organisation", organisation_rows(rows))
        copy(real, "directory_listing", listing_rows(rows))
        copy(
            real,
            "directory_searchentry",
            entry_rows(rows, lexicon, vectors, noise, forum.pk, model),
        )
        copy(real, "directory_searchword", lexicon.rows())
        copy(real, "directory_person", person_rows(rows))
        copy(real, "forum_delegate", delegate_rows(rows, forum.pk))
    print(f"loaded {len(rows):,} organisations: {time.perf_counter() - started:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1500MB'")
        for statement in dropped:
            started = time.perf_counter()
            cursor.execute(statement)
            name = statement.split()[2].strip('"')
            print(f"index {name}: {time.perf_counter() - started:.0f} s")
        cursor.execute("ANALYZE")


def drop_indexes(model: Any) -> list[str]:
    from django.db import connection

    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
            " AND indexname LIKE 'search_entry%%' AND indexname <> 'search_entry_once'",
            [table],
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [statement for _, statement in found]


def written() -> list[dict[str, Any]]:
    """Distinct offers and needs, `DISTINCT` of each side and language together."""
    from saphan.engine.language import concepts

    choose = random.Random(1)
    known = list(concepts().values())
    texts = []
    for number in range(DISTINCT // 2):
        language = LANGUAGES[number % 3]
        forms = TEMPLATES[language]
        pair = []
        for side in ("offer", "need"):
            a, b = (choose.choice(one.words[language]) for one in choose.sample(known, 2))
            title = choose.choice(forms[side]).format(a=a, b=b)[:300]
            body = forms["text"].format(
                a=a, b=b, year=choose.randint(1990, 2025), place=choose.choice(PLACES[language])
            )
            pair.append({"side": side, "title": title, "body": body})
        texts.append({"language": language, "listings": pair})
    return texts


def made(organisations: int) -> Iterator[dict[str, Any]]:
    choose = random.Random(2)
    texts = written()
    for number in range(organisations):
        text = number % len(texts)
        language = str(texts[text]["language"])
        name = "".join(choose.choices(SYLLABLES[language].split("-"), k=choose.randint(3, 5)))
        if language != "th":
            name = name.capitalize()
        yield {
            "number": number,
            "text": text,
            "language": language,
            "name": FORMS[language].format(name),
            "bare": name,
            "kind": choose.choice(KINDS),
            # One in a thousand is of a rare country, to be filtered for.
            "country": "MM" if number % 1000 == 7 else COUNTRIES[language],
            "listings": texts[text]["listings"],
        }


def embedded(texts: list[str]) -> np.ndarray:
    import numpy as np

    from saphan.engine.language import embed, fit
    from saphan.record.directory.models import VECTOR

    return np.concatenate(
        [fit(embed(texts[start : start + 2000]), VECTOR) for start in range(0, len(texts), 2000)]
    )


class Lexicon:
    """Words of the entries, numbered as they come."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {"": 1}
        self.documents: Counter[int] = Counter()
        self.cache: dict[str, list[tuple[int, int, int]]] = {}

    def of(self, text: str, names: bool) -> list[tuple[int, int, int]]:
        from saphan.engine.language import places

        found = self.cache.get(text)
        if found is None:
            found = [
                (self.ids.setdefault(one.term, len(self.ids) + 1), one.start, one.end)
                for one in places(text, names=names)
            ]
            if not names:
                self.cache[text] = found
        return found

    def rows(self) -> Iterator[dict[str, Any]]:
        from saphan.engine.language import CONCEPT, shortenings, sound

        for word, number in self.ids.items():
            key = "" if word.startswith(CONCEPT) else sound(word)
            yield {
                "id": number,
                "word": word,
                "key": key,
                "near": shortenings(key) if key else [],
                "documents": self.documents[number],
            }


def copy(cursor: Any, table: str, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows)
    names = ", ".join(first)
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as out:
        out.write_row(list(first.values()))
        for row in rows:
            out.write_row(list(row.values()))


def organisation_rows(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {
            "id": row["number"] + 1,
            "code": f"O-{row['number']}",
            "country": row["country"],
            "kind": row["kind"],
            "name": row["name"],
            "name_en": "",
            "language": row["language"],
            "about": "",
            "languages": [row["language"]],
            "isic": [],
            "website": "",
            "city": "",
            "sample": True,
            "source": "",
        }


def listing_rows(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        for index, listing in enumerate(row["listings"]):
            number = 2 * row["number"] + index
            yield {
                "id": number + 1,
                "organisation_id": row["number"] + 1,
                "code": f"L-{number}",
                "side": listing["side"],
                "title": listing["title"],
                "text": listing["body"],
                "isic": [],
                "cooperation": [],
            }


def entry_rows(
    rows: Iterable[dict[str, Any]],
    lexicon: Lexicon,
    vectors: np.ndarray,
    noise: np.random.Generator,
    forum: int,
    model: str,
) -> Iterator[dict[str, Any]]:
    import numpy as np
    from pgvector import HalfVector

    from saphan.record.directory.queries.texts import digest_of

    every = 0
    for row in rows:
        texts = [((row["name"], "", "", ""), "", None)]
        texts += [
            ((listing["title"], listing["body"]), listing["side"], 2 * row["number"] + index + 1)
            for index, listing in enumerate(row["listings"])
        ]
        for parts, side, listing_id in texts:
            every += 1
            places, start = [], 0
            for part in parts:
                places += [
                    (id_, begin + start, end + start)
                    for id_, begin, end in lexicon.of(part, not side and start == 0)
                ]
                start += len(part) + 1
            lexicon.documents.update({id_ for id_, _, _ in places})
            # A name means nothing: it gets the vector of some text.
            at = 2 * row["text"] + (side == "need") if side else every % len(vectors)
            vector = vectors[at]
            vector = vector + noise.standard_normal(vector.shape) * NOISE / vector.shape[0] ** 0.5
            yield {
                "organisation_id": row["number"] + 1,
                "listing_id": listing_id,
                "country": row["country"],
                "kind": row["kind"],
                "side": side,
                "forums": [forum],
                "digest": digest_of(parts),
                "terms": sorted({id_ for id_, _, _ in places}),
                "title": sorted({id_ for id_, _, end in places if end <= len(parts[0])}),
                "places": [n for place in places for n in place],
                "model": model,
                "vector": HalfVector(vector / np.linalg.norm(vector)).to_text(),
            }
    lexicon.documents[1] = every


def person_rows(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {
            "id": row["number"] + 1,
            "organisation_id": row["number"] + 1,
            "name": "Somebody",
            "name_latin": "",
            "email": f"somebody@o-{row['number']}.example",
            "title": "",
            "languages": [row["language"]],
            "zone": "Asia/Bangkok",
        }


def delegate_rows(rows: Iterable[dict[str, Any]], forum: int) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {
            "forum_id": forum,
            "organisation_id": row["number"] + 1,
            "person_id": row["number"] + 1,
            "code": f"D-{row['number']}",
            "modes": ["online"],
            "min_meetings": 0,
        }


# --- measuring --------------------------------------------------------------------------------


def questions(organisations: int, number: int) -> dict[str, list[tuple[str, dict[str, str]]]]:
    """Queries by sort, each with its filters."""
    from saphan.engine.language import concepts

    choose = random.Random(2)
    rows = list(made(organisations))
    known = list(concepts().values())
    sorts: dict[str, list[tuple[str, dict[str, str]]]] = defaultdict(list)
    for index in range(number):
        row = choose.choice(rows)
        concept = choose.choice(known)
        language = choose.choice(LANGUAGES)
        listing = choose.choice(row["listings"])
        name = row["bare"]
        sort = (
            "name",
            "mistyped name",
            "word",
            "concept, another language",
            "sentence",
            "common word",
            "filtered",
            "filtered, rare country",
        )[index % 8]
        text, filters = {
            "name": (name, {}),
            "mistyped name": (mistyped(name, choose), {}),
            "word": (choose.choice(concept.words[language]), {}),
            "concept, another language": (concept.name(language), {}),
            "sentence": (listing["body"], {}),
            "common word": (choose.choice(("партнёр", "services", "บริการ", "companies")), {}),
            "filtered": (concept.name(language), {"country": "RU", "side": "need"}),
            "filtered, rare country": (concept.name(language), {"country": "MM"}),
        }[sort]
        sorts[sort].append((text, filters))
    return sorts


def mistyped(name: str, choose: random.Random) -> str:
    at = choose.randrange(1, len(name) - 1)
    return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]


def measure(asked: dict[str, list[tuple[str, dict[str, str]]]]) -> None:
    from saphan.record.directory.queries import Limits, search

    def ours(text: str, filters: dict[str, str]) -> int:
        return search(text, Limits(**filters)).total

    # Pages of the indexes and dictionaries come into memory by the first fifth, not measured.
    for sort, queries in asked.items():
        first = max(1, len(queries) // 5)
        for text, filters in queries[:first]:
            ours(text, filters)
        asked[sort] = queries[first:] or queries
    print("ms, one at a time; cpu: mean of this process and its database process together")
    print(f"{'sort':30}{'n':>5}{'p50':>9}{'p95':>9}{'max':>9}{'cpu':>9}{'none':>7}")
    everything = []
    for sort, queries in asked.items():
        everything += report(sort, queries, ours)
    report_line("all", everything, 0)
    if len(everything) >= 20:
        p95 = quantile(everything, 0.95)
        print(f"p95 of all {p95:.0f} ms: {'under' if p95 < 50 else 'NOT under'} 50 ms")
    index_for_peer()
    for name, peer in (("peer: full text `simple`", full_text), ("peer: ILIKE", ilike)):
        times = []
        for sort, queries in asked.items():
            times += report(f"{name}, {sort}"[:30], queries[:6], peer)
        report_line(name, times, 0)


def report(
    sort: str, queries: list[tuple[str, dict[str, str]]], work: Callable[[str, dict[str, str]], int]
) -> list[float]:
    times, none, cpu = [], 0, cpu_seconds()
    for text, filters in queries:
        started = time.perf_counter()
        none += not work(text, filters)
        times.append((time.perf_counter() - started) * 1000)
    report_line(sort, times, none, (cpu_seconds() - cpu) / len(queries) * 1000)
    return times


def cpu_seconds() -> float:
    import psutil
    from django.db import connection

    connection.ensure_connection()
    server = psutil.Process(connection.connection.info.backend_pid).cpu_times()
    return time.process_time() + server.user + server.system


def report_line(sort: str, times: list[float], none: int, cpu: float | None = None) -> None:
    print(
        f"{sort:30}{len(times):5}{statistics.median(times):9.1f}{quantile(times, 0.95):9.1f}"
        f"{max(times):9.1f}{'' if cpu is None else f'{cpu:.1f}':>9}{none:7}",
        flush=True,
    )


def quantile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def recall() -> None:
    """The share of the ten nearest of each question that HNSW finds, against comparing all."""
    from django.db import connection, transaction
    from pgvector import HalfVector

    from saphan.engine.language import concepts, embed, fit
    from saphan.record.directory.models import VECTOR

    choose = random.Random(3)
    texts = [
        choose.choice(list(concepts().values())).name(choose.choice(LANGUAGES)) for _ in range(30)
    ]
    shares: dict[str, list[float]] = defaultdict(list)
    for text, vector in zip(texts, fit(embed(texts), VECTOR), strict=True):
        for name, where in (
            ("", "TRUE"),
            (", country RU, needs", "country = 'RU' AND side = 'need'"),
        ):
            query = (
                f"SELECT id FROM directory_searchentry WHERE {where} AND model <> %s"  # noqa: S608
                " ORDER BY vector <=> %s::halfvec(512) LIMIT 10"
            )
            found = []
            for exact in (False, True):
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(
                        "SET LOCAL hnsw.ef_search = 100; "
                        "SET LOCAL hnsw.iterative_scan = relaxed_order; "
                        f"SET LOCAL enable_indexscan = {'off' if exact else 'on'}"
                    )
                    cursor.execute(query, [text, HalfVector(vector).to_text()])
                    found.append({row[0] for row in cursor.fetchall()})
            shares[name].append(len(found[0] & found[1]) / RECALL_AT)
    for name, every in shares.items():
        print(
            f"recall@{RECALL_AT} of HNSW{name}: {statistics.mean(every):.3f} ({len(every)} queries)"
        )


def index_for_peer() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE INDEX peer_full_text ON directory_listing"
            " USING gin (to_tsvector('simple', title || ' ' || text)); ANALYZE directory_listing"
        )


def full_text(text: str, filters: dict[str, str]) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM directory_listing WHERE to_tsvector('simple', title || ' ' || text)"
            " @@ plainto_tsquery('simple', %s)"
            " ORDER BY ts_rank(to_tsvector('simple', title || ' ' || text),"
            " plainto_tsquery('simple', %s)) DESC LIMIT 10",
            [text, text],
        )
        return len(cursor.fetchall())


def ilike(text: str, filters: dict[str, str]) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM directory_organisation WHERE name ILIKE %(like)s UNION ALL"
            " SELECT organisation_id FROM directory_listing WHERE title ILIKE %(like)s"
            " OR text ILIKE %(like)s LIMIT 10",
            {"like": f"%{text}%"},
        )
        return len(cursor.fetchall())


if __name__ == "__main__":
    main()
