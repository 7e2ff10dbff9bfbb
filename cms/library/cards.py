"""Works as lists show them, for every screen that lists works."""

import re

from cms.core.cards import Card
from cms.core.rows.reads import ORDERS, Question, Rows
from cms.library.models import LibraryItemPage, Work

# The date of a work as far as it is known; before our era it is negative.
_DATE = re.compile(r"(-?\d+)(?:-(\d\d))?(?:-(\d\d))?")


class WorkCard(Card):
    @property
    def kind(self) -> str:
        return str(self.content["work_type"])

    @property
    def kind_label(self) -> str:
        return str(dict(Work.Kind.choices).get(self.kind, self.kind))

    @property
    def creators(self) -> list[str]:
        return [
            person["literal"] or f"{person['given']} {person['family']}".strip()
            for person in self.content["contributors"]
        ]

    @property
    def circa(self) -> bool:
        return bool(self.content["circa"])

    @property
    def year(self) -> int | None:
        return self._part(1)

    @property
    def month(self) -> int | None:
        return self._part(2)

    @property
    def day(self) -> int | None:
        return self._part(3)

    def _part(self, number: int) -> int | None:
        found = _DATE.fullmatch(self.content["issued"])
        return int(found[number]) if found and found[number] else None


def latest(rows: Rows, number: int) -> Question:
    """The works that were added last."""
    return Question(rows.of_type(LibraryItemPage.api_type), ORDERS["added"], number)
