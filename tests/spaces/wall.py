"""Ways of saying days and moments, and an oracle that counts minute by minute."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings

from community.spaces.calendar import Window, utc_minute

# A busy machine is no fault of what is tested.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
PRISHTINA = ZoneInfo("Europe/Belgrade")
MONDAY = date(2027, 6, 7)
GAP, DOUBLED = date(2027, 3, 28), date(2027, 10, 31)


def clock(text: str) -> int:
    """'09:30' as minutes of the day."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def utc(text: str) -> int:
    """'2027-03-28 01:00' (UTC) as a moment."""
    return utc_minute(datetime.fromisoformat(text).replace(tzinfo=UTC))


def at(text: str, day: date = MONDAY) -> int:
    """A wall time of a day in Prishtina."""
    moment = datetime.combine(day, datetime.min.time(), PRISHTINA)
    hours, minutes = text.split(":")
    return utc_minute(moment.replace(hour=int(hours), minute=int(minutes)))


def window(start: str, end: str, day: date = MONDAY) -> Window:
    return Window(at(start, day), at(end, day))


def free_by_the_minute(windows, busy, seats, buffer=0):
    """How many seats are free in each minute that is open."""
    return {
        minute: seats
        - len(
            {
                seat
                for start, end, seat in busy
                if start - buffer <= minute < end + buffer and seat < seats
            }
        )
        for start, end in windows
        for minute in range(start, end)
    }


def spread(found):
    """Segments as a number for each minute."""
    return {minute: free for start, end, free in found for minute in range(start, end)}
