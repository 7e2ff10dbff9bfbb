"""Forums themselves, which staff found and change in the admin."""

from django.db import transaction

from community.forums.querysets import announce_rooms


def forums_changed() -> None:
    """A forum is new, gone, renamed, or belongs to another network: every process reads
    them anew, and what visitors were told before is not told again."""
    transaction.on_commit(announce_rooms)
