"""The benchmarks run, say what they promise to say, and notice wrong answers."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode

import psutil
import pytest
from django.conf import settings
from django.db import connection
from django_tasks_db.models import DBTaskResult

from bench.cases import Case
from bench.content_truth import DetailCheck, LengthCheck, ListCheck, PageCheck
from bench.measure import (
    UNITS,
    AnswerError,
    Expected,
    Figures,
    fetch,
    load,
    percentile,
)
from bench.report import COLUMNS, LOAD, Result, records
from bench.servers import StartError, environment, web_server
from bench.spaces import growth
from community.accounts.models import ImportedContact
from community.forums.models import Post
from community.profiles.actions import load_taxonomy
from community.spaces.models import Allocation, Booking, BookingEvent, Visit
from home.demo.generated import load_generated
from home.demo.works import load_subjects

CASES = ("list", "detail", "deep", "page", "search", "search_rare", "home")
CACHED = [f"{case}_cached" for case in CASES]
HTTP_METRICS = {*COLUMNS, "sql", "bytes"}
WRITTEN = (Allocation, Booking, BookingEvent, Visit, DBTaskResult)
RULE = "spaces_event_rule"
ALWAYS = {"bench", "case", "metric", "value", "unit", "size", "low", "high"}


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m bench`` on the servers of the tests."""
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=180,
    )


def processes_on(database: str) -> list[psutil.Process]:
    """Processes that were told to use this database."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if database in process.environ().get("DATABASE_URL", ""):
                found.append(process)
    return found


def test_without_a_name_the_benchmarks_are_listed():
    done = bench()

    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "contacts",
        "content",
        "directory",
        "forum",
        "spaces",
    ]


@pytest.mark.django_db(transaction=True)
def test_contacts_measures_each_form_of_file():
    name = connection.settings_dict["NAME"]

    done = bench("contacts", "--quick", "--json", "--database", name)

    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert {one["bench"] for one in found} == {"contacts"}
    told = {(one["case"], one["metric"]) for one in found}
    for form in ("csv", "xlsx"):
        steps = {
            (f"{step}_{form}", "seconds") for step in ("upload", "check", "import")
        }
        assert steps <= told
        assert (f"memory_{form}", "rss_mb") in told
    assert all(one["value"] > 0 for one in found)
    assert not ImportedContact.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_content_measures_every_case_beside_its_floor(cms_tree):
    load_subjects()
    load_generated(30, lambda _number: None)
    name = connection.settings_dict["NAME"]

    done = bench("content", "--quick", "--seconds", "0.1", "--json", "--database", name)

    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    found = {(line["case"], line["metric"]): line for line in lines}
    expected = {
        (f"{floor}{c}", m)
        for floor in ("", "floor_")
        for c in (*CASES, *CACHED)
        for m in HTTP_METRICS
    }
    expected |= {(f"{c}_304", m) for c in CASES for m in HTTP_METRICS}
    expected |= {("worker", "rss_before_mb"), ("worker", "rss_after_mb")}
    assert len(lines) == len(found)
    assert set(found) == expected
    for line in lines:
        assert set(line) - {"floor", "ratio"} == ALWAYS
        assert (line["bench"], line["size"]) == ("content", 30)
        assert line["unit"] == UNITS[line["metric"]]
        assert 0 <= line["low"] <= line["value"] <= line["high"]
    for case in (*CASES, *CACHED):
        rate, floor = found[case, "rps"], found[f"floor_{case}", "rps"]
        assert (rate["floor"], rate["ratio"]) == (
            floor["value"],
            pytest.approx(rate["value"] / floor["value"], abs=0.01),
        )
        assert found[case, "server_cpu_ms"]["value"] > 0
        assert (found[case, "sql"]["value"] > 0) is (case in CASES)
        assert found[f"floor_{case}", "sql"]["value"] <= 2
    assert processes_on(name) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('bench_floor')")
        assert cursor.fetchone() == (None,)


@pytest.mark.django_db(transaction=True)
def test_directory_measures_every_case_as_a_member():
    load_taxonomy()
    name = fill_by("bench.people", "150")

    done = bench(
        "directory", "--quick", "--seconds", "0.1", "--json", "--database", name
    )

    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    found = {(line["case"], line["metric"]): line["value"] for line in lines}
    cases = (
        "search_facets",
        "newest_facets",
        "facets",
        "suggest",
        "deep",
        "profile",
        "typo",
    )
    expected = {(case, metric) for case in cases for metric in HTTP_METRICS}
    expected |= {("worker", "rss_before_mb"), ("worker", "rss_after_mb")}
    expected |= {
        (f"export_{number}{form}", metric)
        for number in (300,)
        for form in ("", "_xlsx")
        for metric in ("seconds", "rss_mb", "bytes")
    }
    assert set(found) == expected
    assert all(found[case, "server_cpu_ms"] > 0 for case in cases)
    # A list with facets costs a member at most this many statements.
    assert max(found[case, "sql"] for case in ("search_facets", "newest_facets")) <= 6


@pytest.mark.django_db(transaction=True)
def test_forum_measures_every_case_and_leaves_nothing():
    load_taxonomy()
    name = fill_by("bench.talk", "120")
    posts = Post.objects.count()

    done = bench("forum", "--quick", "--seconds", "0.1", "--json", "--database", name)

    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    found = {(line["case"], line["metric"]): line["value"] for line in lines}
    visitors = ("topic_list_anonymous", "topic_page_anonymous", "last_page_long_topic")
    members = ("topic_list_member", "topic_page_member", "last_page_long_topic_member")
    floors = [f"floor_{case}" for case in visitors]
    cached = [f"{case}_cached" for case in visitors]
    cases = ("search", *visitors, *members, *floors, *cached)
    expected = {(case, metric) for case in cases for metric in HTTP_METRICS}
    expected |= {("worker", "rss_before_mb"), ("worker", "rss_after_mb")}
    # (one after the other anyway)
    expected |= {("reply", metric) for metric in LOAD}
    assert set(found) == expected
    # Bounds of the design: session and member included.
    assert found["topic_list_anonymous", "sql"] <= 3
    assert found["topic_list_member", "sql"] <= 6
    assert found["topic_page_anonymous", "sql"] <= 4
    assert found["topic_page_member", "sql"] <= 8
    assert found["last_page_long_topic", "sql"] == found["topic_page_anonymous", "sql"]
    assert Post.objects.count() == posts


@pytest.mark.django_db(transaction=True)
def test_spaces_measures_every_case_and_leaves_nothing():
    load_taxonomy()
    name = fill_by("bench.houses", "600", "60")
    before = {one: one.objects.count() for one in WRITTEN}

    done = bench("spaces", "--quick", "--seconds", "0.1", "--json", "--database", name)

    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    found = {(line["case"], line["metric"]): line["value"] for line in lines}
    inside = ("availability_100x90", "space_week", "visit_plan", "booking")
    floor = "floor_availability_100x90"
    pages = ("feed_cold", "feed_304", "calendar_week")
    counts = ("winners", "refused", "errors", "control_winners")
    expected = {(case, m) for case in (*inside, floor) for m in (*LOAD, "sql")}
    expected |= {(case, m) for case in pages for m in HTTP_METRICS}
    expected |= {(f"last_seat_{one}", "count") for one in counts}
    assert set(found) == expected | {("last_seat", "seconds")}
    assert found["last_seat_winners", "count"] == 1
    assert found["last_seat_refused", "count"] == 49
    assert found["last_seat_errors", "count"] == 0
    # Nobody guarded that seat: the counts above would show it.
    assert found["last_seat_control_winners", "count"] > 1
    # Bounds of the design, the reading of the resources included.
    assert found["availability_100x90", "sql"] <= 6
    assert {line["case"] for line in lines if "ratio" in line} == {inside[0]}
    assert {one: one.objects.count() for one in WRITTEN} == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('bench_control')")
        assert cursor.fetchone() == (None,)
        cursor.execute("SELECT tgenabled FROM pg_trigger WHERE tgname = %s", [RULE])
        assert cursor.fetchone() == ("O",)


def test_growth_is_how_many_times_as_long_it_takes():
    small, large = Figures("availability"), Figures("availability")
    for value in (2.0, 4.0, 9.0):
        small.add({"p50_ms": value})
        large.add({"p50_ms": value * 1.5})

    found = growth(small, large, 20)

    assert (found.case, found.values) == ("growth_20x", {"ratio": [1.5]})
    assert UNITS["ratio"] == "ratio"


def fill_by(module: str, *numbers: str) -> str:
    """Run a generator of the benchmarks on the database of this test; its name."""
    name = connection.settings_dict["NAME"]
    filled = subprocess.run(
        [sys.executable, "-m", module, *numbers],
        cwd=settings.BASE_DIR,
        env=environment(
            DATABASE_URL=f"postgresql:///{name}?{urlencode(server_parts())}"
        ),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert filled.returncode == 0, filled.stderr
    return str(name)


def server_parts() -> dict[str, str]:
    parts = connection.get_connection_params()
    return {
        k: str(parts[k]) for k in ("host", "port", "user", "password") if parts.get(k)
    }


def answer(total: int, *keys: str) -> bytes:
    return json.dumps(
        {"total": total, "items": [{"key": key} for key in keys]}
    ).encode()


PAGE = b'<html lang="en"><h1>R&amp;D in Kosovo</h1></html>'
WORK = b'{"title": "Bridge", "body": [{}]}'
RIGHT = [
    (ListCheck(9, ["a", "b"]), answer(9, "a", "b")),
    (DetailCheck("Bridge"), WORK),
    (PageCheck("en", "R&D in Kosovo"), PAGE),
    (LengthCheck(3), b"xxx"),
]
WRONG = [
    (ListCheck(9, ["a", "b"]), answer(8, "a", "b")),
    (ListCheck(9, ["a", "b"]), answer(9, "b", "a")),
    (ListCheck(9, ["a", "b"]), answer(9, "a")),
    (DetailCheck("River"), WORK),
    (DetailCheck("Bridge"), b'{"title": "Bridge", "body": []}'),
    (PageCheck("de", "R&D in Kosovo"), PAGE),
    (PageCheck("en", "Another page"), PAGE),
    (PageCheck("en", "R&D in Kosovo"), PAGE.removesuffix(b"</html>")),
    (LengthCheck(3), b"xxxx"),
]


@pytest.mark.parametrize(("check", "body"), RIGHT)
def test_a_check_accepts_the_right_answer(check, body):
    assert check(body) is None


@pytest.mark.parametrize(("check", "body"), WRONG)
def test_a_check_refuses_another_answer(check, body):
    with pytest.raises(AnswerError):
        check(body)


class Five(BaseHTTPRequestHandler):
    """Answers five bytes at /, 404 elsewhere."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"12345")

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture
def five() -> Iterator[int]:
    """Port of a server that answers five bytes."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Five) as server:
        server.daemon_threads = True
        # A client that gives up is what some of the tests are about.
        server.handle_error = lambda *_arguments: None
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_load_counts_what_was_answered(five):
    done = load(five, [Expected("/", 5)], 0.2)

    assert len(done.latencies) > 10
    assert done.latencies == sorted(done.latencies)
    assert done.figures()["rps"] == pytest.approx(len(done.latencies) / done.seconds)


@pytest.mark.parametrize(
    "lengths", [{"/": 4}, {"/missing": 5}, {"/": 5, "/missing": 5}]
)
def test_load_refuses_other_answers(five, lengths):
    with pytest.raises(AnswerError, match="under load"):
        load(five, [Expected(*pair) for pair in lengths.items()], 0.2)


def test_load_refuses_a_server_that_is_away(five):
    with pytest.raises(AnswerError, match="under load"):
        load(1, [Expected("/", 5)], 0.2)


def test_fetch_refuses_other_statuses(five):
    assert fetch(five, "/") == b"12345"
    with pytest.raises(AnswerError, match="404"):
        fetch(five, "/missing")


def test_a_case_names_the_path_whose_answer_has_another_shape():
    environ = environment(DATABASE_URL="postgresql:///none")
    with web_server("bench.floor:bare_django", environ, "/") as server:
        right = Case("floor", server, {"/7": LengthCheck(7)})
        wrong = Case("list", server, {"/7": ListCheck(0, [])})

        assert right.checked() == {"/7": 7}
        with pytest.raises(AnswerError, match="/7 answers in another shape"):
            wrong.checked()


def test_a_server_ends_with_the_run_that_fails():
    family: list[psutil.Process] = []

    def fail() -> None:
        with web_server("bench.floor:bare_django", dict(os.environ), "/") as server:
            family.extend([server.process, *server.process.children(recursive=True)])
            assert all(process.is_running() for process in family)
            raise AnswerError

    with pytest.raises(AnswerError):
        fail()
    assert len(family) > 2
    assert psutil.wait_procs(family, timeout=5)[1] == []


def test_a_server_ends_with_a_run_that_is_killed():
    program = (
        "import os, psutil\n"
        "from bench.servers import web_server\n"
        "with web_server('bench.floor:bare_django', dict(os.environ), '/') as server:\n"
        "    print(server.process.pid, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
    )

    left = (
        [psutil.Process(int(done.stdout))]
        if psutil.pid_exists(int(done.stdout))
        else []
    )
    assert psutil.wait_procs(left, timeout=20)[1] == []


def test_a_server_that_cannot_start_is_told():
    with (
        pytest.raises(StartError),
        web_server("bench.floor:missing", dict(os.environ), "/"),
    ):
        pass


def test_an_unknown_database_is_told():
    done = bench("content", "--quick", "--database", "no_such_database")

    assert (done.returncode, done.stdout) == (1, "")
    last = done.stderr.splitlines()[-1]
    assert last.startswith("Error: ")
    assert '"no_such_database" does not exist' in last


@pytest.mark.parametrize(
    ("percent", "expected"), [(50, 50), (95, 95), (99, 99), (1, 1)]
)
def test_percentile_is_the_nearest_rank(percent, expected):
    assert percentile(range(1, 101), percent) == expected
    assert percentile([7.0], percent) == 7.0


def test_records_compare_with_the_floor():
    ours, floor = Figures("list"), Figures("floor_list")
    for value in (9.0, 6.0, 12.0):
        ours.add({"cpu_ms": value, "db_cpu_ms": 1.0, "bytes": 100})
        floor.add({"cpu_ms": value / 3, "db_cpu_ms": 0.0, "bytes": 50})
    result = Result("content", 30, "", [ours, floor], {"list": "floor_list"})

    cpu, db, size, *_floors = records(result)

    assert cpu == {
        "bench": "content",
        "case": "list",
        "metric": "cpu_ms",
        "value": 9.0,
        "unit": "ms",
        "size": 30,
        "low": 6.0,
        "high": 12.0,
        "floor": 3.0,
        "ratio": 3.0,
    }
    assert set(db) == set(size) == ALWAYS
