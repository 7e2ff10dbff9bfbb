"""After staff founded or changed a network."""

from django.db import transaction

from cms.core.rows.refresh import thing, together, touch
from cms.core.rows.version import announce
from community.networks.models import Network


@together()
def network_changed(network: Network) -> None:
    """Its pages tell of it, so their rows are written anew; every process reads again
    which forums everybody may read (`community.forums`)."""
    keys = network.pages.values_list("translation_key", flat=True)
    for key in set(keys):
        touch(thing(key))
    transaction.on_commit(_announce)


def _announce() -> None:
    announce(0, "forums")
    announce(0)
