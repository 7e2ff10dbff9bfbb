"""Spaces: availability, plans, bookings, the last seat, feeds and the calendar."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from bench.database import Database, database
from bench.houses import IN_WINDOW
from bench.measure import AnswerError, Figures
from bench.report import Result, say
from bench.servers import BASE_DIR, StartError, manage
from bench.space_pages import pages

SIZE, QUICK_SIZE = 200_000, 1_000
TIMES = 20  # more history than there is in the window

AVAILABILITY = "availability_100x90"
FLOOR = f"floor_{AVAILABILITY}"
INSIDE = (AVAILABILITY, FLOOR, "space_week", "visit_plan", "booking")


def run(size: int, seconds: float, name: str = "") -> Result:
    """Measure with this many bookings, a twentieth of them (10,000 at most) in the
    ninety days to come; `seconds` and `name` as for content.

    Growth is measured beside a database that has those of the ninety days alone; with a
    `name` there is none to compare with. What was booked is taken away.
    Raises AnswerError for wrong numbers, StartError when a program does not run.
    """
    window = min(IN_WINDOW, max(1, size // TIMES))
    say("Preparing the database …")
    with contextlib.ExitStack() as open_:
        if name:
            data = open_.enter_context(database(name))
        else:
            small = open_.enter_context(_filled(window, window))
            data = open_.enter_context(_filled(size, window))
        figures = [
            *_inside(data, seconds, INSIDE),
            *_last_seat(data),
            *pages(data, seconds),
        ]
        if not name:
            say("The same without the history …")
            (before,) = _inside(small, seconds, [AVAILABILITY])
            figures.append(growth(before, figures[0], size // window))
    return Result("spaces", size, _about(data), figures, floors={AVAILABILITY: FLOOR})


def _filled(size: int, window: int) -> contextlib.AbstractContextManager[Database]:
    name = f"bench_spaces_{size}"
    if window != IN_WINDOW:
        name += f"_{window}"
    return database(name, lambda environment: fill(environment, size, window))


def fill(environment: dict[str, str], size: int, window: int) -> None:
    """Tables, the taxonomy, members, spaces, and this many bookings."""
    manage(environment, "compile_catalogues")
    manage(environment, "migrate", "--no-input", "--verbosity", "0")
    manage(environment, "load_taxonomy")
    done = subprocess.run(
        [sys.executable, "-m", "bench.houses", str(size), str(window)],
        cwd=BASE_DIR,
        env=environment,
        stdout=sys.stderr,
        check=False,
    )
    if done.returncode:
        raise StartError("The bookings could not be made; the reason stands above.")


def _about(data: Database) -> str:
    return (
        f"PostgreSQL {data.version}; what is no address is done in one process, one"
        " after the other, and its CPU is that of the process and of PostgreSQL."
    )


def _inside(data: Database, seconds: float, cases: Sequence[str]) -> list[Figures]:
    """What is measured in a process of its own."""
    say("Reckoning and booking …")
    told = _told(data, "bench.seats", str(seconds), str(data.server.pid), *cases)
    figures = []
    for case, repeats in told.items():
        one = Figures(case)
        for values in repeats:
            one.add(values)
        figures.append(one)
    return figures


def _last_seat(data: Database) -> list[Figures]:
    """How many got it, how many were refused as they should, what else there was, and
    how long the slowest waited; beside it how many got it when nobody guarded it."""
    say("Fifty want the last seat …")
    named = {
        "winners": "last_seat_winners",
        "refused": "last_seat_refused",
        "errors": "last_seat_errors",
        "control_winners": "last_seat_control_winners",
    }
    counts = {key: Figures(case) for key, case in named.items()}
    slowest = Figures("last_seat")
    for values in _told(data, "bench.last_seat"):
        for key, figures in counts.items():
            figures.add({"count": values[key]})
        slowest.add({"seconds": values["seconds"]})
    return [slowest, *counts.values()]


def growth(small: Figures, large: Figures, times: int) -> Figures:
    """How many times as long it takes with so many times the bookings."""
    found = Figures(f"growth_{times}x")
    before, after = small.median("p50_ms"), large.median("p50_ms")
    if before and after:
        found.add({"ratio": after / before})
    return found


def _told(data: Database, module: str, *arguments: str) -> Any:
    """What a program of the benchmark prints, on this database. As in production: mails
    are written by workers, of which none runs."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=BASE_DIR,
        env=data.environment() | {"JOBS": "database"},
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise AnswerError(f"{module} failed; the reason stands above.")
    return json.loads(done.stdout)
