"""Contacts: bringing in a large file, from the upload to the last row, and its memory."""

import json
import subprocess
import sys
from collections.abc import Sequence

from bench.database import Database, database
from bench.measure import AnswerError, Figures
from bench.report import Result, say
from bench.servers import BASE_DIR, manage

SIZE, QUICK_SIZE = 50_000, 200
FORMS = ("csv", "xlsx")
STEPS = ("upload", "check", "import")


def run(size: int, seconds: float, name: str = "") -> Result:
    """Measure files of this many rows; nothing stays in the database.

    `seconds` is not needed: a file takes as long as it takes, and is brought in once.
    Raises AnswerError when not every row arrives.
    """
    say("Preparing the database …")
    with database(name) if name else database("bench_contacts", _tables) as data:
        figures = [one for form in FORMS for one in _measured(data, form, size)]
    return Result(
        bench="contacts",
        size=size,
        about=f"PostgreSQL {data.version}; one process, each file once.",
        figures=figures,
    )


def _tables(environment: dict[str, str]) -> None:
    manage(environment, "migrate", "--no-input", "--verbosity", "0")


def _measured(data: Database, form: str, size: int) -> Sequence[Figures]:
    say(f"A file of {size} rows as {form} …")
    done = subprocess.run(
        [sys.executable, "-m", "bench.bringing_in", form, str(size)],
        cwd=BASE_DIR,
        env=data.environment(),
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise AnswerError(f"The file as {form} was not brought in whole.")
    told = json.loads(done.stdout)
    figures = []
    for step in STEPS:
        one = Figures(f"{step}_{form}")
        one.add({"seconds": told[step]})
        figures.append(one)
    memory = Figures(f"memory_{form}")
    memory.add({"rss_before_mb": told["rss_before_mb"], "rss_mb": told["rss_mb"]})
    return [*figures, memory]
