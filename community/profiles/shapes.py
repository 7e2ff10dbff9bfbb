"""Maps of people by country: shapes, classes of numbers, rows of the table. Pure."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cms.core.languages import current
from community.profiles.countries import country_names

FILE = Path(__file__).parent / "data" / "country_shapes.json"
CLASSES = 5


@dataclass(frozen=True)
class Shape:
    """A country on a map; `shade` is 0 for nobody, then 1 to `CLASSES`."""

    code: str
    name: str
    path: str
    number: int
    shade: int


@dataclass(frozen=True)
class Step:
    """One class of the legend: so many people, first and last included."""

    shade: int
    first: int
    last: int


@dataclass(frozen=True)
class Map:
    europe: tuple[str, list[Shape]]
    world: tuple[str, list[Shape]]
    legend: list[Step]
    rows: list[Shape]


def world_map(numbers: Mapping[str, int]) -> Map:
    """Maps and table of these numbers of people by country code, the greatest first."""
    counted = {code: n for code, n in numbers.items() if n > 0}
    ends = class_ends(max(counted.values(), default=0))
    rows = [_shape(code, "", counted, ends) for code in counted]
    rows.sort(key=lambda row: (-row.number, row.name))
    return Map(
        _drawn("europe", counted, ends),
        _drawn("world", counted, ends),
        _legend(ends),
        rows,
    )


def class_ends(greatest: int) -> list[int]:
    """The last number of each class, growing by a constant factor; empty for nobody."""
    if greatest < 1:
        return []
    factor = max(greatest, 2) ** (1 / CLASSES)
    ends = {math.ceil(factor**step - 1e-9) for step in range(1, CLASSES)}
    return sorted({end for end in ends if end < greatest} | {greatest})


def shade_of(number: int, ends: list[int]) -> int:
    """The class of a number; the darkest one is always in use."""
    if number < 1:
        return 0
    place = next(i for i, end in enumerate(ends) if number <= end)
    return CLASSES - len(ends) + place + 1


def _legend(ends: list[int]) -> list[Step]:
    firsts = [1, *(end + 1 for end in ends)]
    return [
        Step(shade_of(end, ends), first, end)
        for first, end in zip(firsts, ends, strict=False)
    ]


def _drawn(
    name: str, numbers: Mapping[str, int], ends: list[int]
) -> tuple[str, list[Shape]]:
    """(viewBox, shapes); those without people come first, so that lines lie above."""
    found = _file()[name]
    shapes = [
        _shape(code, path, numbers, ends) for code, path in found["paths"].items()
    ]
    shapes.sort(key=lambda shape: shape.shade)
    return f"0 0 {found['width']} {found['height']}", shapes


def _shape(code: str, path: str, numbers: Mapping[str, int], ends: list[int]) -> Shape:
    number = numbers.get(code, 0)
    name = country_names(current()).get(code, code)
    return Shape(code, name, path, number, shade_of(number, ends))


@cache
def _file() -> dict[str, Any]:
    return dict(json.loads(FILE.read_text(encoding="utf-8")))
