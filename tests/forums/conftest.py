from collections.abc import Callable

import pytest

from community.accounts.actions import ask_erasure, run_erasure
from community.accounts.models import DataRequest, User
from community.forums.models import Forum, Topic
from community.networks.models import Network
from tests.factories import talk
from tests.factories.people import UserFactory


@pytest.fixture
def network(db) -> Network:
    return talk.network()


@pytest.fixture
def forum(network) -> Forum:
    return talk.forum(network)


@pytest.fixture
def arta(network):
    """A member of the network."""
    return talk.join(UserFactory(display_name="Arta Gashi"), network)


@pytest.fixture
def besim(network):
    """Another member of the network."""
    return talk.join(UserFactory(display_name="Besim Hoxha"), network)


@pytest.fixture
def mod(network):
    """A moderator of the network."""
    return talk.join(UserFactory(display_name="Mimoza"), network, role="moderator")


@pytest.fixture
def outsider(db):
    """A member of the site who belongs to no network."""
    return UserFactory(display_name="Jeton")


@pytest.fixture
def topic(forum, arta) -> Topic:
    return talk.topic(forum, arta, "How are diplomas recognised?", "What **papers**?")


@pytest.fixture
def erase(settings, tmp_path) -> Callable[[User], None]:
    """The account is erased, without the days to think it over."""
    settings.TOMBSTONES_FILE = str(tmp_path / "tombstones.jsonl")

    def erase(user: User) -> None:
        request = ask_erasure(user)
        DataRequest.objects.update(due_at=request.created_at)
        run_erasure(request.pk)

    return erase
