"""Input from people: bookings and visits by members, dates that come again by managers, calendars
from elsewhere."""

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
from community.spaces.forms.sources import SourceChangeForm, SourceForm
from community.spaces.forms.visits import WORKING_DAYS, PlanForm, VisitForm
from community.spaces.forms.waiting import WaitForm, any_of

__all__ = [
    "WORKING_DAYS",
    "BookingForm",
    "ClosingForm",
    "DateSetWidget",
    "MoveForm",
    "PlanForm",
    "SourceChangeForm",
    "SourceForm",
    "VersionForm",
    "VisitForm",
    "WaitForm",
    "any_of",
    "asked_day",
    "asked_time",
    "filled_with",
    "new_key",
    "parts_of",
]
