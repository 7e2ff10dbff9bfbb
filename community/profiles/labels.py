"""How labels of occupations and skills are tidied, compared and found. Pure."""

import unicodedata

from cms.core.folding import fold, fold_document, query_words

LONGEST = 120  # characters of a label
# Folding drops signs; in these names the sign is what tells one thing from another.
_SIGNS = (("++", " plus plus "), ("#", " sharp "))


def tidy(text: str) -> str:
    """Single spaces, composed letters, and nothing that cannot be seen (Cc and Cf)."""
    composed = unicodedata.normalize("NFC", text)
    seen = (" " if c.isspace() else c for c in composed)
    visible = "".join(c for c in seen if unicodedata.category(c) not in ("Cc", "Cf"))
    return " ".join(visible.split())


def has_letter(text: str) -> bool:
    return any(unicodedata.category(c).startswith("L") for c in text)


def spelling(text: str) -> str:
    """What two labels have in common that are the same to a reader: 'C#' → 'c sharp'."""
    return fold(_named(text))


def searchable(text: str) -> str:
    """`spelling`, followed by the short spellings of umlauts: 'aerztin arztin'."""
    return fold_document(_named(text))


def asked_words(text: str) -> list[str]:
    """The folded words of what was typed, at most 16."""
    return query_words(_named(text))


def _named(text: str) -> str:
    for sign, name in _SIGNS:
        text = text.replace(sign, name)
    return text


def tidy_lines(text: str) -> str:
    """The same for a text of several lines; at most one empty line between two."""
    lines = [tidy(line) for line in text.replace("\r\n", "\n").split("\n")]
    joined = "\n".join(lines).strip()
    while "\n\n\n" in joined:
        joined = joined.replace("\n\n\n", "\n\n")
    return joined


def initials(name: str) -> str:
    """'Arta Gashi' → 'AG', of the first and the last word; '' for no name.

    What does not begin with a letter ('(demo)') is no part of a name here.
    """
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
