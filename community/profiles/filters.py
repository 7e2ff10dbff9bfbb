"""One reading of a search's address, for the screens, the API and the saved searches."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cms.core.folding import fold
from cms.core.paging import PageOfRows, page_through
from cms.core.querysets import Viewer
from community.profiles.audiences import Audience
from community.profiles.countries import COUNTRIES, LANGUAGES
from community.profiles.models import Profile
from community.profiles.municipalities import MUNICIPALITIES
from community.profiles.names import slug_now
from community.profiles.querysets import Directory, audience_of, reader_of
from community.profiles.querysets.counting import NONE, First
from community.profiles.querysets.directory import EXACT, SORTS, Person

MAX_QUERY_LENGTH = 256
MOST_VALUES = 20
SIMILAR_NAMES = 5
LONGEST_SPAN = timedelta(days=730)
SPAN = timedelta(days=365)
EMPTY: Final[tuple[Any, ...]] = (None, "", [], ())
VISITING = ("visiting_from", "visiting_to")

is_code = RegexValidator(
    r"^[0-9]{1,4}\Z", _("Give a code of ISCO-08: one to four digits.")
)
is_slug = RegexValidator(r"^[-a-z0-9_]{1,100}\Z", _("There is no skill of this name."))


class SkillsField(forms.MultipleChoiceField):
    """Slugs; whether there are such skills is asked of the rows."""

    def validate(self, value: Any) -> None:
        if len(value) > MOST_VALUES:
            raise ValidationError(
                _("Choose at most %(number)s.") % {"number": MOST_VALUES}
            )
        for slug in value:
            is_slug(slug)

    def clean(self, value: Any) -> list[str]:
        """A skill that was merged away is asked for by what it became."""
        slugs: list[str] = super().clean(value)
        return list(dict.fromkeys(slug_now(slug) for slug in slugs))


class SkillsFilter(django_filters.Filter):
    field_class = SkillsField


def _codes(codes: Any) -> list[tuple[str, str]]:
    return [(code, code) for code in codes]


class PeopleFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), max_length=MAX_QUERY_LENGTH)
    occupation = django_filters.CharFilter(label=_("Occupation"), validators=[is_code])
    skill = SkillsFilter(label=_("Skills"))
    offers = SkillsFilter(label=_("Offers"))
    seeks = SkillsFilter(label=_("Looks for"))
    country = django_filters.MultipleChoiceFilter(
        label=_("Country"), choices=_codes(COUNTRIES)
    )
    city = django_filters.CharFilter(label=_("City"), max_length=80)
    origin = django_filters.ChoiceFilter(
        label=_("Municipality of origin"), choices=_codes(MUNICIPALITIES)
    )
    language = django_filters.MultipleChoiceFilter(
        label=_("Languages"), choices=_codes(LANGUAGES)
    )
    availability = django_filters.MultipleChoiceFilter(
        label=_("Availability"), choices=Profile.Availability.choices
    )
    where = django_filters.ChoiceFilter(
        label=_("Lives"),
        choices=[("in", _("In Kosovo")), ("abroad", _("Outside Kosovo"))],
    )
    visiting_from = django_filters.DateFilter(label=_("In Kosovo from"))
    visiting_to = django_filters.DateFilter(label=_("In Kosovo until"))
    verified = django_filters.ChoiceFilter(
        label=_("Verified"), choices=[("true", _("Verified members only"))]
    )

    class Meta:
        model = Profile
        fields: list[str] = []


NAMES: Final = tuple(PeopleFilter.base_filters)
Narrow = Callable[[Directory, Any], Directory]


def _each(prefix: str) -> Narrow:
    """All of the values."""

    def narrow(question: Directory, values: list[str]) -> Directory:
        for value in values:
            question = question.having(f"{prefix}={value}")
        return question

    return narrow


def _any(prefix: str) -> Narrow:
    """One of the values is enough."""
    return lambda question, values: question.having(
        *(f"{prefix}={value}" for value in values)
    )


def _one(prefix: str) -> Narrow:
    return lambda question, value: question.having(f"{prefix}={value}")


CONDITIONS: Final[dict[str, Narrow]] = {
    "q": Directory.matching,
    "occupation": _one("o"),
    "skill": _each("s"),
    "offers": _each("of"),
    "seeks": _each("se"),
    "country": _any("c"),
    "city": lambda question, city: question.having(f"t={fold(city)}"[:120]),
    "origin": _one("g"),
    "language": _each("l"),
    "availability": _any("a"),
    "where": _one("k"),
    "verified": lambda question, _yes: question.having("x=verified"),
}


def question_of(
    everybody: Directory, asked: Mapping[str, Any], leaving_out: str = ""
) -> Directory:
    """This directory, narrowed; `asked` holds cleaned values.

    Raises ValidationError by field when days do not go together.
    """
    question = everybody
    for name, narrow in CONDITIONS.items():
        if name != leaving_out and asked.get(name) not in EMPTY:
            question = narrow(question, asked[name])
    days = _days(asked)
    return question.visiting_between(*days) if days else question


def _days(asked: Mapping[str, Any]) -> tuple[date, date] | None:
    first, last = (asked.get(name) for name in VISITING)
    if first is None and last is None:
        return None
    first = first or min(timezone.localdate(), last)
    last = last or _later(first, SPAN)
    if last < first:
        raise ValidationError({"visiting_to": _("The end lies before the beginning.")})
    if last - first > LONGEST_SPAN:
        raise ValidationError({"visiting_to": _("Choose at most two years.")})
    return first, last


def _later(day: date, span: timedelta) -> date:
    return date.max if day > date.max - span else day + span


def sort_of(asked: str, question: Directory, matches: int) -> str:
    """The order that is shown: so many matches as here may be too many to rank."""
    sort = asked if asked in SORTS else ""
    sort = sort or ("relevance" if question.words else "newest")
    can_rank = question.words and matches <= EXACT
    return "newest" if sort == "relevance" and not can_rank else sort


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

    @property
    def city(self) -> str:
        """The asked city as its facet has it."""
        return fold(self.asked.get("city", ""))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The search as it stands in an address, in a fixed order."""
        return [
            (name, value)
            for name in (*NAMES, "sort")
            for value in self.query.getlist(name)
            if value
        ]

    @property
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


def people_of(
    search: Search,
    cursor: str,
    limit: int,
    matches: int | None = None,
    first: list[int] | None = None,
) -> "Found":
    """A page of the people found; one statement, and one to count unless it is known.

    `first` are the rows of the first page with one more, as `first_of` asked for them.

    Raises ValidationError for a cursor that was not made for this order.
    """
    if not search.is_valid:
        return Found(PageOfRows([], "", ""), 0, "newest")
    question = search.question
    matches = question.count() if matches is None else matches
    sort = sort_of(search.query.get("sort", ""), question, matches)
    order = SORTS[sort]

    def fetch(by: Sequence[str], place: Sequence[Any] | None, number: int) -> list[Any]:
        if place is None and first is not None and tuple(by) == order:
            return question.rows(first[:number], sort == "relevance")
        place = place and place_of(sort, place)
        way = sort if tuple(by) == order else f"<{sort}"
        return question.page(way, number, place, matches) if matches else []

    return Found(page_through(fetch, order, cursor, limit, "people"), matches, sort)


def first_of(search: Search, cursor: str, limit: int) -> First:
    """What to ask for when people are counted, so that they need not be found again."""
    sort = search.query.get("sort", "")
    return NONE if cursor or sort == "name" else First(limit + 1, sort != "newest")


@dataclass(frozen=True)
class Found:
    """A page of people; `matches` is at most `MOST_COUNTED` + 1 for a narrowed search."""

    page: PageOfRows
    matches: int
    sort: str


def similar_names(search: Search, found: Found) -> list[Person]:
    """People whose name nearly is what was typed, when nobody was found."""
    if found.matches or not search.is_valid or not search.question.words:
        return []
    return search.everybody.named_like(search.asked["q"], SIMILAR_NAMES)


def place_of(sort: str, place: Sequence[Any]) -> list[Any]:
    """The values of a cursor; raises ValueError or TypeError when they are of no use."""
    first, profile_id = place
    if sort == "newest":
        first = datetime.fromisoformat(first)
    if sort == "relevance":
        first = float(first)
    if sort == "name" and not isinstance(first, str):
        raise TypeError
    return [first, int(profile_id)]
