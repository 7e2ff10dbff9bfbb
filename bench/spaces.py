"""Spaces: availability, plans, bookings, the last seat, feeds and the calendar."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from bench.database import Database, database
from bench.measure import AnswerError, Figures
from bench.report import Result, say
from bench.servers import BASE_DIR, StartError, manage

SIZE, QUICK_SIZE = 200_000, 1_000
TIMES = 20  # more history than there is in the window
MOST_IN_WINDOW = 10_000
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
    window = min(MOST_IN_WINDOW, max(1, size // TIMES))
    say("Preparing the database …")
    with contextlib.ExitStack() as open_:
        if name:
            data = open_.enter_context(database(name))
        else:
            small = open_.enter_context(_filled(window, window))
            data = open_.enter_context(_filled(size, window))
        figures = _inside(data, seconds, INSIDE)
        if not name:
            say("The same without the history …")
            (before,) = _inside(small, seconds, [AVAILABILITY])
            figures.append(_growth(before, figures[0], size // window))
    return Result("spaces", size, _about(data), figures, floors={AVAILABILITY: FLOOR})


def _filled(size: int, window: int) -> contextlib.AbstractContextManager[Database]:
    name = f"bench_spaces_{size}"
    if window != MOST_IN_WINDOW:
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


def _growth(small: Figures, large: Figures, times: int) -> Figures:
    """How many times as long it takes with so many times the bookings."""
    found = Figures(f"growth_{times}x")
    before, after = small.median("p50_ms"), large.median("p50_ms")
    if before and after:
        found.add({"ratio": after / before})
    return found


def _told(data: Database, module: str, *arguments: str) -> dict[str, Any]:
    """What a program of the benchmark prints, on this database."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=BASE_DIR,
        env=data.environment(),
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise AnswerError(f"{module} failed; the reason stands above.")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
