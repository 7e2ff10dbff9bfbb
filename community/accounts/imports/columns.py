"""Which column of a stranger's table is which of our fields."""

from collections.abc import Sequence

from cms.core.folding import fold

# As people in Kosovo and its diaspora title their columns; folded, whole titles first.
_WORDS: dict[str, str] = {
    "email": "email|e mail|mail|email address|e mail address|adresa elektronike|email adresa"
    "|adresa e emailit|posta elektronike|e posta|eposta|e mail adresse|email adresse"
    "|emailadresse|mailadresse",
    "name": "name|full name|emri|emri dhe mbiemri|emri mbiemri|emer mbiemer|vollstandiger name"
    "|vollstaendiger name|vor und nachname|vorname nachname|person|contact|kontakti|kontakt",
    "phone": "phone|telephone|mobile|phone number|tel|telefon|telefoni|numri i telefonit|nr tel"
    "|celular|telefonnummer|handy|mobil",
    "country": "country|country of residence|land|wohnland|shteti|vendi|shteti ku jeton"
    "|shteti i banimit|vendbanimi",
    "city": "city|town|place|qyteti|qytet|komuna|stadt|ort|wohnort",
    "occupation": "occupation|profession|job|job title|title|position|profesioni|profesion"
    "|puna|pozita|beruf|tatigkeit|taetigkeit|berufsbezeichnung|titel|funktion",
    "employer": "employer|company|organisation|organization|institution|punedhenesi|punedhenes"
    "|kompania|institucioni|organizata|arbeitgeber|firma|unternehmen",
    "language": "language|preferred language|gjuha|gjuhe|sprache|korrespondenzsprache",
    "note": "note|notes|comment|comments|remark|shenim|shenime|koment|bemerkung|bemerkungen|notiz",
}  # fmt: skip
FIELDS: tuple[str, ...] = (
    *("name", "email", "phone", "country", "city"),
    *("occupation", "employer", "language", "note"),
)
_TITLES = {
    title: field for field, words in _WORDS.items() for title in words.split("|")
}
_LANGUAGES = {
    "sq": "sq|sqi|alb|al|shqip|shqipe|gjuha shqipe|albanian|albanisch",
    "en": "en|eng|english|anglisht|angleze|englisch",
    "de": "de|deu|ger|deutsch|german|gjermanisht|gjermane",
}
_NAMED = {word: code for code, words in _LANGUAGES.items() for word in words.split("|")}


def guess_columns(titles: Sequence[str]) -> dict[str, int]:
    """Our field → number of the column, from 0; the first that fits, each column once."""
    found: dict[str, int] = {}
    for number, title in enumerate(titles):
        field = _TITLES.get(fold(title))
        if field and field not in found:
            found[field] = number
    return found


def language_called(text: str) -> str:
    """'sq', 'en' or 'de' of "Albanian", "DE-ch" or "shqip"; '' for what is none."""
    folded = fold(text)
    return _NAMED.get(folded) or _NAMED.get(folded.partition(" ")[0], "")
