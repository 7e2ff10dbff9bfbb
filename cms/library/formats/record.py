"""The neutral record between a work and the formats. Its words are those of CSL."""

import re
import unicodedata
from dataclasses import dataclass, field

# In the order in which contributors are kept.
ROLES = ("author", "editor", "translator")
# Plain texts, by the name that `Work` gives them.
PLAIN = (
    "publisher",
    "place",
    "container",
    "volume",
    "issue",
    "pages",
    "edition",
    "isbn",
    "issn",
    "doi",
    "url",
    "licence",
    "rights",
)
UNKNOWN = ""  # language of a text that does not say in which one it is
_CODE = re.compile(r"^[a-z]{2,3}$")


@dataclass(frozen=True)
class Person:
    """A person (`family`, `given`) or an organisation (`literal`)."""

    role: str = "author"
    given: str = ""
    family: str = ""
    literal: str = ""
    orcid: str = ""


@dataclass
class Record:
    """One work. `titles` and `abstracts` are by language; `title_language` names the one
    that stands for the work, `abstract_language` likewise.

    `subjects` are our codes, `keywords` the words that other programs read.
    """

    kind: str = "book"
    key: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    title_language: str = UNKNOWN
    abstracts: dict[str, str] = field(default_factory=dict)
    abstract_language: str = UNKNOWN
    contributors: list[Person] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    year: int | None = None
    month: int | None = None
    day: int | None = None
    circa: bool = False
    publisher: str = ""
    place: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    edition: str = ""
    isbn: str = ""
    issn: str = ""
    doi: str = ""
    url: str = ""
    licence: str = ""
    rights: str = ""
    subjects: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.titles.get(self.title_language, "")

    @property
    def abstract(self) -> str:
        return self.abstracts.get(self.abstract_language, "")

    def people(self, role: str) -> list[Person]:
        return [person for person in self.contributors if person.role == role]

    def set_date(self, parts: list[int | None]) -> None:
        """From [year, month, day], as far as they are known."""
        self.year, self.month, self.day = (*parts[:3], None, None, None)[:3]


@dataclass(frozen=True)
class Item:
    """What stands at a line of a file: a record, or why it is none."""

    line: int
    record: Record | None = None
    error: str = ""


def one_line(text: object) -> str:
    """Words with one space between, without control characters."""
    return " ".join(_visible(str(text)).split())


def lines(text: object) -> str:
    """Lines of words; of several empty lines one is left."""
    kept = [one_line(line) for line in str(text).splitlines()]
    return re.sub("\n{3,}", "\n\n", "\n".join(kept)).strip()


def language_code(text: object) -> str:
    """'de' of 'de', 'de-AT', 'de_CH' or 'German'; '' when it is none that we know."""
    word = re.split(r"[-_]", str(text).strip().lower())[0]
    word = _NAMES.get(word, word)
    return word if _CODE.match(word) else UNKNOWN


def language_codes(text: object) -> list[str]:
    """Codes of 'sq, en', 'sq; en' or 'ngerman', each once."""
    words = re.split(r"[,;/]|\s+and\s+|\s+", str(text))
    return list(dict.fromkeys(filter(None, map(language_code, words))))


_NAMES = {
    "albanian": "sq",
    "alb": "sq",
    "sqi": "sq",
    "shqip": "sq",
    "english": "en",
    "eng": "en",
    "british": "en",
    "american": "en",
    "german": "de",
    "ger": "de",
    "deu": "de",
    "ngerman": "de",
    "deutsch": "de",
    "french": "fr",
    "fre": "fr",
    "fra": "fr",
    "italian": "it",
    "ita": "it",
    "spanish": "es",
    "spa": "es",
    "serbian": "sr",
    "turkish": "tr",
}


def _visible(text: str) -> str:
    # Control characters, private ones and halves of pairs; joiners and marks stay.
    return "".join(
        " " if c in "\n\r\t" else c
        for c in unicodedata.normalize("NFC", text)
        if c in "\n\r\t" or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn")
    )
