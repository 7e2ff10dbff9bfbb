"""What a calendar of others says, whoever wrote it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from community.spaces.ics import Fault, SourceError, read
from community.spaces.ics.rules import Budget, Rule, rule_of
from tests.spaces.elsewhere import event, file_with
from tests.spaces.wall import CALM, PRISHTINA

NOW = datetime(2027, 6, 1, 8, tzinfo=UTC)  # a Tuesday, ten o'clock in Prishtina
# What Outlook writes of the time in Tonga: thirteen hours before UTC, all year.
TONGA = """BEGIN:VTIMEZONE
TZID:Own time
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+1300
TZOFFSETTO:+1300
END:STANDARD
END:VTIMEZONE
"""
# As Berlin, under a name of its own.
BERLIN = """BEGIN:VTIMEZONE
TZID:Own time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def times(*events: str, now: datetime = NOW, zones: str = "") -> list[str]:
    """Of what is read, in UTC, as '06-07 08:00 09:00'."""
    found = read(file_with(*events, zones=zones), PRISHTINA, now)
    assert found.left_out == 0
    return [f"{one.starts_at:%m-%d %H:%M} {one.ends_at:%H:%M}" for one in found.times]


def left_out(*events: str) -> tuple[int, int]:
    """How many times were read, and how many events were left out."""
    found = read(file_with(*events), PRISHTINA, NOW)
    return len(found.times), found.left_out


def fault(data: bytes) -> Fault | None:
    try:
        read(data, PRISHTINA, NOW)
    except SourceError as why:
        return why.fault
    return None


GOOD = event("good", "20270607T100000", "20270607T110000")


def test_an_event_is_read_with_its_title():
    told = event(
        "a@b",
        "20270607T100000",
        "20270607T113000",
        "SUMMARY;LANGUAGE=en:Law\\, first\\nhour",
    )

    found = read(file_with(told), PRISHTINA, NOW)

    start = datetime(2027, 6, 7, 8, tzinfo=UTC)
    assert [tuple(one) for one in found.times] == [
        ("a@b", start, start + timedelta(minutes=90), "Law, first hour")
    ]
    assert (found.left_out, found.guessed) == (0, 0)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("DTSTART:20270607T100000Z\nDTEND:20270607T110000Z", "06-07 10:00 11:00"),
        ("DTSTART:20270607T100000\nDTEND:20270607T110000", "06-07 08:00 09:00"),
        ("DTSTART:20270607T100000\nDURATION:PT90M", "06-07 08:00 09:30"),
        ("DTSTART;VALUE=DATE:20270607", "06-06 22:00 22:00"),
        ("DTSTART;VALUE=DATE:20270607\nDTEND;VALUE=DATE:20270607", "06-06 22:00 22:00"),
        ("DTSTART:20270607\nDURATION:P1W", "06-06 22:00 22:00"),
        (
            "DTSTART;TZID=America/New_York:20270607T100000\nDURATION:PT1H",
            "06-07 14:00 15:00",
        ),
        (
            "DTSTART;TZID=Tokyo Standard Time:20270607T100000\nDURATION:PT1H",
            "06-07 01:00 02:00",
        ),
        (
            'DTSTART;TZID="/x.org/1_2/Asia/Tokyo":20270607T100000\nDURATION:PT1H',
            "06-07 01:00 02:00",
        ),
        (
            "DTSTART;TZID=Asia/Tokyo:20270607T100000\nDTEND:20270607T030000Z",
            "06-07 01:00 03:00",
        ),
    ],
)
def test_moments_are_understood_however_they_are_written(lines, expected):
    assert times(f"UID:x\n{lines}") == [expected]


def test_a_zone_is_what_the_file_says_of_it():
    own = "UID:x\nDTSTART;TZID=Own time:20270607T100000\nDURATION:PT1H"
    assert times(own, zones=TONGA) == ["06-06 21:00 22:00"]
    assert times(own, zones=BERLIN) == ["06-07 08:00 09:00"]


def test_a_zone_that_nobody_knows_is_the_space_s_and_counted():
    told = "UID:x\nDTSTART;TZID=Mars/Base:20270607T100000\nDURATION:PT1H"

    found = read(file_with(told, told), PRISHTINA, NOW)

    assert [one.starts_at.hour for one in found.times] == [8]
    assert (found.left_out, found.guessed) == (0, 1)
    for broken in (
        TONGA.replace("+1300", "east"),
        TONGA.replace("TZOFFSETTO", "X"),
        BERLIN.replace("YEARLY", "SECONDLY"),
        BERLIN.replace("INTERVAL=1", "COUNT=9"),
    ):
        own = told.replace("Mars/Base", "Own time")
        assert read(file_with(own, zones=broken), PRISHTINA, NOW).guessed == 1


@pytest.mark.parametrize("zone", ["Europe/Belgrade", "Own time"])
def test_both_days_on_which_clocks_are_moved(zone):
    """A series stays at its time by the clocks; what they skip is an hour later, and of
    what they show twice the first one is meant."""
    weekly = (
        f"UID:x\nDTSTART;TZID={zone}:20270321T023000\nDURATION:PT1H\n"
        "RRULE:FREQ=WEEKLY;COUNT=3"
    )
    march = datetime(2027, 3, 1, tzinfo=UTC)
    assert times(weekly, now=march, zones=BERLIN) == [
        *("03-21 01:30 02:30", "03-28 01:30 02:30", "04-04 00:30 01:30"),
    ]
    autumn = weekly.replace("0321", "1024")
    october = datetime(2027, 10, 1, tzinfo=UTC)
    assert times(autumn, now=october, zones=BERLIN) == [
        *("10-24 00:30 01:30", "10-31 00:30 01:30", "11-07 01:30 02:30"),
    ]


def test_a_day_on_which_clocks_are_moved_has_another_length():
    days = "UID:x\nDTSTART:20270328\nDTEND:20270329"
    assert times(days, now=datetime(2027, 3, 1, tzinfo=UTC)) == ["03-27 23:00 22:00"]
    days = "UID:x\nDTSTART:20271031"
    assert times(days, now=datetime(2027, 10, 1, tzinfo=UTC)) == ["10-30 22:00 23:00"]


def test_series_have_exceptions_and_other_times():
    series = event(
        "x",
        *(
            "20270607T100000",
            "20270607T110000",
            "RRULE:FREQ=DAILY;UNTIL=20270612T080000Z",
        ),
        "EXDATE;TZID=Europe/Belgrade:20270608T100000",
        "EXDATE:20270609T080000Z",
        "RDATE;TZID=Europe/Belgrade:20270620T150000,20270621T150000",
    )
    moved = event(
        "x",
        *("20270610T150000", "20270610T160000"),
        "RECURRENCE-ID;TZID=Europe/Belgrade:20270610T100000",
        "SEQUENCE:2",
    )
    older = moved.replace("T150000", "T120000").replace("SEQUENCE:2", "SEQUENCE:1")
    gone = event(
        "x",
        *("20270611T100000", "20270611T110000"),
        "RECURRENCE-ID:20270611T080000Z",
        "STATUS:CANCELLED",
    )
    for order in ((series, older, moved, gone), (gone, moved, older, series)):
        assert times(*order) == [
            *("06-07 08:00 09:00", "06-10 13:00 14:00", "06-12 08:00 09:00"),
            *("06-20 13:00 14:00", "06-21 13:00 14:00"),
        ]


def test_what_keeps_nobody_busy_is_not_read():
    for more in ("STATUS:CANCELLED", "TRANSP:TRANSPARENT", "transp:Transparent"):
        told = event("x", "20270607T100000", "20270607T110000", more)
        assert times(told, GOOD) == ["06-07 08:00 09:00"]
    assert times("UID:x\nDTSTART:20270607T100000Z") == []
    assert times(event("x", "20270607T100000", "20270607T100000")) == []


def test_a_window_of_half_a_year_from_the_start_of_today():
    inside = [
        event("a", "20270601T000000", "20270601T010000"),
        event("b", "20270531T230000", "20270601T001500"),
        event("c", "20271127T230000", "20271127T235900"),
    ]
    outside = [
        event("d", "20270531T100000", "20270601T000000"),
        event("e", "20271128T000000", "20271128T010000"),
    ]
    assert len(times(*inside, *outside)) == 3


def test_a_long_event_is_cut_at_weeks_and_stays_the_same_for_days():
    told = event("x", "20200101T000000", "20350101T000000")

    found = {
        tuple(read(file_with(told), PRISHTINA, NOW + timedelta(days=n)).times)
        for n in range(5)
    }

    (only,) = found
    assert f"{only[0].starts_at:%Y-%m-%d %H:%M}" == "2027-05-30 22:00"
    assert f"{only[0].ends_at:%Y-%m-%d}" == "2027-12-05"


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:nonsense\nDURATION:PT1H",
        "DTSTART:20270231T100000\nDURATION:PT1H",
        "DTSTART:99991231T235959Z\nDURATION:P9999D",
        "DTSTART;TZID=Europe/Berlin:00010101T000000\nDURATION:P1D\nRRULE:FREQ=DAILY;COUNT=9",
        "DURATION:PT1H",
        "DTSTART:20270607T100000Z\nDTSTART:20270607T100000Z\nDURATION:PT1H",
        "DTSTART:20270607T100000Z\nDTEND:20270607T090000Z",
        "DTSTART:20270607\nDTEND:20270608T100000Z",
        "DTSTART:20270607T100000Z\nDURATION:-PT1H",
        "DTSTART:20270607T100000Z\nDURATION:P",
        "DTSTART:20270607T100000Z\nDURATION:PT99999999999H",
        *(
            f"DTSTART:20270607T100000Z\nDURATION:PT1H\nRRULE:{rule}"
            for rule in (
                "FREQ=SECONDLY",
                "FREQ=MINUTELY;COUNT=3",
                "FREQ=HOURLY",
                "COUNT=3",
                "FREQ=DAILY;BYHOUR=1,2,3,4",
                "FREQ=DAILY;BYHOUR=99",
                "FREQ=DAILY;BYMINUTE=x",
                "FREQ=DAILY;INTERVAL=0",
                "FREQ=DAILY;INTERVAL=-1",
                "FREQ=DAILY;COUNT=0",
                "FREQ=DAILY;UNTIL=never",
                "FREQ=WEEKLY;BYDAY=XX",
                "FREQ=WEEKLY;WKST=XX",
                "FREQ=MONTHLY;BYMONTHDAY=0",
                "FREQ=MONTHLY;BYMONTHDAY=99",
                "FREQ=YEARLY;BYWEEKNO=3",
                "FREQ=YEARLY;BYMONTH=13",
                "FREQ=YEARLY;X=1",
                "FREQ=DAILY;FREQ=WEEKLY",
                "",
            )
        ),
        "DTSTART:20270607T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY",
        "DTSTART:20270607T100000Z\nDURATION:PT1H\nEXDATE:nonsense",
        "DTSTART;=:20270607T100000Z",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20270607T100000Z\nDTSTART:20270607T100000Z\nDURATION:PT1H",
    ],
)
def test_a_bad_event_is_left_out_alone_and_counted(lines):
    assert left_out(f"UID:bad\n{lines}", GOOD) == (1, 1)


def test_names_of_events_fit_the_table():
    long, odd = "x" * 300, "a\tb\x07c"
    for uid in (long, odd, ""):
        told = GOOD.replace("UID:good", f"UID:{uid}")
        (found,) = read(file_with(told), PRISHTINA, NOW).times
        assert 0 < len(found.uid) <= 200
        assert found.uid.isprintable()
        again = read(file_with(told), PRISHTINA, NOW).times
        assert again == [found]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>Please log in</html>",
        b"\x00" * 1000,
        b"BEGIN:VCALENDAR\r\n",
        file_with(GOOD)[:-20],  # (cut off)
        file_with(GOOD).replace(b"END:VEVENT", b""),
        b"\xff\xfe" + "BEGIN:VCALENDAR".encode("utf-16-le"),
        b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 70_000,
    ],
)
def test_what_is_no_whole_calendar_is_unreadable(data):
    with pytest.raises(SourceError) as refused:
        read(data, PRISHTINA, NOW)
    assert refused.value.fault == Fault.UNREADABLE


def test_an_empty_calendar_is_one():
    assert read(file_with(), PRISHTINA, NOW).times == []
    told = b"\xef\xbb\xbf" + file_with(GOOD).replace(b"\r\n", b"\n").lower()
    assert len(read(told, PRISHTINA, NOW).times) == 1


# Bounds -----------------------------------------------------------------------------------


def test_events_and_times_have_a_limit():
    many = [event(str(n), "20270607T100000", "20270607T110000") for n in range(2001)]
    assert len(read(file_with(*many[:2000]), PRISHTINA, NOW).times) == 2000
    daily = "UID:x\nDTSTART:20270601T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"
    for events, most in ((many, 99_999), (many[:11], 10), ([daily], 100)):
        with pytest.raises(SourceError) as refused:
            read(file_with(*events), PRISHTINA, NOW, most)
        assert refused.value.fault == Fault.MANY


def test_of_one_event_four_hundred_times_are_taken():
    often = ",".join(
        f"2027{month:02}{day:02}T{hour:02}0000Z"
        for month in (7, 8, 9)
        for day in range(1, 29)
        for hour in range(6)
    )
    told = f"UID:x\nDTSTART:20270607T100000Z\nDURATION:PT1H\nRDATE:{often}"
    assert left_out(told) == (400, 1)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=20000",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=90",
    ],
)
def test_what_rules_cost_is_bounded_for_the_whole_file(rule, monkeypatch):
    """Days are counted that are looked at, not seconds: a rule that never holds costs its
    window, one that counts from 1970 every day since, and the file has one purse."""
    monkeypatch.setattr("community.spaces.ics.reader._MOST_DAYS", 100_000)
    looked_at = 0
    holds_on = Rule.holds_on

    def counted(self: Rule, day: date) -> bool:
        nonlocal looked_at
        looked_at += 1
        return holds_on(self, day)

    monkeypatch.setattr(Rule, "holds_on", counted)
    told = "DTSTART:19700101T100000Z\nDURATION:PT1H\nRRULE:"
    data = file_with(*(f"UID:{n}\n{told}{rule}" for n in range(2000)))

    found = read(data, PRISHTINA, NOW)

    assert 0 < looked_at <= 100_000
    assert 1000 < found.left_out < 2000


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY", "FREQ=DAILY;COUNT=99999999999", "FREQ=YEARLY;INTERVAL=999999999"],
)
def test_two_thousand_old_rules_are_read_or_refused(rule):
    told = "DTSTART:19700101T100000Z\nDURATION:PT1H\nRRULE:"
    data = file_with(*(f"UID:{n}\n{told}{rule}" for n in range(2000)))

    assert fault(data) == (Fault.MANY if "DAILY" in rule else None)


@CALM
@given(st.binary(max_size=3000))
def test_nonsense_is_no_error_of_ours(noise):
    for data in (noise, b"BEGIN:VCALENDAR\n" + noise + b"\nEND:VCALENDAR"):
        assert fault(data) in (None, Fault.UNREADABLE, Fault.MANY)


_NAMES = st.sampled_from(
    [
        "UID",
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "SUMMARY",
        "STATUS",
    ]
)
_VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            *("20270607T100000", "20270607", "20270607T100000Z", "PT1H", "P1D", "x"),
            *("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO", "20270607/P1D", "00010101T000000"),
        ]
    ),
)
_PARTS = st.sampled_from(
    ["", ";TZID=Europe/Berlin", ";TZID=", ";VALUE=DATE", ';X="a:b"']
)


@CALM
@given(st.lists(st.tuples(_NAMES, _PARTS, _VALUES), max_size=12))
def test_odd_lines_spoil_no_other_event(lines):
    odd = "\n".join(f"{name}{part}:{value}" for name, part, value in lines)
    odd = "".join(one for one in odd if one.isprintable() or one == "\n")
    found = read(file_with(odd, GOOD), PRISHTINA, NOW)
    assert any(one.uid == "good" for one in found.times)
    assert all(one.starts_at < one.ends_at for one in found.times)


_FREQ = st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
_DAYS = st.lists(
    st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]),
    min_size=1,
    max_size=4,
    unique=True,
)


@CALM
@given(
    st.dates(date(2019, 1, 1), date(2027, 6, 1)),
    _FREQ,
    st.integers(1, 4),
    st.one_of(st.none(), st.integers(1, 400)),
    st.one_of(st.none(), _DAYS),
    st.sampled_from(["MO", "SU", "TH"]),
    st.sampled_from(["", ";BYMONTH=1,6,9", ";BYMONTH=6,7,8;BYSETPOS=-1"]),
)
def test_rules_hold_on_the_days_of_the_reference(
    first, freq, step, count, days, wkst, more
):
    start = datetime.combine(first, datetime.min.time())
    if freq == "WEEKLY" or not days:
        # (the reference counts places in a first week only from its first day on)
        more = more.replace(";BYSETPOS=-1", "")
    rule = f"FREQ={freq};INTERVAL={step};WKST={wkst}{more}"
    rule += f";BYDAY={','.join(days)}" if days else ""
    limit = f";COUNT={count}" if count else ";UNTIL=20271231T000000"
    since, until = date(2027, 1, 1), date(2027, 12, 31)

    found = list(rule_of(rule + limit, start).days(since, until, Budget(99_999)))

    known = rrulestr(rule + limit, dtstart=start)
    window = (datetime(2027, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001
    assert found == [one.date() for one in known.between(*window, inc=True)]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=MONTHLY;BYDAY=-1FR", ["2027-06-25", "2027-07-30"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["2027-06-30", "2027-07-30"]),
        (
            "FREQ=MONTHLY;BYDAY=2TU,1WE",
            ["2027-06-02", "2027-06-08", "2027-07-07", "2027-07-13"],
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=-1,31", ["2027-06-30", "2027-07-31"]),
        ("FREQ=YEARLY;BYDAY=23MO", ["2027-06-07"]),
        ("FREQ=YEARLY;BYYEARDAY=-184", ["2027-07-01"]),
        ("FREQ=YEARLY;BYMONTH=7;BYDAY=1SU", ["2027-07-04"]),
        ("FREQ=DAILY;COUNT=2;BYDAY=SA", ["2027-06-05", "2027-06-12"]),
    ],
)
def test_rules_that_people_write(rule, days):
    start = datetime(2027, 6, 1)  # noqa: DTZ001
    found = rule_of(rule, start).days(date(2027, 6, 1), date(2027, 7, 31), Budget(999))
    assert [one.isoformat() for one in found] == days
