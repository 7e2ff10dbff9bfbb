"""Names and levels of languages as people and other sites write them. Pure."""

from functools import cache

from babel import Locale

from cms.core.languages import CODES
from community.profiles.countries import LANGUAGES, language_names
from community.profiles.labels import spelling

# LinkedIn's five, and what people write in JSON Resume; compared by their words.
_LEVELS: dict[str, str] = {
    "native or bilingual proficiency": "native",
    "native": "native",
    "native speaker": "native",
    "mother tongue": "native",
    "first language": "native",
    "bilingual": "native",
    "muttersprache": "native",
    "erstsprache": "native",
    "gjuhe amtare": "native",
    "gjuha amtare": "native",
    "full professional proficiency": "C1",
    "fluent": "C1",
    "fluently": "C1",
    "advanced": "C1",
    "fliessend": "C1",
    "verhandlungssicher": "C1",
    "rrjedhshem": "C1",
    "shume mire": "C1",
    "professional working proficiency": "B2",
    "upper intermediate": "B2",
    "good": "B2",
    "gute kenntnisse": "B2",
    "gut": "B2",
    "mire": "B2",
    "limited working proficiency": "B1",
    "intermediate": "B1",
    "conversational": "B1",
    "mesatar": "B1",
    "elementary proficiency": "A2",
    "elementary": "A2",
    "basic": "A2",
    "grundkenntnisse": "A2",
    "baze": "A2",
    "beginner": "A1",
    "anfanger": "A1",
    "anfaenger": "A1",
    "fillestar": "A1",
}
_FRAMEWORK = ("A1", "A2", "B1", "B2", "C1", "C2")


def language_of(name: str) -> str | None:
    """The code of "German", "Deutsch", "Gjermanisht", "de" or "de-CH"; else None."""
    code = name.replace("_", "-").split("-")[0].strip().lower()
    if code in LANGUAGES:
        return code
    words = spelling(name)
    # Some add to the name: Albanian (native), German language.
    return _names().get(words) or _names().get(words.split(" ")[0] if words else "")


def level_of(text: str) -> str | None:
    """A level of the Common European Framework or "native"; None when it tells none."""
    told = [word.upper() for word in spelling(text).split()]
    framework = next((one for one in _FRAMEWORK if one in told), None)
    return framework or _LEVELS.get(spelling(text))


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for code in LANGUAGES:
        for own in Locale.parse(code).languages.get(code, ""), *_ours(code):
            if spelling(own):
                names.setdefault(spelling(own), code)
    return names


def _ours(code: str) -> list[str]:
    return [language_names(site)[code] for site in CODES]
