"""Where `cms.core.limits` counts when there is no Redis."""

from django.db import models


class RateCount(models.Model):
    """One counter: a pseudonym, how often, and when it begins anew.

    The table is not logged (its migration): counting writes no journal, and a crash of
    the server empties it.
    """

    name = models.CharField(max_length=120, primary_key=True)
    count = models.PositiveIntegerField()
    ends = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
