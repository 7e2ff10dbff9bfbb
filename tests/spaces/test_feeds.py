"""Feeds of a space, of a resource, of one's own bookings, and of a manager."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from community.spaces.actions import (
    cancel_booking,
    edit_note,
    feed_was_used,
    issue_feed_token,
    move_booking,
    revoke_feed_token,
    take_role,
)
from community.spaces.actions.asking import Ask
from community.spaces.models import Allocation, Block, Booking, FeedToken, Space
from tests.factories import places
from tests.factories.people import UserFactory

NOW = datetime(2027, 6, 1, 8, tzinfo=UTC)
MONDAY = datetime(2027, 6, 7, 8, tzinfo=UTC)
SPACE = "/en/spaces/prishtina/calendar.ics"


@pytest.fixture(autouse=True)
def first_of_june():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def own(arta):
    """The address of Arta's feed."""
    return secret_of(arta)


@pytest.fixture
def kept(manager, space):
    return secret_of(manager, space)


def secret_of(user, space=None, language="en") -> str:
    _token, secret = issue_feed_token(user, space)
    return f"/{language}/spaces/mine/{secret}.ics"


def of_resource(resource) -> str:
    return f"/en/spaces/resources/{resource.pk}/calendar.ics"


def get(path, **headers):
    return Client().get(path, headers=headers)


def read(path):
    response = get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = icalendar.Calendar.from_ical(response.content)
    assert not any(one.errors for one in found.walk())
    return found.walk("VEVENT")


def only(path):
    (found,) = read(path)
    return found


def test_ones_own_feed_tells_when_where_and_what(room, arta, own):
    booking = places.booking(room, arta, MONDAY, note="Ç, ë; and\nmore", party_size=3)

    found = only(own)

    assert found["UID"] == f"{booking.uuid}@127.0.0.1"
    assert found["SUMMARY"] == "Room en, Prishtina en"
    assert found["DTSTART"].to_ical() == b"20270607T100000"
    assert found["LOCATION"] == "Prishtina en, Rr. Nëna Terezë 1, Prishtina"
    link = f"http://127.0.0.1:8000/en/spaces/bookings/{booking.uuid}/"
    assert found["DESCRIPTION"] == f"3 people\nÇ, ë; and\nmore\n{link}"
    assert (found["URL"], found["STATUS"]) == (link, "CONFIRMED")


def test_ones_own_feed_holds_nobody_elses(room, desks, arta, own):
    places.booking(room, UserFactory(display_name="Blerim"), MONDAY)
    assert read(own) == []

    places.booking(desks, arta, MONDAY)

    assert len(read(own)) == 1


@pytest.mark.parametrize(
    ("state", "status", "summary"),
    [
        ("requested", "TENTATIVE", "Room en, Prishtina en"),
        ("confirmed", "CONFIRMED", "Room en, Prishtina en"),
        ("checked_in", "CONFIRMED", "Room en, Prishtina en"),
        ("completed", "CONFIRMED", "Room en, Prishtina en"),
        ("cancelled", "CANCELLED", "Cancelled: Room en, Prishtina en"),
        ("declined", "CANCELLED", "Cancelled: Room en, Prishtina en"),
        ("expired", "CANCELLED", "Cancelled: Room en, Prishtina en"),
        ("no_show", "CANCELLED", "Cancelled: Room en, Prishtina en"),
    ],
)
def test_states_are_told(room, arta, own, state, status, summary):
    places.booking(room, arta, MONDAY, state=state, seat=None)

    found = only(own)

    assert (found["STATUS"], found["SUMMARY"]) == (status, summary)


def test_a_request_whose_time_has_run_out_is_told_so(room, arta, own):
    places.booking(room, arta, MONDAY, state="requested")
    Allocation.objects.update(lapses_at=NOW + timedelta(hours=1))
    before = get(own)
    assert only(own)["STATUS"] == "TENTATIVE"

    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        assert get(own, if_none_match=before["ETag"]).status_code == 200
        assert only(own)["STATUS"] == "CANCELLED"


def test_sequence_grows_with_each_change_and_the_identity_stays(room, arta, own):
    booking = places.booking(room, arta, MONDAY)
    first = only(own)
    tuesday = MONDAY + timedelta(days=1)
    move_booking(arta, booking, Ask(room, tuesday, tuesday + timedelta(hours=1)))
    second = only(own)

    cancel_booking(arta, Booking.objects.get())
    third = only(own)

    assert first["UID"] == second["UID"] == third["UID"]
    assert first["SEQUENCE"] < second["SEQUENCE"] < third["SEQUENCE"]
    assert second["DTSTART"].to_ical() == b"20270608T100000"
    assert third["STATUS"] == "CANCELLED"


def test_cancelled_ones_are_told_for_a_while(room, arta, own):
    booking = places.booking(room, arta, MONDAY, state="cancelled", seat=None)
    assert len(read(own)) == 1

    Booking.objects.filter(pk=booking.pk).update(updated_at=NOW - timedelta(days=70))

    assert read(own) == []


def test_the_window_is_of_24_months(room, arta, own):
    for day in ("2026-06-30", "2026-07-01", "2028-06-30", "2028-07-01"):
        start = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        places.booking(room, arta, start)

    days = [one["DTSTART"].dt.date().isoformat() for one in read(own)]

    assert days == ["2026-07-01", "2028-06-30"]


@pytest.mark.parametrize(
    ("language", "summary", "name"),
    [
        ("sq", "Room sq, Prishtina sq", "Rezervimet e mia"),
        ("en", "Room en, Prishtina en", "My bookings"),
        ("de", "Room de, Prishtina de", "Meine Buchungen"),
    ],
)
def test_the_feed_is_in_the_language_of_its_address(
    room, arta, language, summary, name
):
    places.booking(room, arta, MONDAY)

    path = secret_of(arta, language=language)

    assert only(path)["SUMMARY"] == summary
    assert only(path)["URL"].startswith(f"http://127.0.0.1:8000/{language}/")
    calendar = icalendar.Calendar.from_ical(get(path).content)
    assert str(calendar["NAME"]).startswith(name)


def test_public_feeds_tell_that_it_is_taken_and_nothing_else(room, desks, arta):
    places.booking(room, arta, MONDAY, note="Secret plans")
    taken = places.booking(desks, arta, MONDAY, party_size=2, state="requested")
    Allocation.objects.create(
        resource=desks, seat=1, starts_at=taken.starts_at,
        ends_at=taken.ends_at, booking=taken,
    )  # fmt: skip
    Block.objects.create(
        resource=room, starts_at=MONDAY, ends_at=MONDAY + timedelta(days=9),
        reason="Secret leak",
    )  # fmt: skip

    told = [(one["SUMMARY"], one["STATUS"]) for one in read(SPACE)]
    raw = get(SPACE).content.decode().replace("\r\n ", "")

    assert told == [
        ("Taken: Room en", "CONFIRMED"),
        ("Taken: Desks en", "TENTATIVE"),
        ("Not to be had: Room en", "CONFIRMED"),
    ]
    assert "2 of 3 seats" in raw
    for secret in ("Arta", "Gashi", arta.email, "Secret", str(taken.uuid), "mine"):
        assert secret not in raw
    assert "Taken: Room en" not in get(of_resource(desks)).content.decode()
    assert [one["SUMMARY"] for one in read(of_resource(desks))] == ["Taken: Desks en"]


def test_what_is_free_again_is_told_as_cancelled(room, arta):
    booking = places.booking(room, arta, MONDAY)
    uid = only(SPACE)["UID"]

    cancel_booking(arta, booking)

    assert (only(SPACE)["UID"], only(SPACE)["STATUS"]) == (uid, "CANCELLED")


def test_hidden_spaces_have_no_public_feed(room, manager, client):
    client.force_login(manager)
    assert client.get(SPACE).status_code == 200

    Space.objects.update(is_open=False)

    for path in (SPACE, of_resource(room)):
        assert get(path).status_code == 404
        assert client.get(path).status_code == 404


def test_managers_read_what_is_taken_and_nobodys_name(room, arta, kept):
    booking = places.booking(room, arta, MONDAY, note="A workshop")
    Block.objects.create(
        resource=room,
        starts_at=MONDAY,
        ends_at=MONDAY + timedelta(days=1),
        reason="Leak",
    )

    guest, closed = read(kept)

    assert guest["SUMMARY"] == f"Room en: {booking.reference}"
    raw = get(kept).content.decode()
    for personal in ("Arta", "Gashi", arta.email, "A workshop"):
        assert personal not in raw
    assert str(booking.uuid) in guest["URL"]
    assert guest["UID"] != f"{booking.uuid}@127.0.0.1"
    assert (closed["SUMMARY"], closed["DESCRIPTION"]) == (
        "Not to be had: Room en",
        "Leak",
    )


def test_a_manager_reads_no_other_space(room, arta, kept):
    other = places.resource(places.space("peja"))
    places.booking(other, arta, MONDAY)

    assert read(kept) == []


def test_who_manages_no_longer_finds_nothing(manager, space, kept):
    assert get(kept).status_code == 200

    take_role(manager, space)

    assert get(kept).status_code == 404


@pytest.mark.parametrize("role", ["host", "viewer"])
def test_hosts_and_viewers_have_no_feed_of_a_space(space, manager, kept, role):
    manager.space_roles.update(role=role)

    assert get(kept).status_code == 404


def test_revoked_unknown_and_closed_addresses_are_not_found(arta, own):
    assert get(own).status_code == 200
    assert get("/en/spaces/mine/x.ics").status_code == 404
    assert get(f"/en/spaces/mine/{'ë' * 300}.ics").status_code == 404
    assert get(f"/en/spaces/mine/{FeedToken.objects.get().digest}.ics").status_code == (
        404
    )
    other = secret_of(arta)
    revoke_feed_token(FeedToken.objects.first())
    assert sorted([get(own).status_code, get(other).status_code]) == [200, 404]

    type(arta).objects.update(is_active=False)

    assert {get(own).status_code, get(other).status_code} == {404}


def test_who_has_it_already_gets_304(room, arta, own, kept):
    places.booking(room, arta, MONDAY)

    for path in (own, kept, SPACE, of_resource(room)):
        first = get(path)
        again = get(path, if_none_match=first["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"]
        with time_machine.travel(NOW + timedelta(days=20), tick=False):
            assert get(path)["ETag"] == first["ETag"]
            assert get(path).content == first.content


def test_each_change_is_another_etag(room, desks, arta, manager, own, kept):
    seen = {path: {get(path)["ETag"]} for path in (own, kept, SPACE)}
    booking = places.booking(room, arta, MONDAY)

    def changed(*paths):
        for path in paths:
            etag = get(path)["ETag"]
            assert etag not in seen[path]
            seen[path].add(etag)

    changed(own, kept, SPACE)
    booking = edit_note(arta, booking, "Ç")
    changed(own, kept)
    room.name_en = "Big room"
    room.save()
    changed(own, kept, SPACE)
    Block.objects.create(
        resource=desks, starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=1)
    )
    changed(kept, SPACE)
    cancel_booking(arta, booking)
    changed(own, kept, SPACE)


def test_languages_have_etags_of_their_own(room, arta):
    path = secret_of(arta)

    assert get(path)["ETag"] != get(path.replace("/en/", "/de/"))["ETag"]


def test_caches_keep_public_feeds_alone(own, space):
    assert "public" in get(SPACE)["Cache-Control"]
    assert "Cookie" not in get(SPACE).headers.get("Vary", "")
    assert "private" in get(own)["Cache-Control"]
    assert get(own)["X-Robots-Tag"] == "noindex"


def test_reading_is_noted_once_a_day(arta, own, django_assert_num_queries):
    get(own)
    token = FeedToken.objects.get()
    assert token.last_used_on == timezone.localdate()

    with django_assert_num_queries(0):
        feed_was_used(token)


def test_numbers_of_statements(room, desks, arta, own, kept, django_assert_num_queries):
    for hour in range(5):
        places.booking(room, arta, MONDAY + timedelta(hours=hour))
        places.booking(desks, arta, MONDAY + timedelta(hours=hour))
    etags = {path: get(path)["ETag"] for path in (own, kept, SPACE)}

    for path, whole, unchanged in ((own, 3, 2), (kept, 5, 3), (SPACE, 4, 2)):
        with django_assert_num_queries(whole):
            get(path)
        with django_assert_num_queries(unchanged):
            get(path, if_none_match=etags[path])


def test_feeds_are_read_only(own, space):
    for path in (own, SPACE):
        assert Client().post(path).status_code == 405
        assert Client().head(path).status_code == 200
