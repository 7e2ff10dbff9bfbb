"""Arithmetic of hours, seats and visits: plain numbers in, plain numbers out.

A moment is a whole number of minutes since 1970 in UTC (`utc_minute`, `moment_of`); what
is asked for and what is taken are half-open, from start to end. No tables, no queries,
no clock: who calls says what is busy and what time it is.
"""

from community.spaces.calendar.date_sets import (
    BadDateSetError,
    clean_date_set,
    dates_between,
)
from community.spaces.calendar.gaps import Alternative, Asked, Gap, Offer
from community.spaces.calendar.hours import (
    DayChange,
    Rule,
    Window,
    days_of,
    joined,
    opening_windows,
    windows_by_resource,
)
from community.spaces.calendar.moments import (
    Wall,
    local_of,
    moment_of,
    utc_minute,
    wall_minute,
)
from community.spaces.calendar.seats import (
    Choice,
    fits,
    free_seat,
    free_seats,
    next_free,
)
from community.spaces.calendar.segments import Busy, Segment, segments, units
from community.spaces.calendar.terms import Grain, Terms, refusals
from community.spaces.calendar.visits import (
    Plan,
    PlannedDay,
    asked_days,
    visit_plan,
)

__all__ = [
    "Alternative",
    "Asked",
    "BadDateSetError",
    "Busy",
    "Choice",
    "DayChange",
    "Gap",
    "Grain",
    "Offer",
    "Plan",
    "PlannedDay",
    "Rule",
    "Segment",
    "Terms",
    "Wall",
    "Window",
    "asked_days",
    "clean_date_set",
    "dates_between",
    "days_of",
    "fits",
    "free_seat",
    "free_seats",
    "joined",
    "local_of",
    "moment_of",
    "next_free",
    "opening_windows",
    "refusals",
    "segments",
    "units",
    "utc_minute",
    "visit_plan",
    "wall_minute",
    "windows_by_resource",
]
