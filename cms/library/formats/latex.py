r"""The LaTeX that BibTeX files hold: accents and special characters, and no more.

Linear in the length of the text: files come from strangers. A command that is not known
is dropped and its argument stays: `\emph{Kosova}` is read as 'Kosova'.
"""

import re
import unicodedata

_WRITTEN = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    # On the same line: a line that begins with '@' would begin an entry.
    "\n": r"\\ ",
    **{character: f"\\{character}" for character in "&%$#_"},
}
_WRITTEN_TABLE = {ord(character): text for character, text in _WRITTEN.items()}
# What LaTeX would draw as another sign is kept apart by an empty group.
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)")

_ACCENTS = {
    **{"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304"},
    **{"u": "\u0306", ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b"},
    **{"v": "\u030c", "c": "\u0327", "k": "\u0328", "d": "\u0323", "b": "\u0331"},
}
_NAMED = {
    **{"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø"},
    **{"l": "ł", "L": "Ł", "aa": "å", "AA": "Å", "i": "i", "j": "j", "dh": "ð"},
    **{"th": "þ", "DJ": "Đ", "dj": "đ", "textbackslash": "\\"},
    **{"textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~"},
    **{"textasciicircum": "^", "textendash": "\u2013", "textemdash": "\u2014"},
    **{"guillemotleft": "«", "guillemotright": "»", "glqq": "„", "grqq": "“"},
    **{"textquotedblleft": "“", "textquotedblright": "”", "ldots": "…", "dots": "…"},
    **{"quotedblbase": "„", "euro": "€", "texteuro": "€", "copyright": "©"},
    **{"S": "§", "P": "¶", "textgreater": ">", "textless": "<", "textbar": "|"},
}
_SPACING = {"-": "", "/": "", ",": " ", ";": " ", ":": " ", "!": "", "\n": " "}
_TOKEN = re.compile(
    r"""
    \\(?P<accent>[`'^~="."])\s*(?:\{\s*(?P<in1>\\?[A-Za-z])\s*\}|(?P<on1>\\?[A-Za-z]))
  | \\(?P<letter>[uvHckdbr])(?:\{\s*(?P<in2>\\?[A-Za-z])\s*\}|\s+(?P<on2>\\?[A-Za-z]))
  | \\\\(?P<newline>)[ \n]?
  | \\(?P<escaped>[^A-Za-z])
  | \\(?P<name>[A-Za-z]+)[ ]?
  | (?P<dashes>-{2,3})
  | (?P<open>``)|(?P<close>'')
  | (?P<tie>~)
  | (?P<brace>[{}$])
    """,
    re.VERBOSE,
)


def encode(text: str) -> str:
    """Text as a value between braces; letters beyond ASCII stay as they are."""
    return _LIGATURE.sub("{}", text.translate(_WRITTEN_TABLE))


def decode(value: str) -> str:
    r"""The text of a value: `Sht\"epia` becomes 'Shtëpia'."""
    return unicodedata.normalize("NFC", _TOKEN.sub(_read, value))


def _read(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    if kind in ("in1", "on1", "in2", "on2"):
        return _accented(found)
    if kind == "name":
        return _NAMED.get(found["name"], "")
    if kind == "dashes":
        return "\u2013" if found["dashes"] == "--" else "\u2014"
    fixed = {"newline": "\n", "open": "“", "close": "”", "tie": " ", "brace": ""}
    if kind in fixed:
        return fixed[kind]
    return _SPACING.get(found["escaped"], found["escaped"])


def _accented(found: re.Match[str]) -> str:
    letter = found["in1"] or found["on1"] or found["in2"] or found["on2"]
    return letter.removeprefix("\\") + _ACCENTS[found["accent"] or found["letter"]]
