"""How full a space is, drawn as bars."""

from collections.abc import Iterable
from dataclasses import dataclass

from community.spaces.desk import DayLoad

WIDTH, HEIGHT = 700, 160
_GAP, _FOOT = 10, 4


@dataclass(frozen=True)
class Bar:
    """A day of the chart: where it is drawn, and what it stands for."""

    x: int
    y: int
    width: int
    height: int
    load: DayLoad


def bars_of(loads: Iterable[DayLoad]) -> list[Bar]:
    """One for each day, from left to right; a day without anything has a low one."""
    days = list(loads)
    step = WIDTH // max(1, len(days))
    bars = []
    for number, one in enumerate(days):
        height = max(_FOOT, HEIGHT * one.percent // 100)
        x = number * step + _GAP // 2
        bars.append(Bar(x, HEIGHT - height, step - _GAP, height, one))
    return bars
