"""Countries (ISO 3166-1, and XK for Kosovo) and languages, named by CLDR through Babel."""

from functools import cache

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.languages import current

KOSOVO = "XK"
# Codes of CLDR that are no country: groups, parts with a code of their own for posts,
# and what stands for "unknown".
_NO_COUNTRIES = frozenset(
    [
        "AC",
        "AQ",
        "BV",
        "CP",
        "DG",
        "EA",
        "EU",
        "EZ",
        "HM",
        "IC",
        "QO",
        "TA",
        "TF",
        "UM",
        "UN",
        "XA",
        "XB",
        "ZZ",
    ]
)
COUNTRIES: tuple[str, ...] = tuple(
    sorted(
        code
        for code in Locale("en").territories
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    )
)
# Languages of Kosovo and of the countries where its diaspora lives, and the world's
# largest; ISO 639-1.
LANGUAGES: tuple[str, ...] = (
    "sq", "en", "de", "fr", "it", "es", "sv", "no", "da", "fi", "nl", "pt", "el", "tr",
    "sr", "bs", "hr", "sl", "mk", "bg", "ro", "hu", "pl", "cs", "sk", "uk", "ru", "ar",
    "fa", "he", "hi", "zh", "ja", "ko", "rm", "lb", "et", "lv", "lt", "is", "ga", "la",
)  # fmt: skip
# The diaspora's own countries stand first in lists; by the census of Kosovo's diaspora
# these hold most of it.
NEAR: tuple[str, ...] = (
    "XK",
    "DE",
    "CH",
    "AT",
    "SE",
    "FR",
    "GB",
    "US",
    "IT",
    "NO",
    "BE",
)


@cache
def country_names(code: str) -> dict[str, str]:
    """Names of all countries in a language of the site, by their codes."""
    names = Locale(code).territories
    english = Locale("en").territories
    return {one: names.get(one) or english[one] for one in COUNTRIES}


@cache
def language_names(code: str) -> dict[str, str]:
    """Names of languages as labels, with a capital."""
    names = Locale(code).languages
    english = Locale("en").languages
    found = {one: names.get(one) or english[one] for one in LANGUAGES}
    return {one: name[:1].upper() + name[1:] for one, name in found.items()}


def country_name(code: str) -> str:
    """In the reader's language; the code itself when it is none that we know."""
    return country_names(current()).get(code, code)


def language_name(code: str) -> str:
    return language_names(current()).get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """(code, name) in the reader's language: the near ones first, then by the alphabet."""
    names = country_names(current())
    near = [(code, names[code]) for code in NEAR]
    rest = [(code, names[code]) for code in COUNTRIES if code not in NEAR]
    return [*near, *sorted(rest, key=lambda one: _sorted_as(one[1]))]


def language_choices() -> list[tuple[str, str]]:
    names = language_names(current())
    return sorted(names.items(), key=lambda one: _sorted_as(one[1]))


def validate_country(code: str) -> None:
    if code not in COUNTRIES:
        raise ValidationError(_("There is no country of this code."), code="invalid")


def validate_language(code: str) -> None:
    if code not in LANGUAGES:
        raise ValidationError(_("There is no language of this code."), code="invalid")


def _sorted_as(name: str) -> str:
    """Ç after C, Ë after E, Ä beside A: near enough in all three alphabets."""
    table = str.maketrans("ÇËÄÖÜÅçëäöüå", "CEAOUAceaoua")
    return name.translate(table).lower()
