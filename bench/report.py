"""What comes out: records, as lines of JSON for machines or as a table for people."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.measure import UNITS, Figures

CONSOLE = Console(stderr=True, highlight=False)
LOAD = ("rps", "p50_ms", "p95_ms", "p99_ms", "server_cpu_ms", "db_cpu_ms", "cpu_ms")
# With one request after the other.
ALONE = ("alone_p50_ms", "alone_p95_ms", "alone_cpu_ms")
COLUMNS = (*LOAD, *ALONE)
# What a floor can be compared by; statements and bytes are no matter of speed.
COMPARED = frozenset(COLUMNS)


@dataclass
class Result:
    """Figures of one run; `floors` names the case that is the floor of another."""

    bench: str
    size: int
    about: str
    figures: list[Figures]
    floors: dict[str, str] = field(default_factory=dict)

    def floor(self, case: str, metric: str) -> float | None:
        """The floor's value of this metric; None where there is none to compare with."""
        wanted = self.floors.get(case)
        if metric not in COMPARED:
            return None
        found = (f.median(metric) for f in self.figures if f.case == wanted)
        return next(found, None)


def say(text: str) -> None:
    """Tell a waiting person how far it is, apart from the result."""
    CONSOLE.print(text, style="dim")


def records(result: Result) -> Iterator[dict[str, Any]]:
    """One record for each case and metric.

    `value` is the median of the repeats, `low` and `high` are their extremes. `floor` and
    `ratio` (value by floor) are there where a floor above 0 was measured.
    """
    for figures in result.figures:
        for metric, values in figures.values.items():
            value = figures.median(metric)
            record = {
                "bench": result.bench,
                "case": figures.case,
                "metric": metric,
                "value": _short(value),
                "unit": UNITS[metric],
                "size": result.size,
                "low": _short(min(values)),
                "high": _short(max(values)),
            }
            if floor := result.floor(figures.case, metric):
                record |= {"floor": _short(floor), "ratio": _short(value / floor)}
            yield record


def print_json(result: Result) -> None:
    for record in records(result):
        print(json.dumps(record))


def print_table(result: Result) -> None:
    table = Table(title=f"{result.bench}, {result.size}", caption=result.about)
    for column in ("case", *COLUMNS, "± %", "sql", "KB", "floor", "ratio"):
        table.add_column(column, justify="left" if column == "case" else "right")
    for figures in result.figures:
        if "rps" in figures.values:
            table.add_row(*_cells(result, figures))
    console = Console()
    console.print(table)
    for figures in result.figures:
        if "rps" not in figures.values:
            parts = (f"{m} {_number(figures.median(m))}" for m in figures.values)
            console.print(f"{figures.case}: {', '.join(parts)}")


def _cells(result: Result, figures: Figures) -> list[str]:
    cpu, floor = figures.median("cpu_ms"), result.floor(figures.case, "cpu_ms")
    size = figures.median("bytes")
    return [
        figures.case,
        *(_number(figures.median(metric)) for metric in COLUMNS),
        _number(_spread(figures.values["cpu_ms"])),
        _number(figures.median("sql")),
        _number(size / 1000 if size is not None else None),
        _number(floor),
        _number(cpu / floor if cpu and floor else None),
    ]


def _spread(values: list[float]) -> float | None:
    """Half the distance of the extremes, in per cent of their middle."""
    middle = (max(values) + min(values)) / 2
    return 50 * (max(values) - min(values)) / middle if middle else None


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _short(value: float) -> float:
    return round(value, 4)
