"""Real threads: the same request many times at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from community.spaces.models import Booking, Visit
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.api import Api, stay, wanted

NOW = datetime(2027, 6, 1, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _june(time_machine):
    time_machine.move_to(NOW, tick=False)


def at_once(apis, path, body, **headers) -> list[int]:
    """All in threads with connections of their own."""

    def run(api: Api) -> int:
        try:
            return api.post(path, body, **headers).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, apis))


@pytest.fixture
def desks(transactional_db):
    space = places.space()
    places.hours(space)
    return places.resource(space, "Desks", "hot_desks", capacity=3, is_shared=True)


def test_one_key_is_one_booking(desks):
    user = UserFactory()
    apis = [Api(user) for _time in range(8)]

    answers = at_once(apis, "bookings/", wanted(desks), **{"Idempotency-Key": "k"})

    assert sorted(answers) == [200] * 7 + [201]
    assert Booking.objects.count() == 1


def test_one_key_is_one_visit(desks):
    user = UserFactory()
    apis = [Api(user) for _time in range(8)]

    answers = at_once(apis, "visits/", stay(desks), **{"Idempotency-Key": "k"})

    assert sorted(answers) == [200] * 7 + [201]
    assert (Visit.objects.count(), Booking.objects.count()) == (1, 5)


def test_three_of_twelve_get_the_last_three_seats(desks):
    apis = [Api(UserFactory()) for _time in range(12)]

    answers = at_once(apis, "bookings/", wanted(desks))

    assert sorted(answers) == [201] * 3 + [409] * 9
    assert Booking.objects.count() == 3
