"""What the values of a search mean for the rows of the directory."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.folding import fold
from community.profiles.filters.fields import EMPTY
from community.profiles.querysets import Directory

LONGEST_SPAN = timedelta(days=730)
SPAN = timedelta(days=365)
VISITING = ("visiting_from", "visiting_to")

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
