"""What of the spaces has an address: a feed of a thousand entries, a week of a calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import psycopg

from bench.cases import Case, in_rounds
from bench.database import Database
from bench.houses import MEMBER, SECRET
from bench.measure import AnswerError, Figures
from bench.servers import WebServer, web_server
from bench.statements import count_statements

FEED = f"/en/spaces/mine/{SECRET}.ics"
SITE = ("cms.wsgi:site", "/readyz")
WEEKS = 8

Connection = psycopg.Connection[Any]


def pages(data: Database, seconds: float) -> list[Figures]:
    """Figures of the cases; no cache stands before the site.

    Raises AnswerError when a feed has another number of entries than the member has
    bookings, or a week does not show what is let.
    """
    with (
        psycopg.connect(**data.parts, autocommit=True) as connection,
        web_server(SITE[0], data.environment(), SITE[1]) as site,
    ):
        return in_rounds(_cases(site, connection, data), data, seconds)


def _cases(site: WebServer, connection: Connection, data: Database) -> list[Case]:
    feed, weeks = {FEED: HasEntries(_own(connection))}, _weeks(connection)
    week = next(iter(weeks))
    environment = data.environment()
    sql = count_statements([FEED, week], environment)
    again = count_statements([FEED], environment, conditional=True)
    return [
        Case("feed_cold", site, feed, sql=sql[FEED]),
        Case("feed_304", site, feed, sql=again[FEED], conditional=True),
        Case("calendar_week", site, weeks, sql=sql[week]),
    ]


def _own(connection: Connection) -> int:
    [(number,)] = connection.execute(
        "SELECT count(*) FROM spaces_booking AS b"
        " JOIN accounts_user AS u ON u.id = b.member_id WHERE u.email = %s",
        [MEMBER],
    )
    return int(number)


def _weeks(connection: Connection) -> dict[str, "ShowsPlaces"]:
    """The coming weeks of the first space that has a page."""
    [(path, space, begins)] = connection.execute(
        "SELECT p.url_path, s.id, s.created_at::date FROM wagtailcore_page AS p"
        " JOIN spaces_spacepage AS o ON o.page_ptr_id = p.id"
        " JOIN spaces_space AS s ON s.id = o.space_id ORDER BY p.id LIMIT 1"
    )
    names = connection.execute(
        "SELECT name_en FROM spaces_resource WHERE space_id = %s", [space]
    )
    shown = ShowsPlaces(tuple(name for (name,) in names))
    # (the first part of the path is the home page)
    address = "/en/" + path.strip("/").partition("/")[2] + "/"
    first: date = begins + timedelta(days=7)
    days = [first + timedelta(weeks=number) for number in range(WEEKS)]
    return {f"{address}?view=week&date={day}": shown for day in days}


@dataclass(frozen=True)
class HasEntries:
    """A feed has so many entries and is whole."""

    number: int

    def __call__(self, body: bytes) -> None:
        found = body.count(b"BEGIN:VEVENT")
        if found != self.number or not body.strip().endswith(b"END:VCALENDAR"):
            raise AnswerError(f"A feed has {found} entries for {self.number}.")


@dataclass(frozen=True)
class ShowsPlaces:
    """A week shows a table with everything that is let."""

    names: tuple[str, ...]

    def __call__(self, body: bytes) -> None:
        text = body.decode()
        missing = [name for name in self.names if f">{name}<" not in text]
        if missing or "<table" not in text or "</html>" not in text:
            raise AnswerError(f"A week does not show {missing[:3]}.")
