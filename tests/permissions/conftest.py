"""People and things that the paths of the permission matrix name."""

from datetime import datetime, time, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core.renditions import image_representation
from cms.library.models import WorkFile
from community.accounts.actions import block
from community.networks.models import Invitation, JoinRequest, Network
from community.profiles.actions import list_profile, save_search
from community.spaces.actions import issue_feed_token
from community.spaces.arrivals import code_of
from community.spaces.models import (
    BookingEvent,
    DayException,
    IcsSource,
    Visit,
    WaitlistEntry,
)
from home.actions import CONTACTS, EDITORS, MODERATORS, TRANSLATORS
from tests.contacts.files import bring_in
from tests.factories import places as spaces
from tests.factories import talk
from tests.factories.content import make_entry, make_news, make_topic, make_work
from tests.factories.media import make_document, make_image
from tests.factories.people import UserFactory
from tests.factories.states import close
from tests.factories.taxonomy import make_skill
from tests.permissions.talking import talks
from tests.profiles.own import make_member


@pytest.fixture
def owner(db):
    profile = make_member(user=UserFactory())
    list_profile(profile)
    return profile


@pytest.fixture
def places(cms_tree, owner, network) -> dict[str, str]:
    """What stands for the placeholders of the paths."""
    news = make_news(cms_tree, {"en": "Item"})["en"]
    closed = make_news(cms_tree, {"en": "Closed"})["en"]
    restriction = close(closed, PageViewRestriction.PASSWORD)
    document = make_document()
    topic = make_topic(cms_tree, {"en": "Topic"})
    entry = make_entry(topic, {"en": "How?"})["en"]
    today = timezone.localdate()
    fresh = make_entry(topic, {"en": "Fresh?"}, last_reviewed=today)["en"]
    return {
        "key": news.translation_key,
        "uid": make_work(cms_tree, {"en": "Book"}).uid,
        "document": document.url.removeprefix("/documents/"),
        "file": closed_file(cms_tree).pk,
        "original": make_image().file.url,
        "rendition": image_representation(make_image(), "")["url"],
        "restriction": restriction.pk,
        "page": closed.pk,
        "entry": entry.translation_key,
        "fresh": fresh.translation_key,
        "person": owner.slug,
        "account": UserFactory().pk,
        "held": owner.skills.get().pk,
        "skill": make_skill({"en": "Welding"}).slug,
        **{
            part: getattr(owner, part).get().pk
            for part in (
                *("experience", "education", "licences"),
                *("languages", "links", "visits"),
            )
        },
        "saved": save_search(owner.user, "Doctors", "q=doctor", "none").pk,
        "block": block(owner.user, UserFactory()).pk,
        "session": own_session(owner.user).pk,
        "batch": bring_in().pk,
        "proposal": make_skill({"en": "Falconry"}, status="pending").pk,
        **bookable(owner.user),
        **places_in(network, owner.user),
        **talks(owner.user),
    }


def bookable(user) -> dict[str, object]:
    """A space that is open on weekdays, with a room in which the owner is next Monday and
    waits for a later hour; the owner's calendar of bookings."""
    space = spaces.space("prizren")
    spaces.hours(space, range(5))
    room = spaces.resource(space)
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    stay = Visit.objects.create(
        member=user, first=monday, last=monday, opens=time(13), closes=time(14)
    )
    start = datetime.combine(monday, time(13), space.zone_info)
    booking = spaces.booking(room, user, start, visit=stay)
    BookingEvent.objects.create(
        booking=booking, by=user, action="booked", to_state="confirmed", version=1
    )
    waits = WaitlistEntry.objects.create(
        member=user, resource=room, starts_at=start + timedelta(hours=2),
        ends_at=start + timedelta(hours=3), until=start,
    )  # fmt: skip
    token, secret = issue_feed_token(user)
    closed = DayException.objects.create(
        space=space, first=monday + timedelta(1), last=monday + timedelta(1)
    )
    source = IcsSource.objects.create(
        space=space, name="University", address="https://calendar.example/x.ics"
    )
    return {
        "space": space.slug,
        "source": source.pk,
        "resource": room.pk,
        "arrival": code_of(space, room),
        "booking": booking.uuid,
        "stay": stay.uuid,
        "wait": waits.uuid,
        "day": monday,
        "closed_day": closed.pk,
        "space_number": space.pk,
        "feed": token.pk,
        "calendar": secret,
    }


def places_in(network: Network, user) -> dict[str, int | str]:
    """A fellow member, and what the owner asked and was asked."""
    fellow = talk.join(UserFactory(), network)
    return {
        "network": network.code,
        "fellow": fellow.memberships.get().pk,
        "asked": JoinRequest.objects.create(network=network, user=user).pk,
        "invited": Invitation.objects.create(network=network, user=user).pk,
    }


@pytest.fixture
def network(db) -> Network:
    return talk.network()


def own_session(user) -> UserSession:
    """Somebody else's session, which is on the list of theirs alone."""
    client = Client()
    client.force_login(user)
    client.get("/en/account/")
    return UserSession.objects.get(user=user)


def closed_file(tree) -> WorkFile:
    """A file with a cover, of a work whose files are for its keepers."""
    work = make_work(tree, {"en": "Closed book"}, access="closed")
    file = WorkFile(work=work, document=make_document(), sha256="0" * 64)
    file.cover.save("cover.webp", ContentFile(b"RIFF"), save=True)
    return file


@pytest.fixture
def people(cms_tree, owner, network, places):
    # Of the network that is joined, and of the one in which people talk.
    talking = Network.objects.get(code="open-net")
    in_charge = talk.join(UserFactory(), network, role="moderator")
    return {
        "visitor": None,
        # The account was closed while somebody was logged in.
        "closed": UserFactory(is_active=False),
        "unverified": UserFactory(confirmed=False),
        "member": UserFactory(),
        "owner": owner.user,
        "moderator": UserFactory(groups=[MODERATORS]),
        "network moderator": talk.join(in_charge, talking, role="moderator"),
        "desk": UserFactory(groups=[CONTACTS]),
        "staff": UserFactory(is_staff=True),
        "editor": UserFactory(groups=[EDITORS["en"]]),
        "translator": UserFactory(groups=[TRANSLATORS["en"]]),
        "superuser": UserFactory(is_superuser=True, is_staff=True),
    }
