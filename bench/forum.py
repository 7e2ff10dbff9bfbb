"""The forum: lists and topics for visitors and members, search, and posting a reply."""

import contextlib
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import psycopg

from bench.cases import Case, Check, in_rounds
from bench.database import Database, database
from bench.measure import CONNECTIONS, AnswerError, Figures
from bench.people import SESSION
from bench.replying import replies
from bench.report import Result, say
from bench.servers import (
    BASE_DIR,
    WORKERS,
    StartError,
    WebServer,
    manage,
    web_server,
)
from bench.statements import count_statements
from bench.talk import COMMON, RARE

SIZE, QUICK_SIZE = 20_000, 120
COOKIE = f"sessionid={SESSION}"
LIST, TOPIC = "/en/forum/", "/en/forum/topic/"
TOPICS, POSTS = 20, 20  # of a page
# So many topics are gone through: what was just answered must not help.
VARIED, KEPT = 40, 4
TITLE = re.compile(r'"topic-title"><a href="/en/forum/topic/(\d+)/')
ANCHOR = re.compile(r'id="p(\d+)"')
FLOOR = ("bench.forum_floor:application", "/")
UNCACHED = ("cms.wsgi:site", "/readyz")
CACHED = ("cms.wsgi:application", "/readyz")

Connection = psycopg.Connection[Any]
Checks = Mapping[str, Check]


def run(size: int, seconds: float, name: str = "") -> Result:
    """Measure with this many topics; `seconds` and `name` as for content.

    Raises AnswerError when a page holds other topics or posts than the tables do,
    StartError when a server does not run. The replies of the last case are taken away.
    """
    say("Preparing the database …")
    own = f"bench_forum_{size}"
    filled = database(name) if name else database(own, lambda e: fill(e, size))
    with (
        filled as data,
        psycopg.connect(**data.parts, autocommit=True) as connection,
        contextlib.ExitStack() as running,
    ):
        say("Starting the servers …")
        site, cache, floor = (
            running.enter_context(web_server(application, _environment(data), probe))
            for application, probe in (UNCACHED, CACHED, FLOOR)
        )
        ours = _cases(site, connection, data)
        cases = [*ours, *_kept(cache, ours), *_floors(floor, connection)]
        memory = Figures("worker")
        memory.add({"rss_before_mb": site.largest_worker_mb()})
        figures = in_rounds(sorted(cases, key=_measured), data, seconds)
        memory.add({"rss_after_mb": site.largest_worker_mb()})
        reply = Figures("reply")
        say("Posting replies …")
        for found in replies(site, connection, data, round(100 * seconds)):
            reply.add(found)
    return Result(
        "forum",
        size,
        _about(data),
        [*figures, memory, reply],
        floors={_measured(case): case.name for case in cases if "floor_" in case.name},
    )


def fill(environment: dict[str, str], size: int) -> None:
    """Tables, the taxonomy, members, and this many topics."""
    manage(environment, "compile_catalogues")
    manage(environment, "migrate", "--no-input", "--verbosity", "0")
    manage(environment, "load_taxonomy")
    done = subprocess.run(
        [sys.executable, "-m", "bench.talk", str(size)],
        cwd=BASE_DIR,
        env=environment,
        stdout=sys.stderr,
        check=False,
    )
    if done.returncode:
        raise StartError("The topics could not be made; the reason stands above.")


def _environment(data: Database) -> dict[str, str]:
    """As in production: what follows a reply is done by workers, of which none runs."""
    return data.environment() | {"JOBS": "database"}


def _about(data: Database) -> str:
    return (
        f"PostgreSQL {data.version}; granian (WSGI), {WORKERS} workers; own client,"
        f" {CONNECTIONS} connections (alone: one); replies by one client, one after the other. CPU is"
        " per request, the median of three repeats; ± is half their spread."
    )


def _measured(case: Case) -> str:
    return case.name.removeprefix("floor_")


def _cases(site: WebServer, connection: Connection, data: Database) -> list[Case]:
    list_ = {LIST: ShowsTopics(_newest(connection))}
    first = _first_pages(connection)
    last = _last_page(connection)
    found = {q: _found(connection, q) for q in (RARE, COMMON)}
    search: Checks = {
        f"{LIST}search/?{urlencode({'q': q})}": HoldsTopics(ids)
        for q, ids in found.items()
    }
    visitors: dict[str, Checks] = {
        "topic_list_anonymous": list_,
        "topic_page_anonymous": first,
        "last_page_long_topic": last,
        "search": search,
    }
    members: dict[str, Checks] = {
        "topic_list_member": list_,
        "topic_page_member": first,
        "last_page_long_topic_member": last,
    }
    return [
        *_counted(site, data, visitors, ""),
        *_counted(site, data, members, COOKIE),
    ]


def _counted(
    site: WebServer, data: Database, found: Mapping[str, Checks], cookie: str
) -> list[Case]:
    firsts = {name: next(iter(checks)) for name, checks in found.items()}
    counted = count_statements(list(firsts.values()), data.environment(), cookie)
    return [
        Case(name, site, checks, sql=counted[firsts[name]], cookie=cookie)
        for name, checks in found.items()
    ]


def _kept(cache: WebServer, ours: Sequence[Case]) -> list[Case]:
    """What visitors get, from the cache before Django: of a few pages, which it has
    after the first moment of a repeat."""
    return [
        replace(
            case,
            name=f"{case.name}_cached",
            server=cache,
            sql=0,
            checks=dict(list(case.checks.items())[:KEPT]),
        )
        for case in ours
        if not case.cookie and case.name != "search"
    ]


def _floors(floor: WebServer, connection: Connection) -> list[Case]:
    """The same rows by bare psycopg, as JSON."""
    [(path, shown)] = _last_page(connection).items()
    topic, highest = path.split("/")[4], max(shown.numbers)
    first = {f"/topic?id={topic}&from=1": Anything()}
    last = {f"/topic?id={topic}&from={highest - POSTS + 1}": Anything()}
    return [
        Case("floor_topic_list_anonymous", floor, {"/list": Anything()}, sql=1),
        Case("floor_topic_page_anonymous", floor, first, sql=1),
        Case("floor_last_page_long_topic", floor, last, sql=1),
    ]


# What must be in the answers ---------------------------------------------------------------


@dataclass(frozen=True)
class ShowsTopics:
    """A list shows just these topics, in this order."""

    topics: Sequence[int]

    def __call__(self, body: bytes) -> None:
        found = [int(one) for one in dict.fromkeys(TITLE.findall(body.decode()))]
        if found != list(self.topics):
            raise AnswerError(f"A list has {found[:5]} … for {self.topics[:5]} …")


@dataclass(frozen=True)
class ShowsPosts:
    """A topic shows just the posts with these numbers."""

    numbers: Sequence[int]

    def __call__(self, body: bytes) -> None:
        found = [int(one) for one in ANCHOR.findall(body.decode())]
        if found != list(self.numbers):
            raise AnswerError(f"A topic has {found[:5]} … for {self.numbers[:5]} …")


@dataclass(frozen=True)
class HoldsTopics:
    """What was found is in some of these topics."""

    topics: frozenset[int]

    def __call__(self, body: bytes) -> None:
        links = re.findall(r'href="/en/forum/(?:topic/(\d+)|post/\d+)', body.decode())
        found = {int(one) for one in links if one}
        if not links or not found <= self.topics:
            raise AnswerError(f"A search found {sorted(found - self.topics)[:3]}.")


class Anything:
    """A floor's answer: it is JSON with rows."""

    def __call__(self, body: bytes) -> None:
        if len(body) < 200:
            raise AnswerError("A floor answers with nothing.")


def _newest(connection: Connection) -> list[int]:
    rows = connection.execute(
        "SELECT id FROM forums_topic ORDER BY last_posted_at DESC, id DESC LIMIT %s",
        [TOPICS],
    )
    return [pk for (pk,) in rows]


def _first_pages(connection: Connection) -> dict[str, ShowsPosts]:
    """First pages of topics of more than one page, from all over the table."""
    rows = connection.execute(
        "SELECT id, slug FROM forums_topic WHERE highest_number BETWEEN %s AND 100"
        " ORDER BY md5(id::text) LIMIT %s",
        [POSTS, VARIED],
    )
    shown = ShowsPosts(range(1, POSTS + 1))
    return {f"{TOPIC}{pk}/{slug}/": shown for pk, slug in rows}


def _last_page(connection: Connection) -> dict[str, ShowsPosts]:
    [(pk, slug, highest)] = connection.execute(
        "SELECT id, slug, highest_number FROM forums_topic"
        " ORDER BY highest_number DESC LIMIT 1"
    )
    numbers = range(max(1, highest - POSTS + 1), highest + 1)
    return {f"{TOPIC}{pk}/{slug}/?from=last": ShowsPosts(numbers)}


def _found(connection: Connection, word: str) -> frozenset[int]:
    rows = connection.execute(
        "SELECT DISTINCT topic_id FROM forums_post WHERE unaccent(raw) ILIKE %s",
        [f"%{word}%"],
    )
    return frozenset(pk for (pk,) in rows)
