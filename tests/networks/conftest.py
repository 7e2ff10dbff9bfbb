import uuid

import pytest
from wagtail.models import Page

from community.networks.models import Membership, NetworkIndexPage, NetworkPage
from community.profiles.actions import list_profile
from tests.factories import talk
from tests.factories.content import body, make_pages
from tests.factories.people import UserFactory
from tests.profiles.own import make_member

SLUGS = {"sq": "rrjetet", "en": "networks", "de": "netzwerke"}


@pytest.fixture
def network(db):
    """Open to everyone."""
    return talk.network()


@pytest.fixture
def closed(db):
    """On request, and read by its members alone."""
    return talk.network("law", joining="request", is_public=False)


@pytest.fixture
def arta(db):
    """A member of the site with a listed profile, in no network."""
    return listed("Arta Gashi")


@pytest.fixture
def lead(network):
    return talk.join(listed("Lirije Leka"), network, role="lead")


@pytest.fixture
def mod(network):
    return talk.join(listed("Mimoza"), network, role="moderator")


def listed(name):
    profile = make_member(user=UserFactory(display_name=name))
    list_profile(profile)
    return profile.user


def fresh(user):
    """The same member as the next request knows them."""
    return type(user).objects.get(pk=user.pk)


def role(user, network):
    found = Membership.objects.filter(user=user, network=network)
    return found.values_list("role", flat=True).first() or ""


@pytest.fixture
def front(cms_tree, network):
    """The index of networks, and the page of the open one, in two languages."""
    return front_pages(cms_tree, network)


def front_pages(cms_tree, network):
    indexes = make_pages(
        NetworkIndexPage,
        {code: cms_tree["home", code] for code in SLUGS},
        {code: slug.title() for code, slug in SLUGS.items()},
        show_in_menus=True,
    )
    return make_pages(
        NetworkPage,
        {code: Page.objects.get(pk=page.pk) for code, page in indexes.items()},
        {"en": "Medicine", "sq": "Mjekësia"},
        network=network,
        lead="For all who heal.",
        body=body("What we do."),
        translation_key=uuid.uuid4(),
    )
