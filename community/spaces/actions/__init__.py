"""Every write of the spaces."""

from community.spaces.actions.asking import (
    Ask,
    FreeChoice,
    Told,
    ask_local,
    local_moment,
)
from community.spaces.actions.blocking import take_over
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
from community.spaces.actions.refreshing import (
    fetch_due_sources,
    fetch_source,
    read_source,
)
from community.spaces.actions.refusals import (
    BusyError,
    FreeNowError,
    FullError,
    HasPlaceError,
    KeyReusedError,
    LapsedError,
    PausedError,
    ReadJustNowError,
    RefusedError,
    StaleError,
    TooEarlyError,
    TooManyError,
    TooManySourcesError,
    TooManyWaitsError,
    VisitNotBookedError,
    WrongStateError,
)
from community.spaces.actions.roles import give_role, take_role
from community.spaces.actions.settling import settle_overdue
from community.spaces.actions.sources import (
    MOST_SOURCES,
    SourceWish,
    add_source,
    change_source,
    fetch_now,
    pause_source,
    remove_source,
    resume_source,
)
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
    "MOST_SOURCES",
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
    "PausedError",
    "ReadJustNowError",
    "RefusedError",
    "SourceWish",
    "StaleError",
    "Told",
    "TooEarlyError",
    "TooManyError",
    "TooManyFeedsError",
    "TooManySourcesError",
    "TooManyWaitsError",
    "VisitNotBookedError",
    "VisitWish",
    "WrongStateError",
    "add_source",
    "ask_local",
    "book",
    "book_all",
    "book_visit",
    "cancel_booking",
    "cancel_visit",
    "change_source",
    "check_in",
    "check_out",
    "check_wish",
    "close_days",
    "confirm_booking",
    "decline_booking",
    "edit_note",
    "feed_was_used",
    "fetch_due_sources",
    "fetch_now",
    "fetch_source",
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
    "pause_source",
    "promote_waiting",
    "read_source",
    "remove_source",
    "reopen_days",
    "resume_source",
    "revoke_feed_token",
    "sent_visit",
    "settle_overdue",
    "space_changed",
    "take_over",
    "take_role",
]
