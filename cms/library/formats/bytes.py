"""From the bytes of a file to its text, whichever program wrote it."""

import codecs

from django.utils.translation import gettext as _

# Above this share of NUL bytes a file is UTF-16 whose mark was lost.
_NULS_OF_UTF16 = 0.2


class UnreadableFileError(ValueError):
    """The whole file cannot be read; the message is for the person who gave it."""


def decoded(content: bytes) -> str:
    """UTF-8 or UTF-16, with or without a byte order mark, else Windows-1252.

    Lines end with a line feed alone. Raises UnreadableFileError.
    """
    try:
        text = content.decode(_encoding_of(content))
    except UnicodeDecodeError:
        # 1252 has five holes; Latin-1 reads every byte.
        text = content.decode("cp1252", errors="replace")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    place = text.find("\x00")
    if place >= 0:
        message = _("Line %(line)s holds characters that cannot be stored.")
        raise UnreadableFileError(message % {"line": text.count("\n", 0, place) + 1})
    return text


def _encoding_of(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = content[:2000]
    if start.count(0) > len(start) * _NULS_OF_UTF16:
        return "utf-16-be" if start[:1] == b"\x00" else "utf-16-le"
    return "utf-8"
