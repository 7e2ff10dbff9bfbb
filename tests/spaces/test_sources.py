"""Calendars from elsewhere: what of them becomes blocks, and what a failure leaves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from community.spaces import actions
from community.spaces.actions import (
    PausedError,
    ReadJustNowError,
    SourceWish,
    TooManySourcesError,
    fetch_due_sources,
    fetch_source,
    join_waitlist,
)
from community.spaces.actions import refreshing as refreshing_module
from community.spaces.conflicts import conflicts
from community.spaces.ics import Fault, Fetched, Marks, SourceError
from community.spaces.models import Allocation, Block, Booking, IcsSource
from community.spaces.querysets import busy_between
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.asked import NOW, ask, booked
from tests.spaces.elsewhere import event, file_with

ADDRESS = "https://calendar.example/secret-key/busy.ics"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOW + HOUR
LESSON = event("lesson", "20270607T100000", "20270607T110000", "SUMMARY:Law")
FAIR = event("fair", "20270609T090000", "20270609T170000", "SUMMARY:Fair")


class Server:
    """Answers with this file, or fails; and knows what it was asked."""

    def __init__(self, *events: str) -> None:
        self.say(*events)
        self.asked: list[tuple[str, str, Marks]] = []

    def say(self, *events: str) -> None:
        self.answer: Fetched | Fault = Fetched(file_with(*events), Marks('"a"', "Mon"))

    def __call__(self, address: str, agent: str, marks: Marks) -> Fetched:
        self.asked.append((address, agent, marks))
        if isinstance(self.answer, Fault):
            raise SourceError(self.answer)
        return self.answer


@pytest.fixture
def source(space, room, manager):
    return IcsSource.objects.create(
        space=space, resource=room, name="University", address=ADDRESS, by=manager
    )


def reread(source, server, now=NOW) -> bool:
    return fetch_source(IcsSource.objects.get(pk=source.pk), now, server)


def blocks(source) -> list[tuple[str, str, str]]:
    rows = Block.objects.filter(source=source).order_by("starts_at", "resource")
    return [(one.uid, f"{one.starts_at:%m-%d %H}", one.reason) for one in rows]


# Taking over ------------------------------------------------------------------------------


def test_what_takes_place_keeps_the_room_busy(source, room, arta):
    server = Server(LESSON, FAIR)

    assert reread(source, server)

    assert blocks(source) == [
        ("lesson", "06-07 08", "University"),
        ("fair", "06-09 07", "University"),
    ]
    source.refresh_from_db()
    told = (source.asked_at, source.good_at, source.next_at, source.state)
    assert told == (NOW, NOW, NOW + HOUR, "good")
    assert (source.etag, source.modified, source.failures) == ('"a"', "Mon", 0)
    with pytest.raises(actions.FullError):
        booked(arta, room)
    assert booked(arta, room, "11:00", "12:00")
    ((address, agent, marks),) = server.asked
    assert (address, marks) == (ADDRESS, Marks())
    assert "http" in agent


def test_titles_are_kept_only_where_it_is_wanted(source, manager):
    actions.change_source(manager, source, keeps_titles=True)
    reread(source, Server(LESSON))
    assert blocks(source) == [("lesson", "06-07 08", "Law")]

    actions.change_source(manager, source, keeps_titles=False)

    assert blocks(source) == [("lesson", "06-07 08", "University")]


def test_only_what_changed_is_touched(source, room):
    reread(source, Server(LESSON, FAIR))
    before = dict(Block.objects.values_list("uid", "pk"))
    seats = set(Allocation.objects.filter(block=before["lesson"]).values_list("pk"))
    moved = FAIR.replace("T170000", "T150000")
    new = event("new", "20270611T100000", "20270611T110000")

    reread(source, Server(LESSON, moved, new), LATER)

    after = dict(Block.objects.values_list("uid", "pk"))
    assert set(after) == {"lesson", "fair", "new"}
    assert after["lesson"] == before["lesson"]
    assert after["fair"] != before["fair"]
    assert (
        set(Allocation.objects.filter(block=after["lesson"]).values_list("pk")) == seats
    )
    assert Allocation.objects.count() == 3


def test_many_events_are_taken_over_and_let_go_in_steps(source, room, manager):
    lines = ("RRULE:FREQ=DAILY", "SUMMARY:x")
    some = [
        event(str(n), f"20270607T{10 + n}0000", f"20270607T{10 + n}3000", *lines)
        for n in range(3)
    ]
    reread(source, Server(*some))
    number = Block.objects.count()
    assert number > 500
    assert Allocation.objects.count() == number

    reread(source, Server(some[0]), LATER)

    assert set(Block.objects.values_list("uid", flat=True)) == {"0"}
    assert Allocation.objects.count() == Block.objects.count() == number // 3
    actions.remove_source(manager, source, LATER)
    assert not Allocation.objects.exists()


def test_what_has_vanished_goes_to_who_waits(source, room, arta):
    reread(source, Server(LESSON))
    entry = join_waitlist(arta, ask(room), now=NOW).entry

    reread(source, Server(FAIR), LATER)

    entry.refresh_from_db()
    assert entry.state == "promoted"
    assert Booking.objects.get().member == arta
    assert blocks(source) == [("fair", "06-09 07", "University")]


def test_another_block_takes_what_one_leaves(source, room, arta):
    double = LESSON.replace("UID:lesson", "UID:other")
    reread(source, Server(LESSON, double))
    join_waitlist(arta, ask(room), now=NOW)
    assert Allocation.objects.count() == 1

    reread(source, Server(double), LATER)

    assert not Booking.objects.exists()
    assert Allocation.objects.get().block.uid == "other"


def test_a_block_over_a_booking_leaves_it(source, room, arta):
    booking = booked(arta, room)

    reread(source, Server(LESSON.replace("T110000", "T120000")))

    booking.refresh_from_db()
    assert booking.state == "confirmed"
    rows = Allocation.objects.order_by("starts_at").values_list("booking", "starts_at")
    assert list(rows) == [
        (booking.pk, booking.starts_at),
        (None, booking.ends_at),
    ]
    found = conflicts(source.space, NOW)
    told = [(one.booking, one.why, one.reason) for one in found]
    assert told == [(booking, "blocked", "University")]


def test_of_what_is_let_by_the_seat_all_free_seats_go(source, desks, arta, manager):
    actions.change_source(manager, source, resource=desks)
    booking = booked(arta, desks)
    reread(source, Server(LESSON))

    busy = busy_between([desks.pk], NOW, NOW + 9 * DAY, NOW)[desks.pk]

    assert sorted(seat for _start, _end, seat in busy) == [0, 1, 2]
    assert [one.booking for one in conflicts(source.space, NOW)] == [booking]


def test_without_a_resource_all_of_the_space_is_busy(
    source, room, desks, space, manager
):
    closed = places.resource(space, "Old", active_until=NOW.date() - DAY)
    other = places.resource(places.space("peja"))
    actions.change_source(manager, source, resource=None)

    reread(source, Server(LESSON))

    found = set(Block.objects.values_list("resource", flat=True))
    assert found == {room.pk, desks.pk}
    assert {closed.pk, other.pk}.isdisjoint(found)
    actions.change_source(manager, source, resource=desks)
    reread(source, Server(LESSON), LATER)
    assert list(Block.objects.values_list("resource", flat=True)) == [desks.pk]


def test_what_is_over_stays_for_the_numbers_of_the_desk(source):
    reread(source, Server(LESSON))
    reread(source, Server(), NOW + 5 * DAY)
    assert blocks(source) == [("lesson", "06-07 08", "University")]
    reread(source, Server(), NOW + 120 * DAY)
    assert blocks(source) == []


# Failures ---------------------------------------------------------------------------------


@pytest.mark.parametrize("why", list(Fault))
def test_a_failure_leaves_what_was_read_before(source, why):
    server = Server(LESSON)
    reread(source, server)
    server.answer = why

    assert not reread(source, server, LATER)

    source.refresh_from_db()
    assert blocks(source) == [("lesson", "06-07 08", "University")]
    assert (source.failure, source.state) == (why.value, "failed")
    assert source.failure in IcsSource.Failure.values
    assert (source.good_at, source.asked_at) == (NOW, LATER)


def test_a_file_that_is_none_is_a_failure_too(source):
    server = Server(LESSON)
    reread(source, server)
    server.answer = Fetched(b"<html>", Marks())
    assert not reread(source, server, LATER)
    source.refresh_from_db()
    assert (source.failure, source.etag) == ("unreadable", '"a"')
    assert len(blocks(source)) == 1


def test_after_failures_it_is_asked_less_and_less(source):
    server = Server()
    server.answer, waits = Fault.SLOW, []
    for number in range(8):
        reread(source, server, NOW + number * DAY)
        source.refresh_from_db()
        waits.append((source.next_at - source.asked_at) // HOUR)
    assert waits == [1, 2, 4, 8, 16, 24, 24, 24]
    server.say(LESSON)
    reread(source, server, NOW + 9 * DAY)
    source.refresh_from_db()
    assert (source.failure, source.failures) == ("", 0)
    assert source.next_at - source.asked_at == HOUR


def test_an_unchanged_file_is_not_sent_twice_a_day(source):
    server = Server(LESSON)
    reread(source, server)
    server.answer = Fetched(None, Marks('"a"', "Mon"))

    assert reread(source, server, LATER)

    assert len(blocks(source)) == 1
    source.refresh_from_db()
    assert (source.good_at, source.etag) == (LATER, '"a"')
    server.say(LESSON)
    reread(source, server, NOW + DAY)
    # (with a new day comes a new end of the half year)
    assert [marks.etag for _address, _agent, marks in server.asked] == ["", '"a"', ""]


def test_too_many_times_for_so_many_desks_are_refused(
    source, space, manager, monkeypatch
):
    monkeypatch.setattr("community.spaces.actions.blocking.MOST_BLOCKS", 3)
    assert not reread(source, Server(LESSON.replace("SUMMARY", "RRULE:FREQ=DAILY\nX")))
    source.refresh_from_db()
    assert source.failure == "many"


def test_who_is_overtaken_changes_nothing(source, manager):
    """Somebody changes the address while the file is on its way."""

    def slow(address: str, agent: str, marks: Marks) -> Fetched:
        actions.change_source(manager, source, address="https://other.example/x.ics")
        return Fetched(file_with(LESSON), Marks())

    assert not reread(source, slow)
    assert blocks(source) == []
    source.refresh_from_db()
    assert (source.good_at, source.asked_at) == (None, None)


def test_what_is_paused_or_gone_is_not_read(source, manager):
    server = Server(LESSON)
    kept = IcsSource.objects.get(pk=source.pk)
    actions.pause_source(manager, source)
    assert not fetch_source(kept, NOW, server)
    IcsSource.objects.all().delete()
    assert not fetch_source(kept, NOW, server)
    assert server.asked == []


# When -------------------------------------------------------------------------------------


@pytest.fixture
def queued(monkeypatch):
    found: list[int] = []
    job = refreshing_module.read_source
    monkeypatch.setattr(type(job), "later", lambda _job, *keys: found.extend(keys))
    return found


def test_those_whose_time_it_is_are_read(source, space, queued):
    def other(**values) -> IcsSource:
        return IcsSource.objects.create(space=space, name="x", address="x", **values)

    due = other(next_at=NOW - HOUR)
    other(next_at=NOW + HOUR)
    other(is_paused=True)

    assert fetch_due_sources(NOW) == 2
    assert queued == [source.pk, due.pk]
    # (they have their job, and get no second one before it had its time)
    assert fetch_due_sources(NOW) == 0
    assert fetch_due_sources(NOW + HOUR) == 3


def test_adding_changing_and_asking_have_it_read(space, room, manager, queued):
    made = actions.add_source(manager, space, SourceWish("Law", ADDRESS, room))
    assert queued == [made.pk]
    actions.change_source(manager, made, name="Faculty of law")
    actions.change_source(manager, made, resource=room)
    assert queued == [made.pk]
    actions.change_source(manager, made, resource=None)
    actions.pause_source(manager, made)
    assert len(queued) == 2
    made = actions.resume_source(manager, made)
    actions.fetch_now(manager, made, NOW)
    assert len(queued) == 4
    actions.add_source(manager, space, SourceWish("X", ADDRESS, room, is_paused=True))
    assert len(queued) == 4


def test_asking_by_hand_has_a_measure(source, manager, queued):
    source.asked_at = NOW
    with pytest.raises(ReadJustNowError):
        actions.fetch_now(manager, source, NOW + timedelta(seconds=59))
    actions.fetch_now(manager, source, NOW + timedelta(seconds=60))
    source.is_paused = True
    with pytest.raises(PausedError):
        actions.fetch_now(manager, source, LATER)
    assert queued == [source.pk]


# Keeping them -----------------------------------------------------------------------------


def test_removing_frees_what_it_kept_busy(source, room, arta, manager):
    kept = IcsSource.objects.create(
        space=source.space, name="B", address="x", resource=room
    )
    reread(source, Server(LESSON))
    reread(kept, Server(FAIR))
    entry = join_waitlist(arta, ask(room), now=NOW).entry

    actions.remove_source(manager, source, NOW)
    actions.remove_source(manager, source, NOW)

    entry.refresh_from_db()
    assert entry.state == "promoted"
    assert list(IcsSource.objects.all()) == [kept]
    assert blocks(kept) == [("fair", "06-09 07", "B")]
    assert set(Allocation.objects.values_list("block__uid", flat=True)) == {
        None,
        "fair",
    }


def test_pausing_keeps_what_is_busy(source, manager):
    reread(source, Server(LESSON))
    actions.pause_source(manager, source)
    assert len(blocks(source)) == 1
    assert IcsSource.objects.get().state == "paused"


def test_only_managers_keep_them(source, space, arta, host, viewer):
    wish = SourceWish("x", ADDRESS)
    for who in (arta, host, viewer):
        for act in (
            lambda who: actions.add_source(who, space, wish),
            lambda who: actions.change_source(who, source, name="x"),
            lambda who: actions.pause_source(who, source),
            lambda who: actions.resume_source(who, source),
            lambda who: actions.fetch_now(who, source),
            lambda who: actions.remove_source(who, source),
        ):
            with pytest.raises(PermissionDenied):
                act(who)
        assert not IcsSource.objects.visible_to(who).exists()
    other = places.looks_after(UserFactory(), places.space("peja"))
    assert not IcsSource.objects.visible_to(other).exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"address": "http://calendar.example/x.ics"}, "address"),
        ({"address": "https://me:pw@calendar.example/"}, "address"),
        ({"address": "https://x.example/" + "a" * 1000}, "address"),
        ({"address": ""}, "address"),
        ({"address": ADDRESS, "resource": "own"}, "address"),
        ({"resource": "other"}, "resource"),
    ],
)
def test_odd_wishes_are_refused_beside_the_field(
    source, space, room, manager, values, field
):
    known = {"own": room, "other": places.resource(places.space("peja"))}
    told = {"name": "x", "address": "https://new.example/x.ics", **values}
    told["resource"] = known.get(values.get("resource"))
    with pytest.raises(ValidationError) as refused:
        actions.add_source(manager, space, SourceWish(**told))
    assert list(refused.value.error_dict) == [field]
    assert IcsSource.objects.count() == 1


def test_a_space_has_twenty_at_most(space, manager):
    for number in range(20):
        wish = SourceWish(f"{number}", f"webcal://calendar.example/{number}.ics")
        actions.add_source(manager, space, wish)
    with pytest.raises(TooManySourcesError):
        actions.add_source(manager, space, SourceWish("x", ADDRESS))
    assert IcsSource.objects.filter(address__startswith="https://").count() == 20


def test_the_list_tells_how_many_events_are_to_come(
    source, space, manager, django_assert_num_queries
):
    weekly = LESSON.replace("SUMMARY", "RRULE:FREQ=WEEKLY\nSUMMARY")
    reread(source, Server(weekly, FAIR))
    with django_assert_num_queries(1):
        (found,) = IcsSource.objects.filter(space=space).told(NOW)
        assert (found.events, found.host, found.resource.space_id) == (
            2,
            "calendar.example",
            space.pk,
        )
    assert IcsSource.objects.told(NOW + 300 * DAY).get().events == 0
