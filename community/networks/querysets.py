"""Named reads of networks and memberships."""

from typing import Any

from django.db import models
from django.db.models import Q

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


class MembershipQuerySet(models.QuerySet[Any]):
    def in_charge(self) -> "MembershipQuerySet":
        """Moderators and leads."""
        return self.filter(role__in=IN_CHARGE)


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
