"""What one waits for: the list, leaving and coming back; and who waits, on the desk."""

from datetime import UTC, datetime

import pytest
import time_machine

from community.profiles.actions import show_fields
from community.profiles.audiences import Audience
from community.profiles.models import Profile
from community.spaces.actions import cancel_booking
from community.spaces.models import Booking, WaitlistEntry
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.waits import (
    BOOK,
    DAY,
    DESK,
    HOUR,
    MINE,
    NOW,
    START,
    WAIT,
    asked,
    path_of,
    text,
    waits,
)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def member(client, arta):
    client.force_login(arta)
    return client


@pytest.fixture
def taken(room):
    """Somebody has the room on Monday from ten to twelve."""
    return places.booking(room, UserFactory(), START, 120)


# One's own --------------------------------------------------------------------------------


def test_others_before_one_are_counted(member, space, room, desks, arta):
    """Who came earlier, for some of the same time, and would take the same place."""
    other = places.resource(space, "Other", capacity=4)
    people = [UserFactory() for _one in range(8)]
    waits(room, people[0])
    waits(room, people[1], START + HOUR)
    waits(other, people[2], is_any=True)
    waits(other, people[3])
    waits(room, people[4], START + 2 * HOUR)
    waits(room, people[5], state="left")
    waits(room, people[6], until=NOW)
    waits(desks, people[7], is_any=True)
    own = waits(room, arta)
    waits(room, UserFactory())

    rows = WaitlistEntry.objects.with_before(NOW)

    assert rows.get(pk=own.pk).before == 3
    assert "3 people wait before you" in text(member.get(MINE))
    WaitlistEntry.objects.filter(pk=own.pk).update(is_any=True)
    assert rows.get(pk=own.pk).before == 4


def test_my_waits_cost_the_same_however_many(
    member, room, arta, django_assert_max_num_queries
):
    for number in range(12):
        waits(room, arta, START + number * DAY)
    text(member.get(MINE))

    with django_assert_max_num_queries(10):
        page = text(member.get(MINE))
    assert page.count("Leave the list") == 12


def test_what_is_over_or_somebody_elses_is_not_shown(member, room, arta):
    waits(room, arta, until=NOW)
    waits(room, arta, START + DAY, state="lapsed")
    waits(room, UserFactory())

    assert "Waiting list" not in text(member.get(MINE))
    waits(room, arta, START + 2 * DAY)
    assert text(member.get(MINE)).count("Leave the list") == 1


def test_leaving_can_be_taken_back(member, room, taken, arta):
    entry = waits(room, arta, party_size=3, note="Kept", until=START - HOUR)
    before = waits(room, UserFactory())

    answer = member.post(path_of(entry, "leave"))

    assert answer["Location"] == f"{MINE}?left={entry.uuid}"
    entry.refresh_from_db()
    assert entry.state == "left"
    page = text(member.get(answer["Location"]))
    assert path_of(entry, "again") in page
    assert "You no longer wait for this:" in page

    answer = member.post(path_of(entry, "again"))

    assert answer["Location"] == f"{MINE}#waiting"
    new = WaitlistEntry.objects.get(member=arta, state="waiting")
    assert (new.party_size, new.note, new.until) == (3, "Kept", START - HOUR)
    assert new.created_at >= before.created_at
    assert "1 person waits before you" in text(member.get(MINE))


def test_what_came_free_meanwhile_is_offered_for_booking(member, room, arta):
    entry = waits(room, arta, state="left")

    answer = member.post(path_of(entry, "again"))

    assert answer["Location"] == (
        f"{BOOK}?resource={room.pk}&date=2027-06-07&from=10%3A00&to=12%3A00"
    )
    assert not WaitlistEntry.objects.filter(state="waiting").exists()


def test_what_is_past_cannot_be_joined_again(member, room, arta):
    entry = waits(room, arta, START - 30 * DAY, state="left")

    assert member.post(path_of(entry, "again")).status_code == 302
    assert "This time has passed." in text(member.get(MINE))
    assert "again/" not in text(member.get(f"{MINE}?left={entry.uuid}"))


def test_what_has_become_a_booking_is_not_left(member, room, arta):
    entry = waits(room, arta, state="promoted")

    assert member.post(path_of(entry, "leave"))["Location"] == MINE
    assert "this is a booking now" in text(member.get(MINE))
    entry.refresh_from_db()
    assert entry.state == "promoted"


@pytest.mark.parametrize("left", ["x", "00000000-0000-4000-8000-000000000000", ""])
def test_no_address_of_what_was_left_breaks_the_list(member, arta, left):
    assert "no longer wait" not in text(member.get(f"{MINE}?left={left}"))


def test_somebody_elses_entry_is_not_there(client, member, room, host):
    entry = waits(room, UserFactory())

    assert member.post(path_of(entry, "leave")).status_code == 404
    assert member.post(path_of(entry, "again")).status_code == 404
    assert "no longer" not in text(member.get(f"{MINE}?left={entry.uuid}"))
    client.force_login(host)
    assert client.post(path_of(entry, "leave")).status_code == 404
    entry.refresh_from_db()
    assert entry.state == "waiting"


def test_a_booking_says_that_it_came_from_the_list(member, room, taken, arta):
    member.post(WAIT, asked(room))
    cancel_booking(taken.member, taken)

    booking = Booking.objects.get(member=arta)
    page = text(member.get(f"/en/spaces/bookings/{booking.uuid}/"))

    assert "From the waiting list: a place came free." in page
    assert "Waiting list" not in text(member.get(MINE))
    other = places.booking(room, arta, START + DAY)
    assert "From the waiting" not in text(
        member.get(f"/en/spaces/bookings/{other.uuid}/")
    )


# The desk ---------------------------------------------------------------------------------


def desk(client, user, query=""):
    client.force_login(user)
    return text(client.get(DESK + query))


def test_a_manager_reads_who_waits(client, room, manager, arta):
    waits(room, arta, note="With a projector", party_size=3)
    waits(room, UserFactory(display_name="Besa Krasniqi"), START + DAY)
    waits(room, UserFactory(display_name="Late"), until=NOW)
    waits(room, UserFactory(display_name="Gone"), state="left")

    page = desk(client, manager)

    assert "Waiting list" in page
    for told in ("Arta Gashi", "Besa Krasniqi", "With a projector", "3 people"):
        assert told in page
    assert "Late" not in page
    assert "Gone" not in page
    tuesday = desk(client, manager, "?date=2027-06-08")
    assert "Besa Krasniqi" in tuesday
    assert "Arta Gashi" not in tuesday


@pytest.mark.parametrize("role", ["host", "viewer"])
def test_others_read_nothing_of_it(client, room, arta, role):
    waits(room, arta, datetime(2027, 6, 4, 12, tzinfo=UTC))
    user = places.looks_after(UserFactory(), room.space, role)

    page = desk(client, user)

    assert "Waiting list" not in page
    assert "Arta Gashi" not in page


def test_a_hidden_name_is_hidden_there_too(client, room, manager, arta):
    profile, _made = Profile.objects.get_or_create(user=arta)
    show_fields(profile, {"name": int(Audience.ORG)})
    waits(room, arta)

    page = desk(client, manager)

    assert "Strike out" in page
    assert "Arta" not in page


def test_a_manager_strikes_somebody_out(client, room, manager, arta):
    entry = waits(room, arta)
    client.force_login(manager)

    answer = client.post(path_of(entry, "leave"), {"back": "desk"})

    assert answer["Location"] == f"{DESK}#waitlist"
    entry.refresh_from_db()
    assert entry.state == "left"
    page = text(client.get(DESK))
    assert "Struck out. The member is told." in page
    assert "Nobody waits for a place from this day on." in page
    assert client.post(path_of(entry, "again")).status_code == 403


def test_a_manager_of_another_space_strikes_out_nobody(client, room, arta):
    entry = waits(room, arta)
    client.force_login(places.looks_after(UserFactory(), places.space("peja")))

    assert client.post(path_of(entry, "leave"), {"back": "desk"}).status_code == 404
    entry.refresh_from_db()
    assert entry.state == "waiting"


def test_the_list_of_the_desk_has_an_end(
    client, room, manager, django_assert_max_num_queries
):
    for number in range(53):
        waits(room, UserFactory(), START + number * HOUR, 60)
    assert desk(client, manager).count("Strike out") == 50

    with django_assert_max_num_queries(21):
        page = text(client.get(DESK))
    assert "3 more stand behind these." in page
