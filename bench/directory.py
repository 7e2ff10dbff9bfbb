"""The directory, asked by a member: search, facets, suggestions, profiles."""

import base64
import contextlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import urlencode

import psycopg

from bench.cases import Case, Check, in_rounds
from bench.database import Database, database
from bench.measure import CONNECTIONS, AnswerError, Figures, fetch
from bench.people import SESSION
from bench.report import Result, say
from bench.servers import BASE_DIR, WORKERS, StartError, WebServer, manage, web_server
from bench.statements import count_statements

MOST_EXPORTED = 100_000
SIZE, QUICK_SIZE = 10_000, 300
COOKIE = f"sessionid={SESSION}"
LIST, API = "/en/people/", "/api/v1/people/"
PLACES = ("DE", "CH", "AT")
# So many different questions of a kind: what was just answered must not help.
VARIED = 40
# A page of the screen, and of the API.
ON_A_PAGE = 20
LINK = re.compile(r'href="/en/people/(p\d{9})/"')
ROWS = "profiles_profileindex WHERE for_members"

Connection = psycopg.Connection[Any]
Checks = Mapping[str, Check]


def run(size: int, seconds: float, name: str = "") -> Result:
    """Measure with this many generated profiles; `seconds` and `name` as for content.

    Raises AnswerError when an answer holds other people than the rows do, StartError
    when a server does not run.
    """
    say("Preparing the database …")
    own = f"bench_directory_{size}"
    filled = database(name) if name else database(own, lambda e: fill(e, size))
    with (
        filled as data,
        psycopg.connect(**data.parts, autocommit=True) as connection,
        contextlib.ExitStack() as running,
    ):
        say("Starting the server …")
        site = running.enter_context(
            web_server("cms.wsgi:site", data.environment(), "/readyz")
        )
        cases = _cases(site, connection, data)
        memory = Figures("worker")
        memory.add({"rss_before_mb": site.largest_worker_mb()})
        figures = in_rounds(cases, data, seconds)
        memory.add({"rss_after_mb": site.largest_worker_mb()})
        about = (
            f"PostgreSQL {data.version}; granian (WSGI), {WORKERS} workers; own client,"
            f" {CONNECTIONS} connections (alone: one), a member's session. CPU is per request, the"
            " median of three repeats; ± is half their spread."
        )
        exports = [_exported(form, size, data) for form in ("csv", "xlsx")]
        return Result("directory", size, about, [*figures, memory, *exports])


def _exported(form: str, size: int, data: Database) -> Figures:
    """The whole directory, or as much of it as the case is named after, as a file."""
    number = min(size, MOST_EXPORTED)
    say(f"Exporting {number} people as {form} …")
    done = subprocess.run(
        [sys.executable, "-m", "bench.exporting", form, str(number)],
        cwd=BASE_DIR,
        env=data.environment(),
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise AnswerError(f"The export as {form} did not come to its end.")
    figures = Figures(f"export_{number}" + ("" if form == "csv" else f"_{form}"))
    figures.add(json.loads(done.stdout))
    return figures


def fill(environment: dict[str, str], size: int) -> None:
    """Tables, the taxonomy, and this many members."""
    manage(environment, "compile_catalogues")
    manage(environment, "migrate", "--no-input", "--verbosity", "0")
    manage(environment, "load_taxonomy")
    done = subprocess.run(
        [sys.executable, "-m", "bench.people", str(size)],
        cwd=BASE_DIR,
        env=environment,
        stdout=sys.stderr,
        check=False,
    )
    if done.returncode:
        raise StartError("The profiles could not be made; the reason stands above.")


def _cases(site: WebServer, connection: Connection, data: Database) -> list[Case]:
    checks: dict[str, Checks] = {
        "search_facets": _searches(connection),
        "newest_facets": _newest(connection),
        "facets": _facets(connection),
        "suggest": {
            f"{LIST}suggest/?{urlencode({'q': q})}": Holds(
                "Krasniqi" if q[0] == "k" else q[:2]
            )
            for q in ("kras", "kr", "infermier")
        },
        "deep": _deep(site, connection),
        "profile": _profiles(connection),
        "typo": {f"{LIST}?{urlencode({'q': 'Kransiqi'})}": Holds("Krasniqi")},
    }
    firsts = {name: next(iter(found)) for name, found in checks.items()}
    counted = count_statements(list(firsts.values()), data.environment(), COOKIE)
    return [
        Case(name, site, found, sql=counted[firsts[name]], cookie=COOKIE)
        for name, found in checks.items()
    ]


@dataclass(frozen=True)
class Holds:
    """The answer holds this text, in small letters or large."""

    text: str

    def __call__(self, body: bytes) -> None:
        if self.text.lower() not in body.decode().lower():
            raise AnswerError(f"An answer does not hold “{self.text}”.")


@dataclass(frozen=True)
class Shows:
    """A screen shows just these people, in this order, or any of them in any order."""

    slugs: Sequence[str]
    in_order: bool = True

    def __call__(self, body: bytes) -> None:
        found = list(dict.fromkeys(LINK.findall(body.decode())))
        right = (
            found == list(self.slugs)
            if self.in_order
            else set(found) <= set(self.slugs)
        )
        if not found or not right:
            raise AnswerError(
                f"A list has other people: {found[:3]} … for {list(self.slugs)[:3]} …"
            )


@dataclass(frozen=True)
class Total:
    """The API tells this number of people, up to where it counts."""

    number: int

    def __call__(self, body: bytes) -> None:
        answer = json.loads(body)
        right = answer["total"] == self.number
        if not right and (answer["total_is_exact"] or answer["total"] > self.number):
            raise AnswerError(f"{answer['total']} people are told, not {self.number}.")


def _searches(connection: Connection) -> Checks:
    """A family name and three facets: those of members here and there in the rows."""
    asked = connection.execute(
        f"SELECT DISTINCT split_part(name, ' ', 2), substr(one, 3), substr(two, 3)"
        f" FROM {ROWS.replace(' WHERE', ', unnest(tokens) AS one, unnest(tokens) AS two WHERE')}"
        " AND one IN ('c=DE', 'c=CH', 'c=XK') AND two LIKE 'o=_'"
        " AND 'l=sq' = ANY(tokens) AND name LIKE '% %' ORDER BY 1, 2, 3"
    ).fetchall()
    found: dict[str, Check] = {}
    for name, country, code in asked[:: max(len(asked) // VARIED, 1)][:VARIED]:
        query = [
            ("q", name),
            ("country", country),
            ("language", "sq"),
            ("occupation", code),
        ]
        rows = connection.execute(
            f"SELECT slug FROM {ROWS} AND tokens @> %s::varchar[]"
            " AND unaccent(whole) ILIKE %s",
            [[f"c={country}", "l=sq", f"o={code}"], f"%{name}%"],
        )
        slugs = [slug for (slug,) in rows]
        found[f"{LIST}?{urlencode(query)}"] = Shows(slugs, in_order=False)
    return found


def _newest(connection: Connection) -> Checks:
    found: dict[str, Check] = {}
    for code, country in product(("1", "2", "3", "21", "22", "23", "24"), PLACES):
        query = {"occupation": code, "country": country, "availability": "remote"}
        rows = connection.execute(
            f"SELECT slug FROM {ROWS} AND tokens @> %s::varchar[]"
            " ORDER BY since DESC, profile_id DESC LIMIT %s",
            [[f"o={code}", f"c={country}", "a=remote"], ON_A_PAGE],
        )
        slugs = [slug for (slug,) in rows]
        if slugs:
            found[f"{LIST}?{urlencode(query)}"] = Shows(slugs)
    return found


def _facets(connection: Connection) -> Checks:
    found: dict[str, Check] = {}
    for country in ("DE", "AT", "NO"):
        [(number,)] = connection.execute(
            f"SELECT count(*) FROM {ROWS} AND tokens @> %s::varchar[]",
            [[f"c={country}"]],
        )
        found[f"{API}facets/?{urlencode({'country': country})}"] = Total(number)
    return found


def _deep(site: WebServer, connection: Connection) -> Checks:
    """The page in the middle, by a cursor with the values of the row before it."""
    [(number,)] = connection.execute(f"SELECT count(*) FROM {ROWS}")
    [(profile, since)] = connection.execute(
        f"SELECT profile_id, since FROM {ROWS}"
        " ORDER BY since DESC, profile_id DESC LIMIT 1 OFFSET %s",
        [number // 2],
    )
    first = json.loads(fetch(site.port, f"{API}?sort=newest", COOKIE))["next"]
    made_for, _values, backwards = json.loads(base64.urlsafe_b64decode(first + "=="))
    text = json.dumps([made_for, [since.isoformat(), profile], backwards])
    cursor = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    rows = connection.execute(
        f"SELECT slug FROM {ROWS} AND (since, profile_id) < (%s, %s)"
        " ORDER BY since DESC, profile_id DESC LIMIT 1",
        [since, profile],
    )
    [(following,)] = rows
    query = urlencode({"sort": "newest", "cursor": cursor})
    return {f"{API}?{query}": Holds(following)}


def _profiles(connection: Connection) -> Checks:
    rows = connection.execute(
        f"SELECT slug, card::json->>'headline' FROM {ROWS} AND slug LIKE '%%7'"
        " ORDER BY slug LIMIT 20"
    )
    return {f"{LIST}{slug}/": Holds(slug) for slug, _headline in rows}
