"""Networks as lists and pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from cms.core.cards import Card, cards, rows_for
from cms.core.paging import PageOfRows, page_through
from cms.core.rows.reads import ORDERS
from community.networks.models import Membership, Network, NetworkPage
from community.networks.permissions import role_in, roles_of
from community.networks.querysets import Fellows, fellows_of
from community.profiles.cards import PersonCard
from community.profiles.filters import place_of
from community.profiles.querysets import Shown, shown_names
from community.profiles.querysets.pages import SORTS

MOST = 200  # networks on a screen
NEWEST = SORTS["newest"]


class NetworkCard(Card):
    """A page of a network with the living numbers of the network and one's role in it."""

    network: Network
    role = ""

    @property
    def code(self) -> str:
        return str(self.content["network"])


@dataclass(frozen=True)
class InCharge:
    """A moderator or lead as the reader knows them."""

    role: str
    label: str
    person: Shown


def network_cards(request: HttpRequest) -> list[NetworkCard]:
    """All networks that have a page, in their order."""
    rows = rows_for(request).of_type(NetworkPage.api_type)
    found = cards(rows.page(ORDERS["newest"], MOST), NetworkCard)
    networks = {one.code: one for one in Network.objects.all()} if found else {}
    roles = roles_of(request.user)
    known = [card for card in found if card.code in networks]
    for card in known:
        card.network = networks[card.code]
        card.role = roles.get(card.network.pk, "")
    return known


def front_doors(
    request: HttpRequest, networks: Iterable[Network]
) -> dict[str, NetworkCard]:
    """By code the page of each of these networks that has one."""
    facets = [f"network:{one.code}" for one in networks]
    if not facets:
        return {}
    rows = rows_for(request).of_type(NetworkPage.api_type).having(*facets)
    found = cards(rows.page(ORDERS["newest"], MOST), NetworkCard)
    return {card.code: card for card in found}


def in_charge_of(network: Network, reader: Any) -> list[InCharge]:
    """The leads first. Visitors meet those alone who show their name to everyone."""
    rows = list(Membership.objects.filter(network=network).in_charge())
    names = shown_names(reader, [row.user_id for row in rows])
    return told_in_charge(rows, names, reader)


def told_in_charge(
    rows: Iterable[Membership], names: dict[int, Shown], reader: Any
) -> list[InCharge]:
    """The same of memberships that are known, with the names of their people."""
    people = [
        InCharge(row.role, str(row.get_role_display()), names[row.user_id])
        for row in rows
    ]
    return [one for one in people if reader.is_authenticated or one.person.is_named]


# Members -------------------------------------------------------------------------------


def fellows_for(user: Any, network: Network) -> Fellows:
    return fellows_of(network, user, is_member=bool(role_in(user, network)))


def fellows_page(fellows: Fellows, cursor: str, limit: int) -> PageOfRows:
    """The newest of the directory first. Raises ValidationError for a foreign cursor."""
    matches = fellows.count()

    def fetch(by: Any, place: Any, number: int) -> list[Any]:
        place = place and place_of("newest", place)
        way = "newest" if tuple(by) == NEWEST else "<newest"
        return fellows.page(way, number, place, matches) if matches else []

    return page_through(fetch, NEWEST, cursor, limit, "fellows")


def with_roles(
    network: Network, people: list[PersonCard]
) -> list[tuple[PersonCard, Membership]]:
    """Each card with the membership of its person."""
    rows = Membership.objects.filter(
        network=network, user__profile__in=[card.profile_id for card in people]
    ).select_related("user__profile")
    found = {row.user.profile.pk: row for row in rows}
    return [(p, found[p.profile_id]) for p in people if p.profile_id in found]
