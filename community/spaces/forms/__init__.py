"""Input from people: bookings by members, dates that come again by managers."""

from community.spaces.forms.bookings import (
    BookingForm,
    MoveForm,
    VersionForm,
    asked_day,
    asked_time,
    filled_with,
    new_key,
)
from community.spaces.forms.closing import ClosingForm
from community.spaces.forms.date_sets import DateSetWidget, parts_of

__all__ = [
    "BookingForm",
    "ClosingForm",
    "DateSetWidget",
    "MoveForm",
    "VersionForm",
    "asked_day",
    "asked_time",
    "filled_with",
    "new_key",
    "parts_of",
]
