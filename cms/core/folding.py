"""Folding of text, so that it is found however people type it.

Most readers type Albanian without ë and ç, and Swiss keyboards have no ß. Documents
and queries go through the same function (bar B6: shqiperia = Shqipëria = SHQIPËRIA).
"""

import re
import unicodedata

# German umlauts have two common spellings; a document keeps both (see `fold_document`).
_LONG = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_UMLAUT = re.compile("[äöü]")
_NOT_WORD = re.compile(r"[^\w]+")
MAX_WORDS = 16


def fold(text: str) -> str:
    """Lower-case ASCII-like words, one space between: 'Ärzte, Çka?' → 'aerzte cka'."""
    return _bare(_lower(text).translate(_LONG))


def fold_document(text: str) -> str:
    """`fold`, followed by the short spellings ('arzte') of words that have an umlaut."""
    lower = _lower(text)
    short = {_bare(word) for word in lower.split() if _UMLAUT.search(word)}
    return " ".join([_bare(lower.translate(_LONG)), *sorted(short)]).strip()


def query_words(text: str) -> list[str]:
    """The folded words of a query, at most `MAX_WORDS`."""
    return fold(text).split()[:MAX_WORDS]


def _lower(text: str) -> str:
    # Compatibility forms first: "™" and "㎒" hold capitals that lower() does not see.
    return unicodedata.normalize("NFKC", text).lower()


def _bare(lower: str) -> str:
    decomposed = unicodedata.normalize("NFKD", lower)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_NOT_WORD.sub(" ", letters.replace("_", " ")).split())
