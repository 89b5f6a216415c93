"""How long readers wait while a large forum runs: 2,000 delegates, 5,000 meetings, a realistic mix.

    python benchmarks/load.py [--rate N] [--seconds N] [--processes N] [--delegates N]

A scratch record on the embedded server gets one forum of two sides and three days, its timetable
published, everybody signed in. `saphan serve` answers from as many processes as asked for; Locust,
in a process of its own on the same machine, sends what people do on the day: mostly their own
timetable, then suggestions, requests, the directory, organisations and search; some ask;
an organiser looks at the board. The rate is kept whatever the answers take, as long as the
readers last: 2 for each call a second.

The peer is a page of the same server that reads nothing from the record (`sign-in`), called in the
same run: what Django, the server and the machine cost by themselves.
"""

from __future__ import annotations

import argparse
import atexit
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

CODE = "load"
FIRST_DAY = datetime(2027, 2, 17, 2, 0, tzinfo=UTC)
DAYS, SLOTS = 3, 16
PEER = "sign-in (peer)"
WARM = 30  # seconds
GOAL = 0.2  # seconds, of 95 in 100


def make_record(delegates: int, meetings: int, seed: int = 1) -> dict[str, Any]:
    """Fill the record; returns what the readers need to know."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "saphan.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from saphan.record.directory.models import Listing, Organisation, Person, User
    from saphan.record.forum.actions import make_organiser
    from saphan.record.forum.models import Day, Delegate, Forum, Place, Slot
    from saphan.record.meetings.models import Match, Meeting, Request, Seat, Timetable

    choose = random.Random(seed)
    half = delegates // 2
    forum = Forum.objects.create(
        code=CODE,
        name={"en": "Forum of many", "th": "เวทีใหญ่", "ru": "Большой форум"},
        timezone="Asia/Bangkok",
        zones=["Asia/Bangkok", "Europe/Moscow"],
        languages=["th", "ru", "en"],
        countries=["TH", "RU"],
    )
    slots = []
    for number in range(DAYS):
        start = FIRST_DAY + timedelta(days=number)
        day = Day.objects.create(
            forum=forum, date=start.date(), mode="face_to_face", city="กรุงเทพฯ"
        )
        for index in range(SLOTS):
            begin = start + timedelta(minutes=30 * index)
            local = begin + timedelta(hours=7)
            slots.append(
                Slot(
                    forum=forum,
                    day=day,
                    code=f"{local:%Y-%m-%d/%H:%M}",
                    session="day",
                    start=begin,
                    end=begin + timedelta(minutes=25),
                )
            )
    slots = Slot.objects.bulk_create(slots)
    a_slot = -(-meetings // len(slots))
    if a_slot > half:
        raise SystemExit(f"{meetings} meetings need {a_slot} delegates a side, there are {half}")
    places = Place.objects.bulk_create(
        Place(forum=forum, code=f"T{n}", name=f"Table {n}", mode="face_to_face", hall="Hall A")
        for n in range(a_slot)
    )
    sides = [("TH", "บริษัทความเย็น", "th"), ("RU", "Холодильные системы", "ru")]
    organisations = Organisation.objects.bulk_create(
        Organisation(
            code=f"{country}-{n}",
            country=country,
            kind="company",
            name=f"{name} {n}",
            name_en=f"Company {n}",
            language=language,
            about="Cold stores, ports and farms.",
        )
        for country, name, language in sides
        for n in range(half)
    )
    listings = Listing.objects.bulk_create(
        Listing(
            organisation=one,
            code=f"{one.code}-{side}",
            side=side,
            title=f"Cold storage of kind {n % 97}",
            text="For fish, fruit and vaccines, with a certificate.",
        )
        for n, one in enumerate(organisations)
        for side in ("offer", "need")
    )
    users = User.objects.bulk_create(User(email=f"person{n}@load.example") for n in range(2 * half))
    people = Person.objects.bulk_create(
        Person(
            organisation=one,
            user=user,
            name=f"Person {n}",
            email=user.email,
            title="Director",
            languages=["en"],
            zone="Asia/Bangkok" if one.country == "TH" else "Europe/Moscow",
        )
        for n, (one, user) in enumerate(zip(organisations, users, strict=True))
    )
    taking_part = Delegate.objects.bulk_create(
        Delegate(
            forum=forum,
            person=person,
            organisation=one,
            code=f"{one.code}-A",
            modes=["face_to_face"],
        )
        for one, person in zip(organisations, people, strict=True)
    )
    thai, russian = taking_part[:half], taking_part[half:]
    # In slot s the n-th table has Thai delegate s·k + n and the Russian one s places on: nobody
    # sits at two tables, and no two meet twice.
    held = [
        (slots[s], places[n], thai[(s * a_slot + n) % half], russian[(s * a_slot + n + s) % half])
        for s in range(len(slots))
        for n in range(a_slot)
    ][:meetings]
    requests = Request.objects.bulk_create(
        Request(forum=forum, code=f"R{n}", sender=one, receiver=other, state="accepted")
        for n, (_slot, _place, one, other) in enumerate(held)
    )
    Request.objects.bulk_create(
        Request(
            forum=forum,
            code=f"A{n}",
            sender=russian[(n + 500) % half],
            receiver=thai[n],
            message="May we meet?",
        )
        for n in range(half)
        if half > 600
    )
    timetable = Timetable.objects.create(
        forum=forum,
        version=1,
        state="published",
        status="feasible",
        goals=[{"name": "value", "value": meetings, "bound": meetings, "gap": 0}],
        published_at=FIRST_DAY - timedelta(days=7),
    )
    made = Meeting.objects.bulk_create(
        Meeting(
            timetable=timetable,
            request=request,
            slot=slot,
            last_slot=slot,
            start=slot.start,
            end=slot.end,
            place=place,
        )
        for request, (slot, place, _one, _other) in zip(requests, held, strict=True)
    )
    Seat.objects.bulk_create(
        Seat(timetable=timetable, meeting=one, delegate=who, start=one.start, end=one.end)
        for one, (_slot, _place, *both) in zip(made, held, strict=True)
        for who in both
    )
    Match.objects.bulk_create(
        Match(
            forum=forum,
            need=listings[2 * n + 1],
            offer=listings[2 * (half + (n * 7 + k) % half)],
            score=0.9 - 0.05 * k,
            why={"en": {"pair": "They need what you offer.", "concepts": "Both: cold storage."}},
        )
        for n in range(half)
        for k in range(10)
    )
    organiser = make_organiser(None, forum, "organiser@load.example")
    ends = datetime.now(UTC) + timedelta(days=1)
    sessions, keys = [], []
    for user in [*users, organiser]:
        store = SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        key = store._get_new_session_key()
        data = store.encode(dict(store.items()))
        sessions.append(Session(session_key=key, session_data=data, expire_date=ends))
        keys.append(key)
    Session.objects.bulk_create(sessions)
    from saphan.record.directory.actions import index_missing

    for _done in index_missing():
        pass
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {
        "delegates": keys[:-1],
        "organiser": keys[-1],
        "organisations": [one.code for one in organisations],
        "others": [one.pk for one in choose.sample(russian, min(400, half))],
    }


def attack(told: dict[str, Any], host: str, rate: float, seconds: float) -> dict[str, Any]:
    """Send the mix; runs in a process of its own, for Locust changes how sockets work."""
    from gevent import monkey

    monkey.patch_all()
    import gevent
    from locust import FastHttpUser, constant_throughput, task
    from locust.env import Environment

    choose = random.Random(7)
    page = f"/f/{CODE}"

    class Reader(FastHttpUser):
        abstract = True
        headers: ClassVar[dict[str, str]] = {}
        wait_time = constant_throughput(0.5)

        def enter(self, key: str) -> None:
            language = choose.choice(["th", "ru", "en"])
            csrf = "x" * 32
            self.headers = {
                "Cookie": f"sessionid={key}; csrftoken={csrf}; django_language={language}",
                "X-CSRFToken": csrf,
            }

        def read(self, path: str, name: str) -> None:
            self.client.get(f"{page}{path}", name=name, headers=self.headers)

    class Delegate(Reader):
        weight = 60

        def on_start(self) -> None:
            self.enter(choose.choice(told["delegates"]))

        @task(30)
        def timetable(self) -> None:
            self.read("/timetable/", "my timetable")

        @task(15)
        def suggestions(self) -> None:
            self.read("/suggestions/", "suggestions")

        @task(12)
        def requests(self) -> None:
            self.read("/requests/", "requests")

        @task(10)
        def directory(self) -> None:
            self.read(f"/organisations/?page={choose.randint(1, 20)}", "directory")

        @task(10)
        def organisation(self) -> None:
            one = choose.choice(told["organisations"])
            self.read(f"/organisations/{one}/", "organisation")

        @task(6)
        def agenda(self) -> None:
            self.read("/agenda/", "agenda")

        @task(5)
        def search(self) -> None:
            words = choose.choice(["cold storage", "ห้องเย็น", "склад", "vaccine", "рыба"])
            address = f"/search/?{urlencode({'q': words})}"
            self.client.get(address, name="search", headers=self.headers)

        @task(4)
        def calendar(self) -> None:
            self.read("/timetable.ics", "calendar")

        @task(4)
        def ask(self) -> None:
            other = choose.choice(told["others"])
            with self.client.post(
                f"{page}/requests/ask/{other}/",
                {"message": "May we meet?"},
                headers={**self.headers, "HX-Request": "true"},
                name="ask (write)",
                catch_response=True,
            ) as answer:
                # A second request of the same two is refused, as it should be.
                if answer.status_code in (200, 409):
                    answer.success()

    class Organiser(Reader):
        weight = 1

        def on_start(self) -> None:
            self.enter(told["organiser"])

        @task
        def board(self) -> None:
            self.read("/board/", "board")

    class Visitor(Reader):
        weight = 6

        @task(2)
        def forum(self) -> None:
            self.read("/", "forum")

        @task(1)
        def peer(self) -> None:
            self.client.get("/sign-in/", name=PEER)

    environment = Environment(user_classes=[Delegate, Organiser, Visitor], host=host)
    runner = environment.create_local_runner()
    runner.start(round(2 * rate), spawn_rate=rate)
    gevent.sleep(WARM)  # until everybody is there and the caches are as they stay
    environment.stats.reset_all()
    begun = time.monotonic()
    gevent.sleep(seconds)
    entries = [*environment.stats.entries.values(), environment.stats.total]
    took = time.monotonic() - begun
    rows = [
        {
            "name": "all" if one is environment.stats.total else one.name,
            "calls": one.num_requests,
            "rate": one.num_requests / took,
            "failures": one.num_failures,
            "p50": one.get_response_time_percentile(0.5) / 1000,
            "p95": one.get_response_time_percentile(0.95) / 1000,
            "p99": one.get_response_time_percentile(0.99) / 1000,
        }
        for one in entries
        if one.num_requests
    ]
    errors = [
        f"{one.occurrences} × {one.method} {one.name}: {one.error}"
        for one in environment.stats.errors.values()
    ]
    runner.quit()
    return {"rows": rows, "errors": errors}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def serve(port: int, processes: int) -> subprocess.Popen[bytes]:
    """The site, as in use, once it answers."""
    program = Path(sys.executable).with_name("saphan")
    command = [program, "serve", "--port", str(port), "--no-worker", "--processes", str(processes)]
    server = subprocess.Popen(command, start_new_session=True)
    atexit.register(stop, server)
    for _try in range(240):
        time.sleep(0.5)
        if server.poll() is not None:
            break
        if listening(port) == processes:
            return server
    raise SystemExit("The server does not answer.")


def listening(port: int) -> int:
    """How many processes listen at a port: readers who come before all do stay with the first."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(line[1].endswith(f":{port:04X}") and line[3] == "0A" for line in lines)


def stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGINT)
        server.wait(timeout=30)


def show(found: dict[str, Any]) -> None:
    """The table, slowest page first."""
    rows = sorted(found["rows"], key=lambda row: (row["name"] == "all", -row["p95"]))
    peer = next(row for row in rows if row["name"] == PEER)
    heads = ("calls", "a second", "errors", "p50 ms", "p95 ms", "p99 ms", "× peer")
    print(f"{'page':<18}" + "".join(f"{head:>10}" for head in heads))
    for row in rows:
        times = [f"{1000 * row[name]:.0f}" for name in ("p50", "p95", "p99")]
        cells = (row["calls"], f"{row['rate']:.1f}", row["failures"], *times)
        print(
            f"{row['name']:<18}"
            + "".join(f"{cell:>10}" for cell in (*cells, f"{row['p95'] / peer['p95']:.1f}"))
        )
    print(*found["errors"], sep="\n")
    whole = rows[-1]
    met = "met" if whole["p95"] < GOAL and not whole["failures"] else "missed"
    print(f"p95 {1000 * whole['p95']:.0f} ms, goal {1000 * GOAL:.0f} ms without an error: {met}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=100, help="calls a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--delegates", type=int, default=2000)
    parser.add_argument("--meetings", type=int, default=5000)
    parser.add_argument("--attack", help=argparse.SUPPRESS)  # the second process: a file
    args = parser.parse_args()
    if args.attack:
        plan = json.loads(Path(args.attack).read_text())
        found = attack(plan["told"], plan["host"], args.rate, args.seconds)
        Path(args.attack).with_suffix(".out").write_text(json.dumps(found))
        return
    folder = Path(tempfile.mkdtemp(prefix="saphan-load-", dir="/tmp"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["SAPHAN_DATA"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    begun = time.monotonic()
    told = make_record(args.delegates, args.meetings)
    print(
        f"{args.delegates} delegates, {args.meetings} meetings: recorded in "
        f"{time.monotonic() - begun:.0f} s; {args.processes} processes on {os.cpu_count()} cores"
    )
    port = free_port()
    server = serve(port, args.processes)
    plan = folder / "plan.json"
    plan.write_text(json.dumps({"told": told, "host": f"http://127.0.0.1:{port}"}))
    options = ["--rate", str(args.rate), "--seconds", str(args.seconds)]
    subprocess.run([sys.executable, __file__, "--attack", plan, *options], check=True)
    show(json.loads(plan.with_suffix(".out").read_text()))
    stop(server)


if __name__ == "__main__":
    main()
