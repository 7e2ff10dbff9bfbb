"""Public holidays from a file to be reviewed become closed days of a space.

The file is made by `manage.py holiday_file` and read by people before it is committed:
feasts that follow the moon are estimated, and the government moves days off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from community.spaces.models import DayException, Space

_DATA = Path(__file__).parent.parent / "data"
SETS = ("xk",)


@dataclass(frozen=True)
class Holiday:
    """`key` stays the same when the date of an estimated feast becomes known."""

    key: str
    day: date
    names: dict[str, str]
    is_estimated: bool


@dataclass(frozen=True)
class Imported:
    """How many closed days were added, changed and taken away."""

    added: int = 0
    changed: int = 0
    removed: int = 0


def known_holidays(code: str = "xk") -> list[Holiday]:
    """A set in the order of its days. Raises ValueError for an unknown one."""
    if code not in SETS:
        raise ValueError(f"There is no set of holidays called {code}.")
    path = _DATA / f"holidays_{code}.yaml"
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["holidays"]
    return [
        Holiday(
            f"{code}-{row['date'].year}-{row['code']}",
            row["date"],
            row["names"],
            row.get("estimated", False),
        )
        for row in rows
    ]


@transaction.atomic
def import_holidays(
    space: Space, code: str = "xk", years: Sequence[int] | None = None
) -> Imported:
    """Close the space on the holidays of these years, or of all that are known.

    Doing it twice changes nothing. Hours that people wrote into an imported day stay; a
    day that is no holiday any more goes. Raises ValueError for an unknown set.
    """
    Space.objects.select_for_update(no_key=True).get(pk=space.pk)
    wanted = {
        one.key: one
        for one in known_holidays(code)
        if years is None or one.day.year in years
    }
    own = DayException.objects.filter(
        space=space, source=DayException.Source.HOLIDAYS, resource=None
    )
    there = {one.source_key: one for one in own}
    made = [_closed(space, one) for key, one in wanted.items() if key not in there]
    DayException.objects.bulk_create(made)
    changed = [
        row for key, row in there.items() if key in wanted and _take(row, wanted[key])
    ]
    DayException.objects.bulk_update(changed, _TOLD)
    covered = {f"{code}-{one.day.year}-" for one in wanted.values()}
    gone = [
        row.pk
        for key, row in there.items()
        if key not in wanted and any(key.startswith(prefix) for prefix in covered)
    ]
    own.filter(pk__in=gone).delete()
    return Imported(len(made), len(changed), len(gone))


_TOLD = ("first", "last", "label_sq", "label_en", "label_de", "is_estimated")


def _told(holiday: Holiday) -> dict[str, Any]:
    labels = {f"label_{code}": text for code, text in holiday.names.items()}
    return {
        "first": holiday.day,
        "last": holiday.day,
        "is_estimated": holiday.is_estimated,
        **labels,
    }


def _closed(space: Space, holiday: Holiday) -> DayException:
    return DayException(
        space=space,
        source=DayException.Source.HOLIDAYS,
        source_key=holiday.key,
        **_told(holiday),
    )


def _take(row: DayException, holiday: Holiday) -> bool:
    """Write what the file says into the row; False when it says so already."""
    told = _told(holiday)
    if all(getattr(row, name) == value for name, value in told.items()):
        return False
    for name, value in told.items():
        setattr(row, name, value)
    return True
