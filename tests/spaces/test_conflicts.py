"""Hours and sizes are not changed behind the back of bookings."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, ValidationError

from community.spaces.actions import (
    BookingsBrokenError,
    Closure,
    close_days,
    reopen_days,
)
from community.spaces.conflicts import conflicts
from community.spaces.models import (
    Block,
    DayException,
    OpeningRule,
    Resource,
    SpaceRole,
)
from home.actions import MODERATORS
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.asked import NOW, booked
from tests.spaces.wall import MONDAY

TUESDAY = MONDAY + timedelta(1)


def test_bookings_that_fit_are_no_conflict(space, room, arta):
    booked(arta, room)
    assert conflicts(space, NOW) == []


def test_what_is_closed_or_blocked_by_now_is_found_in_order(space, room, desks, arta):
    late = booked(arta, room, day=TUESDAY)
    early = booked(arta, room)
    booked(arta, desks)
    DayException.objects.create(space=space, first=TUESDAY, last=TUESDAY)
    Block.objects.create(
        resource=room,
        starts_at=early.starts_at,
        ends_at=early.ends_at,
        reason="Painting",
    )

    found = [(one.booking, one.why, one.reason) for one in conflicts(space, NOW)]

    assert found == [(early, "blocked", "Painting"), (late, "closed", "")]
    assert conflicts(space, NOW + timedelta(30)) == []


def test_conflicts_take_four_statements(
    space, room, arta, django_assert_max_num_queries
):
    for hour in ("09", "10", "11"):
        booked(arta, room, f"{hour}:00", f"{hour}:30")
    with django_assert_max_num_queries(4):
        conflicts(space, NOW)


def test_a_closure_over_a_booking_wants_its_list_read(space, room, arta, manager):
    booking = booked(arta, room)
    closure = Closure(MONDAY, TUESDAY, labels={"en": "Painting"})

    with pytest.raises(BookingsBrokenError) as refused:
        close_days(manager, space, closure, now=NOW)
    assert [one.booking for one in refused.value.found] == [booking]
    assert not DayException.objects.exists()

    second = booked(arta, room, "12:00", "13:00")
    digest = refused.value.digest  # (the list has grown meanwhile)
    with pytest.raises(BookingsBrokenError) as again:
        close_days(manager, space, closure, acknowledged=digest, now=NOW)
    assert [one.booking for one in again.value.found] == [booking, second]
    made = close_days(manager, space, closure, acknowledged=again.value.digest, now=NOW)
    assert made.label == "Painting"
    reopen_days(manager, made, now=NOW)
    assert conflicts(space, NOW) == []


def test_a_closure_beside_bookings_needs_no_word(space, room, arta, manager):
    booked(arta, room)
    assert close_days(manager, space, Closure(TUESDAY, TUESDAY), now=NOW).is_closed


def test_longer_hours_are_taken_away_with_care(space, room, arta, manager):
    closure = Closure(MONDAY, MONDAY, time(9), time(20))
    made = close_days(manager, space, closure, now=NOW)
    booked(arta, room, "18:00", "19:00")

    with pytest.raises(BookingsBrokenError):
        reopen_days(manager, made, now=NOW)
    assert DayException.objects.exists()


def test_only_managers_close(space, arta, host, viewer):
    for who in (arta, host, viewer):
        with pytest.raises(PermissionDenied):
            close_days(who, space, Closure(MONDAY, MONDAY), now=NOW)


@pytest.mark.parametrize(
    ("closure", "field"),
    [
        (Closure(MONDAY, MONDAY - timedelta(1)), "last"),
        (Closure(MONDAY, MONDAY + timedelta(366)), "last"),
        (Closure(date(2027, 1, 1), date(2027, 1, 1)), "last"),
        (Closure(date(2190, 1, 1), date(2190, 1, 1)), "first"),
        (Closure(MONDAY, MONDAY, opens=time(9)), "closes"),
        (Closure(MONDAY, MONDAY, labels={"en": "x" * 121}), "label"),
    ],
)
def test_odd_closures_are_refused(space, manager, closure, field):
    with pytest.raises(ValidationError) as refused:
        close_days(manager, space, closure, now=NOW)
    assert list(refused.value.error_dict) == [field]


# In the admin ------------------------------------------------------------------------------


@pytest.fixture
def moderator(cms_tree):
    return UserFactory(groups=[MODERATORS])


def posted(page, **more):
    """What the form of this page sends when nothing else is touched."""
    form = BeautifulSoup(page.content, "html.parser").select_one("form#w-editor-form")
    form = form or BeautifulSoup(page.content, "html.parser")
    data: dict[str, list[str]] = {}
    for one in form.select("input[name], textarea[name], select[name]"):
        name = one["name"]
        if "__prefix__" in name or name == "acknowledged":
            continue
        if one.name == "select":
            values = [option["value"] for option in one.select("option[selected]")]
        elif one.name == "textarea":
            values = [one.text.strip()]
        elif one.get("type") in ("checkbox", "radio"):
            values = [one.get("value", "on")] if one.has_attr("checked") else []
        else:
            values = [one.get("value", "")]
        data.setdefault(name, []).extend(values)
    return {**data, **{name: [value] for name, value in more.items()}}


@time_machine.travel(NOW, tick=False)
def test_hours_are_shortened_after_the_list_was_read(
    moderator, client, space, room, arta
):
    client.force_login(moderator)
    booked(arta, room, "15:00", "17:00")
    rule = OpeningRule.objects.get()
    path = f"/admin/snippets/spaces/space/edit/{space.pk}/"
    data = posted(client.get(path), **{"opening_rules-0-closes": "16:00"})

    refused = client.post(path, data)

    assert refused.status_code == 200
    text = refused.content.decode()
    assert "07.06.2027 15:00\N{EN DASH}17:00" in text
    rule.refresh_from_db()
    assert rule.closes == time(17)
    box = BeautifulSoup(text, "html.parser").select_one("input[name=acknowledged]")
    assert not box.has_attr("checked")
    digest = box["value"]
    assert client.post(path, {**data, "acknowledged": digest}).status_code == 302
    rule.refresh_from_db()
    assert rule.closes == time(16)


@time_machine.travel(NOW, tick=False)
def test_a_resource_does_not_shrink_below_its_bookings(
    moderator, client, space, desks, room, arta
):
    client.force_login(moderator)
    booked(arta, desks, party_size=3)
    booked(arta, room, party_size=6)
    for resource, capacity, is_refused in (
        (desks, 2, True),
        (desks, 3, False),
        (room, 5, True),
        (room, 6, False),
    ):
        path = f"/admin/snippets/spaces/resource/edit/{resource.pk}/"
        data = posted(client.get(path), capacity=str(capacity))
        before = Resource.objects.get(pk=resource.pk).capacity

        response = client.post(path, data)

        resource.refresh_from_db()
        if is_refused:
            assert "07.06.2027 10:00" in response.content.decode()
            assert resource.capacity == before
        else:
            assert (response.status_code, resource.capacity) == (302, capacity)


@time_machine.travel(datetime(2026, 12, 1, tzinfo=UTC), tick=False)
def test_the_admin_gives_roles_and_takes_over_holidays(moderator, client, space, arta):
    client.force_login(moderator)
    path = f"/admin/snippets/spaces/space/edit/{space.pk}/"
    ben = UserFactory(email="ben@example.org")
    data = posted(client.get(path))
    told = {"managers": f"{arta.email}\nBEN@example.org", "holidays": "on"}

    assert client.post(path, {**data, **told}).status_code == 302

    roles = dict(SpaceRole.objects.values_list("user", "role"))
    assert roles == {arta.pk: "manager", ben.pk: "manager"}
    assert DayException.objects.filter(source="holidays").count() > 12
    page = client.get(path)
    assert "ben@example.org" in page.content.decode()
    again = posted(page, managers=arta.email, hosts="ben@example.org", viewers="")
    assert client.post(path, again).status_code == 302
    roles = dict(SpaceRole.objects.values_list("user", "role"))
    assert roles == {arta.pk: "manager", ben.pk: "host"}
    wrong = posted(client.get(path), viewers=f"nobody@example.org\n{arta.email}")
    text = client.post(path, wrong).content.decode()
    assert "nobody@example.org" in text
    assert SpaceRole.objects.filter(role="viewer").count() == 0
    assert places.looks_after(UserFactory(), space, "viewer")
