"""Profiles for the directory's benchmark, as many as are asked for, in three languages.

Each profile is made by a fixed rule from its number and goes through the projection of
the site itself (`rows_of`), so that what is measured has the shape of what is served.
The rows are written with COPY by two processes; indexes are built afterwards.
"""

import csv
import random
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django
from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.db import connection
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

SESSION = "benchmarkofthedirectory000000000"
DATA = Path(__file__).resolve().parent.parent / "community/profiles/data"
CHUNK = 10_000
WORKERS = 2
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
GIVEN = [
    "Arta",
    "Besa",
    "Drita",
    "Erza",
    "Fjolla",
    "Genta",
    "Hana",
    "Ilirjana",
    "Jehona",
    "Kaltrina",
    "Leonora",
    "Mirlinda",
    "Njomza",
    "Orhidea",
    "Pranvera",
    "Qëndresa",
    "Rina",
    "Shpresa",
    "Teuta",
    "Valbona",
    "Vjosa",
    "Xhejlane",
    "Yllka",
    "Zana",
    "Agim",
    "Arben",
    "Bekim",
    "Besnik",
    "Burim",
    "Dardan",
    "Driton",
    "Endrit",
    "Faton",
    "Flamur",
    "Granit",
    "Ilir",
    "Kushtrim",
    "Liridon",
    "Luan",
    "Mentor",
    "Naim",
    "Petrit",
    "Rinor",
    "Shkëlzen",
    "Taulant",
    "Valon",
    "Veton",
    "Ylli",
]
FAMILY = [
    "Ahmeti",
    "Aliu",
    "Avdiu",
    "Bajrami",
    "Berisha",
    "Bytyqi",
    "Dema",
    "Demiri",
    "Dibra",
    "Elezi",
    "Fazliu",
    "Gashi",
    "Gjoka",
    "Hajdari",
    "Haliti",
    "Hasani",
    "Hoti",
    "Hoxha",
    "Hyseni",
    "Ibrahimi",
    "Islami",
    "Jashari",
    "Kadriu",
    "Kastrati",
    "Kelmendi",
    "Kida",
    "Kola",
    "Krasniqi",
    "Kryeziu",
    "Lama",
    "Limani",
    "Maliqi",
    "Morina",
    "Mustafa",
    "Osmani",
    "Pllana",
    "Prenkaj",
    "Qerimi",
    "Rama",
    "Rexhepi",
    "Sadiku",
    "Salihu",
    "Shala",
    "Shehu",
    "Syla",
    "Thaçi",
    "Tahiri",
    "Ukaj",
    "Veliu",
    "Xhemajli",
    "Ymeri",
    "Zeqiri",
]
# Countries and their share, in percent, near what censuses of the diaspora tell.
COUNTRIES = (
    ("DE", 33, "Berlin München Stuttgart Hamburg Köln Frankfurt Mannheim Ulm Essen"),
    ("CH", 22, "Zürich Basel Bern Genève Luzern Lausanne Winterthur Aarau"),
    ("XK", 12, "Prishtinë Prizren Pejë Gjakovë Ferizaj Gjilan Mitrovicë"),
    ("AT", 7, "Wien Linz Graz Salzburg Innsbruck"),
    ("SE", 6, "Stockholm Göteborg Malmö Helsingborg"),
    ("US", 5, "Boston Chicago Detroit Houston"),
    ("FR", 4, "Paris Lyon Strasbourg"),
    ("GB", 4, "London Leeds Birmingham"),
    ("IT", 3, "Milano Roma Torino"),
    ("NO", 2, "Oslo Bergen"),
    ("BE", 2, "Bruxelles Liège"),
)
ORIGINS = [
    "prishtine",
    "prizren",
    "peje",
    "gjakove",
    "ferizaj",
    "gjilan",
    "vushtrri",
    "podujeve",
]
TEXTS = {
    "sq": "Punoj prej vitesh si {0} në {1} dhe dua të ndaj përvojën time në Kosovë."
    " Më intereson sidomos {2}.",
    "de": "Ich arbeite seit Jahren als {0} in {1} und möchte meine Erfahrung in Kosovo"
    " weitergeben. Besonders interessiert mich {2}.",
    "en": "I have worked for years as {0} in {1} and would like to share what I know in"
    " Kosovo. I am most interested in {2}.",
}
LEVELS = ("A2", "B1", "B2", "C1", "C2", "native")
_USER = (
    "id", "password", "is_superuser", "is_staff", "is_active", "date_joined", "uuid",
    "email", "display_name", "interface_language", "reading_languages", "time_zone",
)  # fmt: skip
_PROFILE = (
    "id", "user_id", "slug", "language", "name", "headline", "summary", "photo",
    "position", "employer", "years", "country", "city", "origin", "availability",
    "phone", "show_email", "visibility", "listed_at", "step", "created_at",
    "updated_at",
)  # fmt: skip


class Many(list):
    """A list that is asked as a related manager is."""

    def all(self) -> "Many":
        return self


@cache
def _labels() -> tuple[list[Any], list[Any]]:
    """Unit groups of occupations and skills, with their labels in all languages."""
    return _things("isco08.csv", "code", 4), _things("skills.csv", "slug", 0)


def _things(file: str, key: str, length: int) -> list[Any]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if len(r[key]) == length or not length]
    return [
        SimpleNamespace(
            code=row[key],
            slug=row[key],
            texts=row,
            labels=Many(SimpleNamespace(text=row[code]) for code in TEXTS),
        )
        for row in rows
    ]


def person(number: int) -> Any:
    """The profile of this number, from 1; the same in every run."""
    dice = random.Random(number)  # noqa: S311 (the same people in every run)
    occupations, skills = _labels()
    # A few professions hold many members, as in life.
    occupation = occupations[int(len(occupations) * dice.random() ** 2.2)]
    country, cities = _country(dice)
    language = dice.choices(("sq", "de", "en"), (50, 33, 17))[0]
    held = dice.sample(skills, dice.randint(2, 9))
    city = dice.choice(cities.split())
    name = f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}"
    work = occupation.texts[language]
    visits = dice.random() < 0.15
    start = timezone.localdate() + timedelta(days=dice.randint(5, 300))
    visibility = {}
    if dice.random() < 0.1:
        visibility = {"name": 31, "headline": 31, "occupation": 31, "country": 31}
    if dice.random() < 0.1:
        visibility[dice.choice(("name", "country", "city", "skills"))] = 0
    return SimpleNamespace(
        pk=number,
        slug=f"p{number:09}",
        language=language,
        name=name,
        headline=f"{work}, {city}",
        summary=TEXTS[language].format(work, city, held[0].texts[language]),
        photo="",
        occupation=occupation,
        position=work[:120],
        employer=f"{dice.choice(FAMILY)} {dice.choice(('AG', 'GmbH', 'Sh.p.k.'))}",
        years=dice.randint(1, 35),
        country=country,
        city=city,
        origin=dice.choice(ORIGINS),
        availability=dice.sample(("remote", "visit", "return"), dice.randint(0, 2)),
        hours_a_month=dice.choice((None, 4, 8, 16)),
        phone="",
        show_email="",
        birth_year=None,
        visibility=visibility,
        partners_since=FIRST if dice.random() < 0.3 else None,
        is_listed=True,
        is_verified=dice.random() < 0.2,
        lives_in_kosovo=country == "XK",
        listed_at=FIRST + timedelta(seconds=number * 180),
        experience=Many(),
        education=Many(),
        licences=Many(),
        links=Many(),
        languages=Many(
            SimpleNamespace(language=code, level=dice.choice(LEVELS))
            for code in dict.fromkeys(("sq", language, dice.choice(("en", "de", "fr"))))
        ),
        skills=Many(
            SimpleNamespace(
                pk=number * 10 + place,
                skill=skill,
                has=True,
                level=dice.randint(1, 3),
                endorsements=dice.randint(0, 9),
                offers=dice.random() < 0.3,
                seeks=dice.random() < 0.1,
            )
            for place, skill in enumerate(held)
        ),
        visits=Many(
            [SimpleNamespace(start=start, end=start + timedelta(days=14), place="")]
            if visits
            else []
        ),
    )


def _country(dice: random.Random) -> tuple[str, str]:
    names = [(code, cities) for code, _share, cities in COUNTRIES]
    return dice.choices(names, [share for _code, share, _cities in COUNTRIES])[0]


def fill(size: int) -> None:
    """Write this many members with their rows, beside what is there."""
    first = _first_free()
    kept = _drop_indexes()
    starts = list(range(0, size, CHUNK))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    connection.close()
    with (
        Progress(*columns, console=Console(stderr=True)) as bars,
        ProcessPoolExecutor(WORKERS, initializer=django.setup) as workers,
    ):
        bar = bars.add_task("Profiles", total=size)
        ranges = [(first + s, first + min(s + CHUNK, size)) for s in starts]
        for number in workers.map(_write, ranges):
            bars.advance(bar, number)
    _finish(kept)


def _first_free() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest((SELECT max(id) FROM accounts_user),"
            " (SELECT max(id) FROM profiles_profile), 0) + 1"
        )
        return int(cursor.fetchone()[0])


def _drop_indexes() -> list[str]:
    """Take the indexes of the rows away; what makes them again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename = 'profiles_profileindex' AND indexname NOT LIKE '%%pkey'"
        )
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in found]


def _write(numbers: tuple[int, int]) -> int:
    people = [person(number) for number in range(*numbers)]
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
        _copy(cursor, "accounts_user", _USER, map(_user, people))
        _copy(cursor, "profiles_profile", _PROFILE, map(_profile, people))
        _copy_rows(cursor, people)
    return len(people)


def _user(one: Any) -> tuple:
    day = one.listed_at
    mail = f"{one.slug}@example.org"
    return (
        one.pk, "!", False, False, True, day, uuid.uuid5(uuid.NAMESPACE_URL, mail),
        mail, one.name, one.language, [one.language], "Europe/Belgrade",
    )  # fmt: skip


def _profile(one: Any) -> tuple:
    from psycopg.types.json import Jsonb  # noqa: PLC0415 (with Django's connection)

    return (
        one.pk, one.pk, one.slug, one.language, one.name, one.headline, one.summary,
        "", one.position, one.employer, one.years, one.country, one.city, one.origin,
        list(one.availability), "", "", Jsonb(one.visibility), one.listed_at, 5,
        one.listed_at, one.listed_at,
    )  # fmt: skip


def _copy_rows(cursor: Any, people: list[Any]) -> None:
    from community.profiles.projection import doc_of, rows_of  # noqa: PLC0415
    from community.profiles.querysets.question import FLAGS  # noqa: PLC0415

    names = (
        "profile_id", "slug", "name", "since", "tokens", "visits", "photo", "card",
        "whole", *FLAGS.values(),
    )  # fmt: skip
    rows = (
        (*(row[name] for name in names), doc_of(row))
        for one in people
        for row in rows_of(one)
    )
    _copy(cursor, "profiles_profileindex", (*names, "doc"), rows)


def _copy(
    cursor: Any, table: str, names: tuple[str, ...], rows: Iterator[tuple]
) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as out:
        for row in rows:
            out.write_row(row)


def _finish(kept: list[str]) -> None:
    from community.profiles.actions import recount  # noqa: PLC0415

    Console(stderr=True).print("Indexes and counts …")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout TO 0")
        cursor.execute("SET maintenance_work_mem TO '512MB'")
        for definition in kept:
            cursor.execute(definition)
        for table in ("accounts_user", "profiles_profile"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id))"
                f" FROM {table}"
            )
    recount()
    _member()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _member() -> None:
    """The member who asks, and a session of theirs that is known to the benchmark."""
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.contrib.sessions.models import Session  # noqa: PLC0415

    from community.accounts.models import User  # noqa: PLC0415

    user, _made = User.objects.get_or_create(
        email="bench-member@example.org", defaults={"display_name": "Member"}
    )
    told = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    Session.objects.update_or_create(
        session_key=SESSION,
        defaults={
            "session_data": SessionStore().encode(told),
            "expire_date": timezone.now() + timedelta(days=365),
        },
    )


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
