"""Named reads of networks and memberships."""

from dataclasses import dataclass
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from cms.database.prepared import fetched
from community.profiles.audiences import Audience
from community.profiles.querysets import Directory, audience_of, reader_of
from community.profiles.querysets.question import Condition

IN_CHARGE = ("moderator", "lead")


class NetworkQuerySet(models.QuerySet[Any]):
    """All networks can be found; what is inside is `readable_by`."""

    def visible_to(self, user: Any) -> "NetworkQuerySet":
        """Everyone may know that a network exists, who keeps it and how one joins."""
        return self

    def readable_by(self, user: Any) -> "NetworkQuerySet":
        """Whose forums this reader may read: public ones, one's own, staff all."""
        if not user.is_authenticated:
            return self.filter(is_public=True)
        if user.has_perm("networks.change_network"):
            return self
        mine = Q(pk__in=user.memberships.values("network"))
        return self.filter(Q(is_public=True) | mine)

    def suggested_to(self, user: Any) -> "NetworkQuerySet":
        """Networks of the occupation of this member's profile, or of a group above it,
        in which they are not yet."""
        profiles = apps.get_model("profiles", "Profile").objects.filter(user=user.pk)
        code = profiles.values_list("occupation__code", flat=True).first() or ""
        groups = [code[:digits] for digits in range(1, len(code) + 1)]
        fitting = self.filter(occupations__code__in=groups).distinct()
        return fitting.exclude(pk__in=user.memberships.values("network"))


class MembershipQuerySet(models.QuerySet[Any]):
    def in_charge(self) -> "MembershipQuerySet":
        """Moderators and leads, the leads first."""
        return self.filter(role__in=IN_CHARGE).order_by("role", "joined_at", "pk")

    def leads(self) -> "MembershipQuerySet":
        return self.filter(role="lead")


class JoinRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "JoinRequestQuerySet":
        """One's own, and those to the networks that one is in charge of."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("networks.change_network"):
            return self
        led = user.memberships.filter(role__in=IN_CHARGE).values("network")
        return self.filter(Q(user=user) | Q(network__in=led))

    def open(self) -> "JoinRequestQuerySet":
        return self.filter(state="open")


class InvitationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "InvitationQuerySet":
        """One's own."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()


@dataclass(frozen=True)
class Fellows(Directory):
    """The directory, of the members of one network alone (`network`: its number)."""

    network: int = 0

    @property
    def is_narrowed(self) -> bool:
        return True

    def _in_reach(self) -> Condition:
        reach, values = super()._in_reach()
        inside = (
            " AND profile_id = ANY(ARRAY("
            "SELECT p.id FROM networks_membership AS m"
            " JOIN profiles_profile AS p ON p.user_id = m.user_id"
            " WHERE m.network_id = %s))"
        )
        return reach + inside, (*values, self.network)

    def called(self, text: str) -> Self:
        """Those of whom something begins as the words of the text do."""
        return self.matching(text) if text else self


def fellows_of(network: Any, reader: Any, *, is_member: bool) -> Fellows:
    """Members of a network as this reader sees them: fellow members see what is shown
    to "members of my networks"."""
    audience = Audience.NETWORKS if is_member else audience_of(reader)
    return Fellows(audience, reader_of(reader), network=network.pk)


# Whether `%(user)s` is given "networks.change_network", by a group or by name: what
# Django asks in two long statements.
KEEPS = """
    EXISTS (
        SELECT 1 FROM auth_permission AS p
        JOIN django_content_type AS c ON c.id = p.content_type_id
        WHERE c.app_label = 'networks' AND p.codename = 'change_network' AND (
            EXISTS (SELECT 1 FROM auth_group_permissions AS gp
                    JOIN accounts_user_groups AS ug ON ug.group_id = gp.group_id
                    WHERE gp.permission_id = p.id AND ug.user_id = %(user)s)
            OR EXISTS (SELECT 1 FROM accounts_user_user_permissions AS up
                       WHERE up.permission_id = p.id AND up.user_id = %(user)s)))
"""
# The numbers of a member's networks with the role in each: '5:lead'.
ROLES = """
    (SELECT array_agg(network_id || ':' || role) FROM networks_membership
     WHERE user_id = %(user)s)
"""
_SHARED = f"""
    SELECT EXISTS (
        SELECT 1 FROM networks_membership AS own
        JOIN networks_membership AS theirs ON theirs.network_id = own.network_id
        JOIN profiles_profile AS p ON p.user_id = theirs.user_id
        WHERE own.user_id = %(user)s AND p.slug = %(slug)s
            AND p.user_id <> own.user_id),
    {ROLES}, {KEEPS}
"""  # noqa: S608


def shares_a_network(reader: Any, slug: str) -> bool:
    """Whether this member and the owner of the profile are in one network together.

    For `settings.SHARED_CIRCLE`: by this a field is shown to "members of my networks".
    """
    if not reader.is_authenticated or not reader.is_active:
        return False
    values = {"slug": slug, "user": reader.pk}
    [(is_shared, roles, keeps)] = fetched(_SHARED, values)
    # What a page of a person asks next (`permissions`), read with it.
    reader._network_roles = roles_told(roles)
    reader._keeps_networks = keeps or reader.is_superuser
    return bool(is_shared)


def roles_told(told: list[str] | None) -> dict[int, str]:
    """['5:lead'] → {5: 'lead'}: what is told of each number, as `ROLES` has it."""
    pairs = (one.partition(":") for one in told or ())
    return {int(number): value for number, _colon, value in pairs}
