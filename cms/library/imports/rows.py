"""What becomes of the records of a file."""

from dataclasses import dataclass, field

from cms.library.models import (
    Subject,
    Work,
    WorkAbstract,
    WorkContributor,
    WorkTitle,
)

NEW, DUPLICATE, ERROR = "new", "duplicate", "error"


@dataclass
class Draft:
    """A work with its parts, checked and not yet saved."""

    work: Work
    titles: list[WorkTitle]
    abstracts: list[WorkAbstract]
    contributors: list[WorkContributor]
    subjects: list[Subject]


@dataclass
class Row:
    """One record of a file; `state` is NEW, DUPLICATE or ERROR."""

    line: int
    state: str = ERROR
    title: str = ""
    people: str = ""
    year: int | None = None
    messages: list[str] = field(default_factory=list)
    draft: Draft | None = None
    duplicate_of: Work | None = None


@dataclass
class Plan:
    rows: list[Row]

    def of(self, state: str) -> list[Row]:
        return [row for row in self.rows if row.state == state]

    @property
    def new(self) -> list[Row]:
        return self.of(NEW)

    @property
    def duplicates(self) -> list[Row]:
        return self.of(DUPLICATE)

    @property
    def errors(self) -> list[Row]:
        return self.of(ERROR)
