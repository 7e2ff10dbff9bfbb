"""Dates that come again: "every second Saturday", "every 1 May", "the last Friday".

Written as RFC 5545 has it and read by django-recurrence, as naive dates: its times would
be kept in UTC and move by an hour in October. A set always has its first day (DTSTART).
What would be endless, or breaks the library later, is refused here.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import recurrence
from django.utils import timezone
from recurrence.exceptions import RecurrenceError

LONGEST_TEXT = 1000  # characters
MOST_TIMES, MOST_INTERVAL, MOST_DATES = 1000, 60, 200
FREQUENCIES = (recurrence.YEARLY, recurrence.MONTHLY, recurrence.WEEKLY)
_DAYS = {recurrence.WEEKLY: 7}
_MONTHS = {recurrence.YEARLY: 12, recurrence.MONTHLY: 1}
_TIMES = ("byhour", "byminute", "bysecond")
# With these, whether a date ever comes would take thousands of years to find out.
_REFUSED = ("bysetpos", "byyearday", "byweekno")
_MOST_IN_A_MONTH = 5
_FIRST_YEAR, _LAST_YEAR = 1970, 2200


class BadDateSetError(ValueError):
    """`code` says what is wrong: 'unreadable', 'frequency', 'interval', 'count', 'time',
    'start', 'rules', 'years', 'never' or 'long'."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean_date_set(text: str) -> str:
    """The same set in the form that is stored; '' for none. Raises BadDateSetError."""
    if not text.strip():
        return ""
    if len(text) > LONGEST_TEXT:
        raise BadDateSetError("long")
    found = _read(text)
    _check(found)
    try:
        with timezone.override(UTC):
            plain = re.sub(r"(T\d{6})Z", r"\1", recurrence.serialize(found))
        again = _read(plain)
        is_empty = any(_is_never(rule, again.dtstart) for rule in again.rrules)
    except (RecurrenceError, ValueError, TypeError, OverflowError) as why:
        raise BadDateSetError("unreadable") from why
    if is_empty:
        raise BadDateSetError("never")
    return plain


def _is_never(rule: Any, start: datetime) -> bool:
    return next(iter(rule.to_dateutil_rrule(start)), None) is None


def dates_between(text: str, first: date, last: date) -> frozenset[int]:
    """Ordinals of the dates of a cleaned set from first to last, both included."""
    return _dates(text, first.toordinal(), last.toordinal())


@lru_cache(maxsize=2048)
def _dates(text: str, first: int, last: int) -> frozenset[int]:
    if not text:
        return frozenset()
    since, until = date.fromordinal(first), date.fromordinal(last)
    return frozenset(day.toordinal() for day in _days(_read(text), since, until))


def _read(text: str) -> Any:
    try:
        with timezone.override(UTC):
            found = recurrence.deserialize(text, include_dtstart=False)
    except (RecurrenceError, ValueError, TypeError, OverflowError) as why:
        raise BadDateSetError("unreadable") from why
    for name in ("rdates", "exdates"):
        setattr(found, name, [_midnight(one) for one in getattr(found, name)])
    found.dtstart = _midnight(found.dtstart) if found.dtstart else None
    for rule in found.rrules:
        rule.until = _midnight(rule.until) if rule.until else None
    return found


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, tzinfo=None)


def _check(found: Any) -> None:
    """Raises BadDateSetError."""
    if found.dtstart is None:
        raise BadDateSetError("start")
    if found.exrules or found.dtend or len(found.rrules) > 1:
        raise BadDateSetError("rules")
    if not found.rrules and not found.rdates:
        raise BadDateSetError("rules")
    if len(found.rdates) + len(found.exdates) > MOST_DATES:
        raise BadDateSetError("long")
    ends = [rule.until for rule in found.rrules if rule.until]
    days = [found.dtstart, *found.rdates, *found.exdates, *ends]
    if not all(_FIRST_YEAR <= one.year <= _LAST_YEAR for one in days):
        raise BadDateSetError("years")
    for rule in found.rrules:
        _check_rule(rule)


def _check_rule(rule: Any) -> None:
    wrong = {
        "frequency": rule.freq not in FREQUENCIES,
        "interval": not 1 <= rule.interval <= MOST_INTERVAL,
        "count": rule.count is not None and not 1 <= rule.count <= MOST_TIMES,
        "time": any(getattr(rule, name) for name in _TIMES),
        "rules": not _has_plain_parts(rule),
    }
    for code, is_wrong in wrong.items():
        if is_wrong:
            raise BadDateSetError(code)


def _has_plain_parts(rule: Any) -> bool:
    """Weekdays, or days of months; "the fifth Monday" only of a month."""
    if any(getattr(rule, name) for name in _REFUSED):
        return False
    if rule.byday and rule.bymonthday:
        return False
    if rule.freq == recurrence.WEEKLY:
        return not rule.bymonthday and not any(one.index for one in rule.byday)
    is_of_month = rule.freq == recurrence.MONTHLY or bool(rule.bymonth)
    numbers = [one.index for one in rule.byday if one.index]
    return all(is_of_month and abs(one) <= _MOST_IN_A_MONTH for one in numbers)


def _days(found: Any, first: date, last: date) -> Iterator[date]:
    start = datetime.combine(first, datetime.min.time())
    end = datetime.combine(last, datetime.min.time())
    left_out = set(found.exdates)
    own = [one for one in found.rdates if start <= one <= end]
    for rule in found.rrules:
        begins = _advanced(rule, found.dtstart, start)
        # (before DTSTART nothing comes again)
        rows = rule.to_dateutil_rrule(begins).between(
            max(start, found.dtstart), end, inc=True
        )
        own += rows
    yield from (one.date() for one in own if one not in left_out)


def _advanced(rule: Any, start: datetime, to: datetime) -> datetime:
    """The start moved by whole intervals to shortly before `to`: counting from years ago
    costs as much as the years are many. A rule that counts is counted from its start."""
    if rule.count is not None or to <= start:
        return start
    if days := _DAYS.get(rule.freq, 0) * rule.interval:
        return start + timedelta(days=(to - start).days // days * days)
    months = _MONTHS[rule.freq] * rule.interval
    passed = (to.year - start.year) * 12 + to.month - start.month - 1
    moved = start.year * 12 + start.month - 1 + max(0, passed // months) * months
    if start.day > 28 and not rule.bymonthday and not rule.byday:
        return start  # not every month has such a day, and not every year a 29 February
    year, month = divmod(moved, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, 28))
