"""Every write of the spaces."""

from community.spaces.actions.asking import (
    Ask,
    FreeChoice,
    Told,
    ask_local,
    local_moment,
)
from community.spaces.actions.booking import Booked, book, book_all
from community.spaces.actions.changing import (
    cancel_booking,
    check_in,
    check_out,
    confirm_booking,
    decline_booking,
    edit_note,
    mark_no_show,
    opens_at,
)
from community.spaces.actions.choices import free_choices
from community.spaces.actions.closing import Closure, close_days, reopen_days
from community.spaces.actions.feeds import (
    TooManyFeedsError,
    feed_was_used,
    issue_feed_token,
    revoke_feed_token,
)
from community.spaces.actions.forgetting import forget_member
from community.spaces.actions.founding import space_changed
from community.spaces.actions.guarding import BookingsBrokenError, guarded
from community.spaces.actions.holidays import (
    Holiday,
    Imported,
    import_holidays,
    known_holidays,
)
from community.spaces.actions.moving import move_booking
from community.spaces.actions.refusals import (
    BusyError,
    FreeNowError,
    FullError,
    HasPlaceError,
    KeyReusedError,
    LapsedError,
    RefusedError,
    StaleError,
    TooEarlyError,
    TooManyError,
    TooManyWaitsError,
    VisitNotBookedError,
    WrongStateError,
)
from community.spaces.actions.roles import give_role, take_role
from community.spaces.actions.settling import settle_overdue
from community.spaces.actions.sweeping import promote_waiting
from community.spaces.actions.visiting import (
    BookedVisit,
    VisitWish,
    book_visit,
    cancel_visit,
    check_wish,
    sent_visit,
)
from community.spaces.actions.waiting import Joined, join_waitlist, leave_waitlist

__all__ = [
    "Ask",
    "Booked",
    "BookedVisit",
    "BookingsBrokenError",
    "BusyError",
    "Closure",
    "FreeChoice",
    "FreeNowError",
    "FullError",
    "HasPlaceError",
    "Holiday",
    "Imported",
    "Joined",
    "KeyReusedError",
    "LapsedError",
    "RefusedError",
    "StaleError",
    "Told",
    "TooEarlyError",
    "TooManyError",
    "TooManyFeedsError",
    "TooManyWaitsError",
    "VisitNotBookedError",
    "VisitWish",
    "WrongStateError",
    "ask_local",
    "book",
    "book_all",
    "book_visit",
    "cancel_booking",
    "cancel_visit",
    "check_in",
    "check_out",
    "check_wish",
    "close_days",
    "confirm_booking",
    "decline_booking",
    "edit_note",
    "feed_was_used",
    "forget_member",
    "free_choices",
    "give_role",
    "guarded",
    "import_holidays",
    "issue_feed_token",
    "join_waitlist",
    "known_holidays",
    "leave_waitlist",
    "local_moment",
    "mark_no_show",
    "move_booking",
    "opens_at",
    "promote_waiting",
    "reopen_days",
    "revoke_feed_token",
    "sent_visit",
    "settle_overdue",
    "space_changed",
    "take_role",
]
