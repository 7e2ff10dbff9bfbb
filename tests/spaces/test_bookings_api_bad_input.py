"""Bad input: each row of the table of what is refused, in three languages, and hostile
bodies. Nothing is written, and nothing is ever a 5xx."""

import pytest
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.spaces.models import Allocation, Booking, Visit
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.api import NAIVE, TEN, Api, problem, stay, wanted
from tests.spaces.odd import ODD
from tests.spaces.test_bookings_api import NOW, START

LOCALES = ("sq", "en", "de")
GAP = "2027-03-28T02:30"


@pytest.fixture(autouse=True)
def _june(db, time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def strict(space):
    """Half an hour to four hours, a day ahead to thirty days, on the half hour."""
    return places.resource(
        space, "Strict", capacity=4, longest=240, lead=24 * 60, horizon_days=30
    )


def at(start: str, end: str, day: str = "2027-06-07") -> dict[str, str]:
    return {"starts_at": f"{day}T{start}:00+02:00", "ends_at": f"{day}T{end}:00+02:00"}


# What cannot be read: 400 -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["starts_at", "ends_at"])
@pytest.mark.parametrize(
    "value",
    [
        NAIVE["starts_at"],
        "2027-06-07",
        "10:00",
        "2027-06-07T25:00:00Z",
        "2027-02-30T10:00:00Z",
        "tomorrow",
        "",
        "2027-06-07T10:00:00+99:00",
        "x" * 100_000,
        None,
        20270607,
        True,
        [],
        {},
    ],
)
def test_times_that_cannot_be_read_are_named(room, arta, name, value):
    response = Api(arta).post("bookings/", {"resource": room.pk, **TEN, name: value})

    assert list(problem(response)["errors"]) == [name]
    assert response.status_code == 400
    assert not Booking.objects.exists()


def test_a_naive_time_needs_to_be_that_of_the_space(room, arta):
    refused = Api(arta).post("bookings/", wanted(room, **NAIVE))

    assert list(problem(refused)["errors"]) == ["starts_at", "ends_at"]
    assert refused.status_code == 400
    told = Api(arta).post("bookings/", wanted(room, **NAIVE, tz="space"))
    assert told.status_code == 201


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *ODD,
        ("member", []),
        ("member", "x" * 201),
        ("state", "confirmed"),
        ("seat", 1),
        ("visit", "x"),
        ("version", 7),
        ("id", "x"),
        ("by", 1),
        ("hold_expires_at", None),
    ],
)
def test_members_that_cannot_be_read_are_named(room, arta, name, value):
    response = Api(arta).post("bookings/", {**wanted(room), name: value})

    assert list(problem(response)["errors"]) == [name]
    assert response.status_code == 400
    assert not Booking.objects.exists()


def test_parameters_of_the_address_are_no_body(room, arta):
    assert Api(arta).post("bookings/?resource=1", wanted(room)).status_code == 400


# What breaks a rule: 422 with field and code ----------------------------------------------

RULES = [
    (at("11:00", "10:00"), {"ends_at": ["order"]}),
    (at("11:00", "11:00"), {"ends_at": ["order"]}),
    (at("08:00", "10:00"), {"starts_at": ["closed"]}),
    (at("16:00", "18:00"), {"starts_at": ["closed"]}),
    (at("10:00", "11:00", "2027-05-03"), {"starts_at": ["past"]}),
    (at("09:30", "11:00", "2027-06-01"), {"starts_at": ["past"]}),
    (at("12:00", "13:00", "2027-06-01"), {"starts_at": ["lead"]}),
    (at("10:00", "11:00", "2027-07-05"), {"ends_at": ["horizon"]}),
    (at("10:00", "11:00", "2150-07-05"), {"ends_at": ["horizon"]}),
    (at("10:10", "11:10"), {"starts_at": ["grid"]}),
    (at("10:00", "15:00"), {"ends_at": ["long"]}),
    (
        {"starts_at": "2027-06-07T08:00:30Z", "ends_at": "2027-06-07T09:00:00Z"},
        {"starts_at": ["grid"]},
    ),
    (
        {"starts_at": "2027-06-07T08:00:00.000001Z", "ends_at": "2027-06-07T09:00:00Z"},
        {"starts_at": ["grid"]},
    ),
    ({"party_size": 5}, {"party_size": ["party"]}),
    ({"party_size": 2**31 - 1}, {"party_size": ["party"]}),
    ({"note": "x" * 501}, {"note": ["max_length"]}),
    (
        {"starts_at": "0001-01-01T00:00:00Z", "ends_at": "2027-06-07T09:00:00Z"},
        {"starts_at": ["past"]},
    ),
    (
        {"starts_at": "0001-01-01T00:00:00+14:00", "ends_at": "2027-06-07T09:00:00Z"},
        {"ends_at": ["horizon"]},
    ),
    (
        {"starts_at": "2027-06-07T08:00:00Z", "ends_at": "9999-12-31T23:59:59-14:00"},
        {"ends_at": ["horizon"]},
    ),
    (
        {"starts_at": "0001-01-01T00:00", "ends_at": "9999-12-31T23:59", "tz": "space"},
        {"starts_at": ["horizon"]},
    ),
]


@pytest.mark.parametrize(("values", "codes"), RULES)
def test_a_broken_rule_is_told_by_field_and_code(strict, arta, values, codes):
    body = {"resource": strict.pk, **TEN, **values}

    for locale in LOCALES:
        told = problem(Api(arta).post(f"bookings/?locale={locale}", body))
        assert told["status"] == 422
        assert told["codes"] == codes
        assert list(told["errors"]) == list(codes)
    assert not Booking.objects.exists()
    assert not Allocation.objects.exists()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("values", "name", "words", "more"),
    [
        (at("11:00", "10:00"), "ends_at", "The end must be after the start.", {}),
        (at("10:00", "11:00", "2027-05-03"), "starts_at", "This time has passed.", {}),
        (
            at("10:10", "11:10"),
            "starts_at",
            "Times go in steps of %(step)s minutes.",
            {"step": 30},
        ),
    ],
)
def test_a_broken_rule_is_told_in_the_language_asked_for(
    strict, arta, locale, values, name, words, more
):
    body = {"resource": strict.pk, **values}

    told = problem(Api(arta).post(f"bookings/?locale={locale}", body))

    with translation.override(locale):
        assert told["errors"] == {name: [gettext(words) % more]}


def test_several_broken_rules_are_told_together(strict, arta):
    body = wanted(strict, **at("10:10", "15:00"), party_size=9)

    told = problem(Api(arta).post("bookings/", body))

    assert told["codes"] == {
        "ends_at": ["long"],
        "starts_at": ["grid"],
        "party_size": ["party"],
    }


# Clocks that are moved --------------------------------------------------------------------


@pytest.fixture
def night(space):
    """Open all night."""
    found = places.resource(space, "Night", longest=24 * 60, horizon_days=366)
    places.hours(found, opens=places.time(0), closes=places.time(0))
    return found


@pytest.mark.parametrize("locale", LOCALES)
def test_a_time_that_clocks_skip_names_the_next_one(night, arta, locale, time_machine):
    time_machine.move_to("2027-03-01T00:00:00Z", tick=False)
    body = wanted(night, starts_at=GAP, ends_at="2027-03-28T05:00", tz="space")

    told = problem(Api(arta).post(f"bookings/?locale={locale}", body))

    assert (told["status"], told["codes"]) == (422, {"starts_at": ["gap"]})
    assert "03:00" in told["errors"]["starts_at"][0]
    assert not Booking.objects.exists()


@pytest.mark.parametrize("locale", LOCALES)
def test_of_a_time_that_comes_twice_the_earlier_is_meant(night, arta, locale):
    body = wanted(
        night, starts_at="2027-10-31T02:30", ends_at="2027-10-31T05:00", tz="space"
    )

    response = Api(arta).post(f"bookings/?locale={locale}", body)

    assert response.status_code == 201, response.content
    told = response.json()
    assert told["local_start"] == "2027-10-31T02:30:00+02:00"
    assert told["starts_at"] == "2027-10-31T00:30:00Z"
    assert told["local_end"] == "2027-10-31T05:00:00+01:00"
    with translation.override(locale):
        words = gettext("%(time)s comes twice on this day: the earlier one is meant.")
    assert told["hints"] == [words % {"time": "02:30"}]


def test_the_later_of_both_is_said_by_its_offset(night, arta):
    body = wanted(
        night,
        starts_at="2027-10-31T02:30:00+01:00",
        ends_at="2027-10-31T05:00:00+01:00",
    )

    told = Api(arta).post("bookings/", body).json()

    assert (told["starts_at"], told["hints"]) == ("2027-10-31T01:30:00Z", [])


# Hostile bodies ---------------------------------------------------------------------------

WRITES = [
    ("post", "bookings/"),
    ("patch", "bookings/{booking}/"),
    ("post", "bookings/{booking}/cancel/"),
    ("post", "bookings/{booking}/check-in/"),
    ("post", "visits/"),
    ("post", "visits/{visit}/cancel/"),
]


def addresses(room, user):
    made = stay(room)
    visit = Visit.objects.create(
        member=user,
        **{name: made[name] for name in ("first", "last", "opens", "closes")},
    )
    booking = places.booking(room, user, START)
    return {"booking": booking.uuid, "visit": visit.uuid}


@pytest.mark.parametrize(
    "body",
    [
        "x",
        "[]",
        "3",
        "null",
        '"x"',
        b"\xff\xfe",
        "{",
        '{"note": NaN}',
        '{"note": "\\u0000"}',
        '{"note": "\\ud800"}',
        '{"\\u0000": 1}',
        '{"party_size": ' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"note":' * 50_000,
    ],
)
@pytest.mark.parametrize(("method", "address"), WRITES)
def test_a_body_that_is_none_is_refused(room, arta, method, address, body):
    path = address.format(**addresses(room, arta))

    response = Api(arta).send(method, path, body, **{"If-Match": "*"})

    assert problem(response)["status"] == 400
    assert Booking.objects.get().state == "confirmed"


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.sampled_from(["2027-06-07T10:00:00Z", "0001-01-01T00:00", "space", "09:00"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = ["resource", "starts_at", "ends_at", "tz", "party_size", "note", "member"]
WISHES = ["space", "first", "last", "opens", "closes", "weekdays", "kinds", "items"]
CALM = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
    ],
)


@CALM
@given(body=st.dictionaries(st.sampled_from(NAMES), JSON), patch=st.booleans())
def test_no_body_breaks_bookings(room, arta, body, patch):
    Booking.objects.filter(member=arta).update(version=1)
    booking = Booking.objects.filter(member=arta).first()
    booking = booking or places.booking(room, arta, START)
    if patch:
        answer = Api(arta).patch(f"bookings/{booking.uuid}/", body, **{"If-Match": "*"})
    else:
        answer = Api(arta).post("bookings/", {**wanted(room), **body})

    assert answer.status_code < 500, answer.content


@CALM
@given(body=st.dictionaries(st.sampled_from([*WISHES, "all_or_nothing"]), JSON))
def test_no_body_breaks_visits(room, arta, body):
    answer = Api(arta).post("visits/", {**stay(room), **body})

    assert answer.status_code < 500, answer.content


@CALM
@given(
    name=st.sampled_from(["from", "to", "tz", "space", "kind", "capacity", "state"]),
    value=st.text(st.characters(codec="utf-8"), max_size=40)
    | st.integers().map(str)
    | st.datetimes().map(str)
    | st.dates().map(str),
)
def test_no_query_breaks_reads(room, arta, name, value):
    for path in ("availability/", f"resources/{room.pk}/availability/", "bookings/"):
        assert Api(arta).get(path, **{name: value}).status_code < 500


@pytest.mark.parametrize("number", ["0", "9" * 15, "9" * 19, "9" * 25])
def test_huge_numbers_are_nothing(db, number):
    for path in (f"resources/{number}/", f"resources/{number}/availability/"):
        assert Api().get(path).status_code in (400, 404)


def test_many_bookings_of_one_member_come_to_an_end(space, monkeypatch):
    monkeypatch.setattr("community.spaces.actions.booking.MOST_COMING", 1)
    desks = places.resource(space, "Many", "hot_desks", capacity=9, is_shared=True)
    api = Api(UserFactory())

    answers = [api.post("bookings/", wanted(desks)) for _time in range(2)]

    assert [one.status_code for one in answers] == [201, 409]
