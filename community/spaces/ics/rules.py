"""Days on which something comes again (RFC 5545, 3.3.10), within a window.

Each day of the window is asked whether the rule holds on it. So the cost is that of the
window, whatever a stranger wrote: a rule that never holds, or one from 1970, costs no more
than another (a generator would look for its next day until the year 9999).
"""

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_KNOWN = {
    *("FREQ", "INTERVAL", "UNTIL", "COUNT", "WKST", "BYSETPOS", "BYDAY"),
    *("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYHOUR", "BYMINUTE", "BYSECOND"),
}
_MOST_NUMBER = 10**9
_MOST_VALUES = 400  # of one part


class Budget:
    """Days that may be looked at for one file, all of its events together."""

    def __init__(self, days: int) -> None:
        self.days = days

    def spend(self, days: int) -> None:
        """Raises ValueError when there are not so many left."""
        if days > self.days:
            raise ValueError("This takes too long.")
        self.days -= max(0, days)


@dataclass(frozen=True)
class Rule:
    """`by_day`: (which one in the month or year, 0 for each; weekday). `until` is as it
    was written: who reads the moments of an event knows what it means."""

    freq: str
    start: date
    interval: int = 1
    count: int = 0
    until: str = ""
    week_start: int = 0
    by_month: frozenset[int] = frozenset()
    by_month_day: frozenset[int] = frozenset()
    by_year_day: frozenset[int] = frozenset()
    by_day: frozenset[tuple[int, int]] = frozenset()
    by_set_pos: frozenset[int] = frozenset()
    _sets: dict[int, dict[date, int]] = field(
        init=False, default_factory=dict, compare=False
    )

    def days(self, first: date, last: date, budget: Budget) -> Iterator[date]:
        """From first to last, in order. Raises ValueError when the budget is used up."""
        left = self.count
        if left > (last - self.start).days:
            left = 0  # (it comes once a day at most: they do not run out)
        since = self.start if left else max(first, self.start)
        budget.spend(((last - since).days + 1) * (3 if self.by_set_pos else 1))
        for number in range(since.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(number)
            if not self.holds_on(day):
                continue
            if day >= first:
                yield day
            if left == 1:
                return
            left = max(0, left - 1)

    def holds_on(self, day: date) -> bool:
        """Of a day from the start on, whatever COUNT and UNTIL say."""
        if not self._is_turn(day) or not self._is_named(day):
            return False
        return not self.by_set_pos or self._has_place(day)

    def _is_turn(self, day: date) -> bool:
        """It is the turn of this day, week, month or year."""
        if self.freq == "DAILY":
            return (day - self.start).days % self.interval == 0
        if self.interval == 1:
            return True
        if self.freq == "WEEKLY":
            weeks = (self._week(day) - self._week(self.start)) // 7
            return weeks % self.interval == 0
        years = day.year - self.start.year
        if self.freq == "MONTHLY":
            return (years * 12 + day.month - self.start.month) % self.interval == 0
        return years % self.interval == 0

    def _week(self, day: date) -> int:
        """The ordinal of its first day."""
        return day.toordinal() - (day.weekday() - self.week_start) % 7

    def _is_named(self, day: date) -> bool:
        if self.by_month and day.month not in self.by_month:
            return False
        if self.by_month_day and not self._is_day_of_month(day):
            return False
        if self.by_year_day and not self._is_day_of_year(day):
            return False
        return not self.by_day or self._is_weekday(day)

    def _is_day_of_month(self, day: date) -> bool:
        length = monthrange(day.year, day.month)[1]
        named = self.by_month_day
        return day.day in named or day.day - length - 1 in named

    def _is_day_of_year(self, day: date) -> bool:
        number, named = day.timetuple().tm_yday, self.by_year_day
        return number in named or number - _length(day.year) - 1 in named

    def _is_weekday(self, day: date) -> bool:
        weekday = day.weekday()
        if (0, weekday) in self.by_day:
            return True
        at, length = day.day, monthrange(day.year, day.month)[1]
        if self.freq == "YEARLY" and not self.by_month:
            at, length = day.timetuple().tm_yday, _length(day.year)
        from_first, from_last = (at - 1) // 7 + 1, -((length - at) // 7 + 1)
        return (from_first, weekday) in self.by_day or (
            from_last,
            weekday,
        ) in self.by_day

    def _has_place(self, day: date) -> bool:
        """It is the nth of those that are named in its week, month or year."""
        since, length = self._period(day)
        named = self._sets.get(since)
        if named is None:
            days = (date.fromordinal(since + number) for number in range(length))
            some = (one for one in days if self._is_named(one))
            named = self._sets[since] = {one: n for n, one in enumerate(some)}
        place = named[day]
        return place + 1 in self.by_set_pos or place - len(named) in self.by_set_pos

    def _period(self, day: date) -> tuple[int, int]:
        if self.freq == "DAILY":
            return day.toordinal(), 1
        if self.freq == "WEEKLY":
            return self._week(day), 7
        if self.freq == "MONTHLY":
            return day.replace(day=1).toordinal(), monthrange(day.year, day.month)[1]
        return date(day.year, 1, 1).toordinal(), _length(day.year)


def _length(year: int) -> int:
    return 366 if isleap(year) else 365


def rule_of(text: str, start: datetime) -> Rule:
    """Of something that begins at `start`. Raises ValueError for what is no rule, comes
    more often than once a day, or needs what is not known here (week numbers)."""
    parts = _parts(text)
    freq = parts.get("FREQ", "")
    if freq not in FREQUENCIES:
        raise ValueError("It comes again too often, or nobody knows when.")
    for name, own in (
        ("BYHOUR", start.hour),
        ("BYMINUTE", start.minute),
        ("BYSECOND", start.second),
    ):
        if name in parts and _numbers(parts[name], 0, 60) != {own}:
            raise ValueError("It comes at other times of the day than its first.")
    by_day = frozenset(_weekdays(parts.get("BYDAY", "")))
    if freq in ("DAILY", "WEEKLY"):
        by_day = frozenset((0, weekday) for _n, weekday in by_day)
    named = {
        "by_month": _numbers(parts.get("BYMONTH", ""), 1, 12),
        "by_month_day": _numbers(parts.get("BYMONTHDAY", ""), -31, 31),
        "by_year_day": _numbers(parts.get("BYYEARDAY", ""), -366, 366),
    }
    if not (named["by_month_day"] or named["by_year_day"] or by_day):
        by_day, named = _usual(freq, start.date(), named)
    return Rule(
        freq=freq,
        start=start.date(),
        interval=_number(parts.get("INTERVAL", "1"), 1),
        count=_number(parts["COUNT"], 1) if "COUNT" in parts else 0,
        until=parts.get("UNTIL", ""),
        week_start=_DAYS[parts.get("WKST", "MO")],
        by_day=by_day,
        by_set_pos=_numbers(parts.get("BYSETPOS", ""), -366, 366),
        **named,
    )


def _usual(
    freq: str, start: date, named: dict[str, frozenset[int]]
) -> tuple[frozenset[tuple[int, int]], dict[str, frozenset[int]]]:
    """What the first day says where the rule says nothing."""
    if freq == "WEEKLY":
        return frozenset({(0, start.weekday())}), named
    if freq == "MONTHLY":
        return frozenset(), {**named, "by_month_day": frozenset({start.day})}
    if freq == "YEARLY":
        months = named["by_month"] or frozenset({start.month})
        days = {"by_month": months, "by_month_day": frozenset({start.day})}
        return frozenset(), {**named, **days}
    return frozenset(), named


def _parts(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in text.strip().strip(";").upper().split(";"):
        name, is_told, value = part.partition("=")
        if not is_told or name not in _KNOWN or name in found:
            raise ValueError("This part of a rule is not known.")
        found[name] = value
    if found.get("WKST", "MO") not in _DAYS:
        raise ValueError("A week begins on another day.")
    return found


def _numbers(text: str, least: int, most: int) -> frozenset[int]:
    values = text.split(",") if text else []
    if len(values) > _MOST_VALUES:
        raise ValueError("Very many values.")
    found = frozenset(_number(one, least) for one in values)
    if any(one > most or (one == 0 and least < 0) for one in found):
        raise ValueError("A number is too large.")
    return found


def _number(text: str, least: int) -> int:
    if len(text) > 12:
        raise ValueError("A number is too long.")
    found = min(int(text), _MOST_NUMBER)
    if found < least:
        raise ValueError("A number is too small.")
    return found


def _weekdays(text: str) -> Iterator[tuple[int, int]]:
    for one in text.split(",")[:_MOST_VALUES] if text else ():
        name, number = one[-2:], one[:-2]
        if name not in _DAYS:
            raise ValueError("This is no day of the week.")
        yield (_number(number, -53) if number else 0), _DAYS[name]
