"""In which language a text is written. Pure.

Lingua's small models (its "low accuracy" mode), of the site's languages and of those that
are most often mistaken for them or written by the diaspora besides: 30 MB, read at the
first question. Texts of a few words are not guessed.
"""

from functools import cache
from typing import Final

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

OTHER: Final = "other"
UNKNOWN: Final = ""
_OURS: Final = {
    Language.ALBANIAN: "sq",
    Language.ENGLISH: "en",
    Language.GERMAN: "de",
}
_OTHERS: Final = (
    Language.FRENCH,
    Language.ITALIAN,
    Language.BOSNIAN,
    Language.TURKISH,
    Language.SWEDISH,
    Language.SPANISH,
)
_LONGEST = 2_000  # characters; more of a text tells nothing new
_LEAST_LETTERS, _LEAST_CERTAIN = 12, 0.6


def language_of(text: str) -> str:
    """'sq', 'en', 'de', 'other', or '' for what is too short or too mixed to tell."""
    sample = text[:_LONGEST]
    if sum(sign.isalpha() for sign in sample) < _LEAST_LETTERS:
        return UNKNOWN
    best = _detector().compute_language_confidence_values(sample)[0]
    if best.value < _LEAST_CERTAIN:
        return UNKNOWN
    return _OURS.get(best.language, OTHER)


@cache
def _detector() -> LanguageDetector:
    languages = (*_OURS, *_OTHERS)
    builder = LanguageDetectorBuilder.from_languages(*languages)
    return builder.with_low_accuracy_mode().build()
