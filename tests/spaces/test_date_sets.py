"""Dates that come again: what they are, and what is refused."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from community.spaces.calendar import BadDateSetError, clean_date_set, dates_between
from tests.spaces.wall import CALM

START = "DTSTART:20270101T000000\n"


def days(text, first=date(2027, 1, 1), last=date(2027, 12, 31)):
    found = dates_between(clean_date_set(text), first, last)
    return [date.fromordinal(one).isoformat() for one in sorted(found)]


@pytest.mark.parametrize(
    ("rule", "first", "number"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", ["2027-01-02", "2027-01-16"], 26),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1", ["2027-05-01"], 1),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["2027-01-29", "2027-02-26"], 12),
        ("FREQ=MONTHLY;BYDAY=1MO", ["2027-01-04", "2027-02-01"], 12),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2027-01-31", "2027-02-28"], 12),
        ("FREQ=WEEKLY;COUNT=3", ["2027-01-01", "2027-01-08", "2027-01-15"], 3),
        ("FREQ=WEEKLY;UNTIL=20270110", ["2027-01-01", "2027-01-08"], 2),
        ("FREQ=WEEKLY;UNTIL=20270108T000000", ["2027-01-01", "2027-01-08"], 2),
        ("FREQ=YEARLY", ["2027-01-01"], 1),
        ("FREQ=WEEKLY;BYDAY=MO,WE", ["2027-01-04", "2027-01-06"], 104),
    ],
)
def test_sets_that_people_mean(rule, first, number):
    found = days(f"{START}RRULE:{rule}")

    assert found[: len(first)] == first
    assert len(found) == number


def test_single_dates_are_added_and_left_out():
    text = f"{START}RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20270108T000000\nRDATE:20270301"

    assert days(text) == ["2027-01-01", "2027-01-15", "2027-03-01"]


def test_the_first_day_counts_only_when_the_rule_says_so():
    assert days(f"{START}RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=1") == ["2027-01-04"]


def test_nothing_is_no_set():
    assert clean_date_set("  \n") == ""
    assert dates_between("", date(2027, 1, 1), date(2027, 12, 31)) == frozenset()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{START}RRULE:FREQ=WEEKLY;INTERVAL=0", "interval"),
        (f"{START}RRULE:FREQ=WEEKLY;INTERVAL=-1", "interval"),
        (f"{START}RRULE:FREQ=WEEKLY;INTERVAL=61", "interval"),
        (f"{START}RRULE:FREQ=WEEKLY;INTERVAL=two", "unreadable"),
        (f"{START}RRULE:FREQ=WEEKLY;BYHOUR=99", "time"),
        (f"{START}RRULE:FREQ=WEEKLY;BYHOUR=9", "time"),
        (f"{START}RRULE:FREQ=WEEKLY;BYMINUTE=0", "time"),
        (f"{START}RRULE:FREQ=MONTHLY;BYMONTHDAY=-5", "unreadable"),
        (f"{START}RRULE:FREQ=MONTHLY;BYMONTHDAY=32", "unreadable"),
        (f"{START}RRULE:FREQ=YEARLY;BYMONTH=13", "unreadable"),
        (f"{START}RRULE:FREQ=SECONDLY", "frequency"),
        (f"{START}RRULE:FREQ=HOURLY", "frequency"),
        (f"{START}RRULE:FREQ=DAILY", "frequency"),
        (f"{START}RRULE:FREQ=OFTEN", "unreadable"),
        (f"{START}RRULE:FREQ=WEEKLY;COUNT=99999999999", "count"),
        (f"{START}RRULE:FREQ=WEEKLY;COUNT=0", "count"),
        (f"{START}RRULE:FREQ=WEEKLY;COUNT=many", "unreadable"),
        (f"{START}RRULE:FREQ=WEEKLY;BYDAY=XX", "unreadable"),
        (f"{START}RRULE:FREQ=WEEKLY;BYDAY=2MO", "rules"),
        (f"{START}RRULE:FREQ=WEEKLY;BYMONTHDAY=4", "rules"),
        (f"{START}RRULE:FREQ=MONTHLY;BYDAY=6MO", "rules"),
        (f"{START}RRULE:FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20", "rules"),
        (f"{START}RRULE:FREQ=MONTHLY;BYSETPOS=9;BYDAY=MO", "rules"),
        (f"{START}RRULE:FREQ=YEARLY;BYWEEKNO=53", "rules"),
        (f"{START}RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never"),
        (f"{START}RRULE:FREQ=WEEKLY;UNTIL=20261231", "never"),
        (f"{START}RRULE:FREQ=WEEKLY\nRRULE:FREQ=MONTHLY", "rules"),
        (f"{START}RRULE:FREQ=WEEKLY\nEXRULE:FREQ=MONTHLY", "rules"),
        (f"{START}DTEND:20270201\nRRULE:FREQ=WEEKLY", "rules"),
        (START, "rules"),
        ("RRULE:FREQ=WEEKLY", "start"),
        ("DTSTART:20271399\nRRULE:FREQ=WEEKLY", "unreadable"),
        ("DTSTART:tomorrow\nRRULE:FREQ=WEEKLY", "unreadable"),
        ("DTSTART:00010101\nRRULE:FREQ=WEEKLY", "years"),
        (f"{START}RRULE:FREQ=WEEKLY;UNTIL=99991231", "years"),
        (f"{START}RRULE:", "unreadable"),
        (f"{START}RRULE:FREQ", "unreadable"),
        (f"{START}RRULE:INTERVAL=2", "unreadable"),
        ("every monday", "unreadable"),
        ("\x00", "unreadable"),
        (START + "RDATE:20270101\n" * 201, "long"),
        (START + "X" * 1001, "long"),
    ],
)
def test_bad_sets_are_refused(text, code):
    with pytest.raises(BadDateSetError) as caught:
        clean_date_set(text)

    assert caught.value.code == code


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "UTC"])
def test_the_zone_of_whoever_saves_moves_nothing(zone):
    text = f"{START}RRULE:FREQ=YEARLY\nEXDATE:20280101T000000"
    with timezone.override(ZoneInfo(zone)):
        stored = clean_date_set(text)
        found = days(stored)

    assert stored == text
    assert found == ["2027-01-01"]
    assert clean_date_set(stored) == stored


def test_an_old_rule_costs_no_more_than_a_young_one():
    text = "DTSTART:19700102T000000\nRRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=FR"

    assert days(text, date(2027, 1, 1), date(2027, 1, 31)) == ["2027-01-15"]


starts = st.dates(date(2015, 1, 1), date(2027, 12, 31))
rules = st.one_of(
    st.builds(
        lambda n, names: (
            f"FREQ=WEEKLY;INTERVAL={n}" + (f";BYDAY={','.join(names)}" if names else "")
        ),
        st.integers(1, 6),
        st.lists(st.sampled_from(["MO", "TU", "SA", "SU"]), unique=True, max_size=3),
    ),
    st.builds(
        "FREQ=MONTHLY;INTERVAL={};BYDAY={}{}".format,
        st.integers(1, 14),
        st.sampled_from([1, 2, 5, -1, -2]),
        st.sampled_from(["MO", "FR", "SU"]),
    ),
    st.builds(
        "FREQ=MONTHLY;INTERVAL={};BYMONTHDAY={}".format,
        st.integers(1, 14),
        st.sampled_from([1, 15, 29, 31, -1, -4]),
    ),
    st.builds("FREQ=MONTHLY;INTERVAL={}".format, st.integers(1, 14)),
    st.builds("FREQ=YEARLY;INTERVAL={}".format, st.integers(1, 3)),
    st.builds(
        "FREQ=YEARLY;INTERVAL={};BYMONTH={};BYMONTHDAY={}".format,
        st.integers(1, 3),
        st.integers(1, 12),
        st.integers(1, 28),
    ),
    st.builds("FREQ=WEEKLY;COUNT={}".format, st.integers(1, 900)),
)


@CALM
@given(starts, rules, st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_dates_are_those_that_counting_from_the_start_finds(start, rule, first, length):
    text = f"DTSTART:{start:%Y%m%d}T000000\nRRULE:{rule}"
    last = first + timedelta(days=length)
    # (the 30th of February every year, or the 29th in odd years, never comes)
    with suppress(BadDateSetError):
        stored = clean_date_set(text)
        assert sorted(dates_between(stored, first, last)) == counted(text, first, last)


def counted(text, first, last):
    days = (last - first).days + 1
    found = rrulestr(text).xafter(_before(first), inc=True, count=days)
    return [one.date().toordinal() for one in found if one.date() <= last]


def _before(day):
    return datetime.combine(day, datetime.min.time())
