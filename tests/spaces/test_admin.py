"""Spaces, hours and dates that come again in the editors' admin."""

from datetime import date, time

import pytest
from django.http import QueryDict

from community.spaces.forms import DateSetWidget, parts_of
from community.spaces.models import DayException, OpeningRule, Resource, Space
from home.actions import MODERATORS
from tests.factories.people import UserFactory

ADD = "/admin/snippets/spaces/space/add/"
START = "DTSTART:20270101T000000\n"
TOLD = {
    "slug": "peja",
    "position": "1",
    "is_open": "on",
    "name_sq": "Peja",
    "name_en": "Peja",
    "name_de": "Peja",
    "address": "Rr. e Dukagjinit 4",
    "city": "Pejë",
    "zone": "Europe/Belgrade",
    "half_day_at": "13:00",
    "opening_rules-TOTAL_FORMS": "1",
    "opening_rules-INITIAL_FORMS": "0",
    "opening_rules-MIN_NUM_FORMS": "0",
    "opening_rules-MAX_NUM_FORMS": "1000",
    "opening_rules-0-weekdays": ["0", "1"],
    "opening_rules-0-opens": "09:00",
    "opening_rules-0-closes": "18:00",
    "exceptions-TOTAL_FORMS": "1",
    "exceptions-INITIAL_FORMS": "0",
    "exceptions-MIN_NUM_FORMS": "0",
    "exceptions-MAX_NUM_FORMS": "1000",
    "exceptions-0-first": "2027-05-01",
    "exceptions-0-last": "2027-05-02",
    "exceptions-0-label_en": "Painting",
}


@pytest.fixture
def moderator(cms_tree, client):
    user = UserFactory(groups=[MODERATORS])
    client.force_login(user)
    return user


def test_a_space_is_founded_with_its_hours(moderator, client):
    page = client.get(ADD)
    assert page.status_code == 200
    assert "__prefix__-dates-way" in page.content.decode()

    response = client.post(ADD, TOLD)

    assert response.status_code == 302
    made = Space.objects.get()
    rule, change = OpeningRule.objects.get(), DayException.objects.get()
    assert (rule.space, rule.weekdays, rule.opens) == (made, [0, 1], time(9))
    assert (change.first, change.last, change.is_closed) == (
        date(2027, 5, 1),
        date(2027, 5, 2),
        True,
    )
    edit = client.get(f"/admin/snippets/spaces/space/edit/{made.pk}/")
    assert edit.status_code == 200
    assert client.get("/admin/snippets/spaces/space/").status_code == 200


def test_members_do_not(cms_tree, client):
    client.force_login(UserFactory())

    assert client.get(ADD).status_code in (302, 403)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("FREQ=WEEKLY;INTERVAL=0", "lie 1 to 60 weeks"),
        ("FREQ=WEEKLY;BYHOUR=99", "no time of day"),
        ("FREQ=MONTHLY;BYMONTHDAY=-5", "cannot be read"),
        ("FREQ=SECONDLY", "every week, month or year"),
        ("FREQ=WEEKLY;COUNT=99999999999", "1 to 1000 times"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no such date"),
        ("nonsense", "cannot be read"),
    ],
)
def test_a_bad_recurrence_is_an_error_of_the_form(moderator, client, rule, message):
    for name in ("opening_rules-0-dates", "exceptions-0-dates"):
        told = {**TOLD, name: f"{START}RRULE:{rule}", f"{name}-way": "rule"}

        response = client.post(ADD, told)

        assert response.status_code == 200
        assert message in response.content.decode()
    assert not Space.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "text"),
    [
        ({"way": "", "from": "2027-01-02"}, ""),
        (
            {"way": "weekly", "from": "2027-01-02", "every": "2", "days": ["SA"]},
            "DTSTART:20270102T000000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
        ),
        (
            {"way": "weekday", "from": "2027-01-02", "place": "-1", "days": ["FR"]},
            "DTSTART:20270102T000000\nRRULE:FREQ=MONTHLY;BYDAY=-1FR",
        ),
        (
            {"way": "weekday", "from": "2027-01-02", "place": "1"},
            "DTSTART:20270102T000000\nRRULE:FREQ=MONTHLY;BYDAY=1SA",
        ),
        (
            {"way": "day", "from": "2027-01-15", "until": "2027-06-15"},
            "DTSTART:20270115T000000\nRRULE:FREQ=MONTHLY;UNTIL=20270615T000000",
        ),
        (
            {"way": "year", "from": "2027-05-01"},
            "DTSTART:20270501T000000\nRRULE:FREQ=YEARLY",
        ),
    ],
)
def test_what_is_chosen_is_saved_and_shown_again(moderator, client, chosen, text):
    name = "opening_rules-0-dates"
    told = {**TOLD, **{f"{name}-{part}": value for part, value in chosen.items()}}

    assert client.post(ADD, told).status_code == 302

    assert OpeningRule.objects.get().dates == text
    shown = parts_of(text)
    assert shown["way"] == chosen["way"]
    if text:
        assert shown["from"] == chosen["from"]
        assert shown["days"] == chosen.get("days", shown["days"])


@pytest.mark.parametrize(
    "chosen",
    [
        {"way": "weekly"},
        {"way": "weekly", "from": "2027-01-02", "every": "0"},
        {"way": "weekly", "from": "2027-01-02", "days": ["XX"]},
        {"way": "weekday", "place": "9", "from": "2027-01-02"},
        {"way": "weekday", "place": "1", "from": "soon"},
        {"way": "year", "from": "2027-13-40"},
        {"way": "sometimes", "from": "2027-01-02"},
    ],
)
def test_wrong_choices_are_errors_of_the_form(moderator, client, chosen):
    name = "opening_rules-0-dates"
    told = {**TOLD, **{f"{name}-{part}": value for part, value in chosen.items()}}

    assert client.post(ADD, told).status_code == 200
    assert not Space.objects.exists()


def test_what_the_controls_cannot_say_stands_as_text():
    text = f"{START}RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20270108T000000"

    assert parts_of(text)["way"] == "rule"
    html = DateSetWidget().render("dates", text, {"id": "id_dates"})
    assert "EXDATE:20270108T000000" in html
    assert "script" not in html
    data = QueryDict(mutable=True)
    data.update({"dates-way": "rule", "dates": text})
    assert DateSetWidget().value_from_datadict(data, {}, "dates") == text


def test_rooms_are_added_with_amenities_and_own_hours(moderator, client):
    client.post(ADD, TOLD)
    space = Space.objects.get()
    told = {
        "space": space.pk,
        "position": "0",
        "name_sq": "Salla",
        "name_en": "Room",
        "name_de": "Raum",
        "kind": "room",
        "capacity": "8",
        "granularity": "minutes",
        "step": "30",
        "shortest": "30",
        "longest": "480",
        "lead": "0",
        "horizon_days": "60",
        "buffer": "15",
        "hold_hours": "48",
        "release_after": "30",
        "amenities": ["projector", "step_free"],
        "opening_rules-TOTAL_FORMS": "1",
        "opening_rules-INITIAL_FORMS": "0",
        "opening_rules-MIN_NUM_FORMS": "0",
        "opening_rules-MAX_NUM_FORMS": "1000",
        "opening_rules-0-weekdays": ["5"],
        "opening_rules-0-opens": "10:00",
        "opening_rules-0-closes": "14:00",
    }
    add = "/admin/snippets/spaces/resource/add/"
    assert client.get(add).status_code == 200

    response = client.post(add, told)

    assert response.status_code == 302
    made = Resource.objects.get()
    assert made.amenities == ["projector", "step_free"]
    assert made.opening_rules.get().weekdays == [5]
    assert OpeningRule.objects.filter(space=space).count() == 1
    assert client.get("/admin/snippets/spaces/resource/").status_code == 200
