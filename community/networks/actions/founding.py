"""After staff founded or changed a network."""

from django.db import transaction

from cms.core.rows.version import announce


def network_changed() -> None:
    """Every process reads anew which forums everybody may read (`community.forums`), and
    caches forget pages that name the network."""
    transaction.on_commit(_announce)


def _announce() -> None:
    announce(0, "forums")
    announce(0)
