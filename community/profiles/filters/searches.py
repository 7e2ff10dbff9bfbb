"""A search as its address has it."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.http import urlencode

from cms.core.folding import fold
from cms.core.querysets import Viewer
from community.profiles.audiences import Audience
from community.profiles.filters.fields import EMPTY, NAMES, PeopleFilter
from community.profiles.filters.narrowing import VISITING, question_of
from community.profiles.querysets import Directory, audience_of, reader_of


class Search:
    """What an address asks of the directory, for the readers of an audience; `reader` is
    the number of one who is logged in.

    With wrong values `errors` names them by field and nobody is found.
    """

    def __init__(self, query: QueryDict, audience: Audience, reader: int = 0) -> None:
        query = _filled(query)
        self.query, self.audience = query, audience
        names = tuple(name for name in NAMES if query.getlist(name))
        self.asked, self.errors = _cleaned(query, names)
        self.everybody = self.question = Directory(audience, reader)
        try:
            self.question = question_of(self.everybody, self.asked)
        except ValidationError as wrong:
            self.errors.update(wrong.message_dict)
        self.is_valid = not self.errors

    def without(self, name: str) -> Directory:
        """The same question without this group."""
        return question_of(self.everybody, self.asked, leaving_out=name)

    @property
    def wrong(self) -> list[tuple[str, str, list[str]]]:
        """(name, label, messages) of each wrong filter but the text, which has its own."""
        filters = PeopleFilter.base_filters
        return [
            (name, str(filters[name].label), messages)
            for name, messages in self.errors.items()
            if name != "q"
        ]

    @cached_property
    def days_shown(self) -> tuple[str, ...]:
        """All that the fields for days say: what was typed, and what is wrong with it.

        (A template that asks the query for what is not in it pays for an exception.)
        """
        typed = (self.query.get(name, "") for name in VISITING)
        wrong = ("\n".join(self.errors.get(name, ())) for name in VISITING)
        return (*typed, *wrong)

    @property
    def sort_shown(self) -> tuple[bool, str]:
        """All that the field for the order says."""
        return bool(self.question.words), self.query.get("sort", "")

    @property
    def city(self) -> str:
        """The asked city as its facet has it."""
        return fold(self.asked.get("city", ""))

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The search as it stands in an address, in a fixed order."""
        return [
            (name, value)
            for name in (*NAMES, "sort")
            for value in self.query.getlist(name)
            if value
        ]

    @cached_property
    def address(self) -> str:
        return urlencode(self.pairs)

    def but(self, without: str, value: str | None = None, **more: str) -> str:
        """The address without this value (without any of them for None), with `more`."""
        kept = [
            pair
            for pair in self.pairs
            if pair[0] != without or (value is not None and pair[1] != value)
        ]
        return "?" + urlencode([*kept, *more.items()])


def search_of(query: QueryDict, user: Viewer) -> Search:
    """What this user asks by such an address."""
    return Search(query, audience_of(user), reader_of(user))


def _filled(query: QueryDict) -> QueryDict:
    """Without the empty values that a form sends."""
    filled = QueryDict(mutable=True)
    for name, values in query.lists():
        filled.setlist(name, [value for value in values if value.strip()])
    return filled


def _cleaned(
    query: QueryDict, names: Sequence[str]
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What these fields say, and what is wrong with them, by their names.

    The fields clean by themselves: a form would copy them, with all countries in them.
    """
    asked, errors = {}, {}
    for name in names:
        field = PeopleFilter.base_filters[name].field
        try:
            value = field.clean(field.widget.value_from_datadict(query, {}, name))
        except ValidationError as wrong:
            errors[name] = list(wrong.messages)
        else:
            if value not in EMPTY:
                asked[name] = value
    return asked, errors
