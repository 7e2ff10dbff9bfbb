"""Named reads of imported contacts. None of them serves a reader who is not staff."""

from datetime import date, datetime

from django.db import models


class ContactQuerySet(models.QuerySet):
    """`ImportedContact.objects.open_by(digest, today)`."""

    def open_by(self, token_hash: str, today: date) -> "ContactQuerySet":
        """The contact to which a link leads; none after a claim or its last day."""
        return self.filter(
            token_hash=token_hash, state="invited", purge_on__gte=today
        ).select_related("batch")

    def unclaimed(self) -> "ContactQuerySet":
        return self.exclude(state="claimed")

    def to_purge(self, today: date) -> "ContactQuerySet":
        """Those whose last day is over."""
        return self.unclaimed().filter(purge_on__lt=today)

    def never_invited(self, today: date) -> "ContactQuerySet":
        return self.filter(state="held", invited_at=None, purge_on__gte=today)

    def to_remind(self, since: datetime, today: date) -> "ContactQuerySet":
        """Invited before `since`, reminded never, and still held."""
        return self.filter(
            state="invited",
            invited_at__lt=since,
            reminded_at=None,
            purge_on__gte=today,
        )
