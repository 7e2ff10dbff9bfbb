import pytest

from tests.factories import places
from tests.factories.people import UserFactory


@pytest.fixture
def space(db):
    """Open from nine to five, every day."""
    found = places.space()
    places.hours(found)
    return found


@pytest.fixture
def room(space):
    return places.resource(space, capacity=8)


@pytest.fixture
def desks(space):
    """Three hot desks."""
    return places.resource(space, "Desks", "hot_desks", capacity=3, is_shared=True)


@pytest.fixture
def arta(db):
    return UserFactory(display_name="Arta Gashi")


@pytest.fixture
def manager(space):
    return places.looks_after(UserFactory(), space)


@pytest.fixture
def host(space):
    return places.looks_after(UserFactory(), space, "host")


@pytest.fixture
def viewer(space):
    return places.looks_after(UserFactory(), space, "viewer")


def fresh(user):
    """The same member as the next request knows them."""
    return type(user).objects.get(pk=user.pk)
