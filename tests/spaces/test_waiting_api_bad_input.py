"""Bad input about the waiting list, in three languages, and hostile bodies. Nothing is
written, and nothing is ever a 5xx."""

import pytest
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from community.spaces.models import Booking, WaitlistEntry
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.api import NAIVE, TEN, Api, problem, wanted
from tests.spaces.odd import ODD
from tests.spaces.test_bookings_api import NOW, START
from tests.spaces.test_bookings_api_bad_input import (
    CALM,
    GAP,
    JSON,
    LOCALES,
    RULES,
    at,
)


@pytest.fixture(autouse=True)
def _june(db, time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def strict(space):
    """Half an hour to four hours, a day ahead to thirty days; taken when most ask."""
    found = places.resource(
        space, "Strict", capacity=4, longest=240, lead=24 * 60, horizon_days=30
    )
    places.booking(found, UserFactory(), START)
    return found


@pytest.fixture
def taken(room):
    return places.booking(room, UserFactory(), START)


# What cannot be read: 400 -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["starts_at", "ends_at", "until"])
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
def test_times_that_cannot_be_read_are_named(room, taken, arta, name, value):
    response = Api(arta).post("waitlist/", {"resource": room.pk, **TEN, name: value})

    assert list(problem(response)["errors"]) == [name]
    assert response.status_code == 400
    assert not WaitlistEntry.objects.exists()


def test_naive_times_need_to_be_those_of_the_space(room, taken, arta):
    naive = wanted(room, **NAIVE, until="2027-06-06T18:00")
    refused = Api(arta).post("waitlist/", naive)

    assert list(problem(refused)["errors"]) == ["starts_at", "ends_at", "until"]
    assert refused.status_code == 400
    assert Api(arta).post("waitlist/", naive | {"tz": "space"}).status_code == 201


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *ODD,
        ("any_of_kind", "perhaps"),
        ("any_of_kind", None),
        ("any_of_kind", 7),
        ("any_of_kind", []),
        ("member", "arta"),
        ("state", "promoted"),
        ("booking", None),
        ("before", 0),
        ("id", "x"),
        ("created_at", "2020-01-01T00:00:00Z"),
    ],
)
def test_members_that_cannot_be_read_are_named(room, taken, arta, name, value):
    response = Api(arta).post("waitlist/", {**wanted(room), name: value})

    assert list(problem(response)["errors"]) == [name]
    assert response.status_code == 400
    assert not WaitlistEntry.objects.exists()


@pytest.mark.parametrize("name", ["resource", "starts_at", "ends_at"])
def test_what_is_missing_is_named(room, taken, arta, name):
    told = problem(Api(arta).post("waitlist/", wanted(room, **{name: None})))

    assert (told["status"], list(told["errors"])) == (400, [name])


def test_parameters_of_the_address_are_no_body(room, taken, arta):
    assert Api(arta).post("waitlist/?resource=1", wanted(room)).status_code == 400


def test_a_resource_that_is_not_there(arta):
    assert Api(arta).post("waitlist/", {"resource": 999999, **TEN}).status_code == 404


# What breaks a rule: 422 with field and code ----------------------------------------------

LATE = [
    ({"until": "2027-06-07T08:00:01Z"}, {"until": ["order"]}),
    ({"until": "2027-06-08T08:00:00Z"}, {"until": ["order"]}),
    ({"until": "9999-12-31T23:59:59-14:00"}, {"until": ["order"]}),
    ({"until": "2027-06-01T08:00:00Z"}, {"until": ["past"]}),
    ({"until": "0001-01-01T00:00:00+14:00"}, {"until": ["past"]}),
    ({"until": "2027-03-28T02:30", "tz": "space"}, {"until": ["gap"]}),
    ({"until": "0001-01-01T00:00", "tz": "space"}, {"until": ["horizon"]}),
]


@pytest.mark.parametrize(("values", "codes"), [*RULES, *LATE])
def test_a_broken_rule_is_told_by_field_and_code(strict, arta, values, codes):
    body = {"resource": strict.pk, **TEN, **values}

    for locale in LOCALES:
        told = problem(Api(arta).post(f"waitlist/?locale={locale}", body))
        assert told["status"] == 422
        assert told["codes"] == codes
        assert list(told["errors"]) == list(codes)
    assert not WaitlistEntry.objects.exists()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("values", "name", "words"),
    [
        (at("11:00", "10:00"), "ends_at", "The end must be after the start."),
        (
            {"until": "2027-06-08T08:00:00Z"},
            "until",
            "Wait until the start at the latest.",
        ),
        ({"until": "2027-05-08T08:00:00Z"}, "until", "This time has passed."),
    ],
)
def test_a_broken_rule_is_told_in_the_language_asked_for(
    strict, arta, locale, values, name, words
):
    body = {"resource": strict.pk, **TEN, **values}

    told = problem(Api(arta).post(f"waitlist/?locale={locale}", body))

    with translation.override(locale):
        assert told["errors"] == {name: [gettext(words)]}


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_not_possible_now_is_told_in_the_language_asked_for(room, arta, locale):
    told = problem(Api(arta).post(f"waitlist/?locale={locale}", wanted(room)))

    with translation.override(locale):
        assert told["detail"] == gettext("This is free now: you can book it.")
    assert told["choices"][0]["resource_name"] == f"Room {locale}"


def test_a_time_that_clocks_skip_names_the_next_one(space, arta, time_machine):
    night = places.resource(space, "Night", longest=24 * 60, horizon_days=366)
    places.hours(night, opens=places.time(0), closes=places.time(0))
    time_machine.move_to("2027-03-01T00:00:00Z", tick=False)
    body = wanted(night, starts_at=GAP, ends_at="2027-03-28T05:00", tz="space")

    told = problem(Api(arta).post("waitlist/", body))

    assert (told["status"], told["codes"]) == (422, {"starts_at": ["gap"]})
    assert "03:00" in told["errors"]["starts_at"][0]


# Hostile bodies ---------------------------------------------------------------------------


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
def test_a_body_that_is_none_is_refused(room, taken, arta, body):
    response = Api(arta).send("post", "waitlist/", body)

    assert problem(response)["status"] == 400
    assert not WaitlistEntry.objects.exists()


NAMES = [
    *("resource", "starts_at", "ends_at", "tz", "party_size", "note"),
    *("any_of_kind", "until"),
]


@CALM
@given(body=st.dictionaries(st.sampled_from(NAMES), JSON))
def test_no_body_breaks_the_list(room, arta, body):
    if not Booking.objects.exists():
        places.booking(room, None, START)

    answer = Api(arta).post("waitlist/", {**wanted(room), **body})

    assert answer.status_code < 500, answer.content


@CALM
@given(
    name=st.sampled_from(["space", "state", "limit", "cursor", "from"]),
    value=st.text(st.characters(codec="utf-8"), max_size=40)
    | st.integers().map(str)
    | st.datetimes().map(str),
)
def test_no_query_breaks_the_list(arta, name, value):
    assert Api(arta).get("waitlist/", **{name: value}).status_code < 500


@pytest.mark.parametrize("uid", ["x", "0", "9" * 40, "%00"])
def test_what_is_no_number_of_an_entry_is_nothing(arta, uid):
    for method in ("get", "delete"):
        answer = getattr(Api(arta), method)(f"waitlist/{uid}/")
        assert answer.status_code in (400, 404)
