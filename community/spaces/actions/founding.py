"""After staff founded or changed a space."""

from django.db import transaction

from cms.core.rows.refresh import thing, together, touch
from cms.core.rows.version import announce
from community.spaces.models import Space


@together()
def space_changed(space: Space) -> None:
    """Its pages tell of it, so their rows are written anew."""
    keys = space.pages.values_list("translation_key", flat=True)
    for key in set(keys):
        touch(thing(key))
    transaction.on_commit(_announce)


def _announce() -> None:
    announce(0)
