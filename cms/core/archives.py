"""Documents that are ZIP archives inside: Word, Excel, OpenDocument, EPUB.

Each part is unpacked once, in pieces and never beyond what it declares, and looked
through. Nothing is written to disk.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

MAX_PARTS = 5000
MAX_UNPACKED = 100 * 1024 * 1024
# A part that shrinks to a hundredth is text of one letter, not of an author.
MAX_RATIO = 100
SMALL_PART = 1024 * 1024
PIECE = 256 * 1024
OVERLAP = 1000

DAMAGED = gettext_lazy(
    "This document is damaged or holds hidden data. Save it once more."
)
LOCKED = gettext_lazy("This document has a password. Save it without one.")
BOMB = gettext_lazy("This document is far larger unpacked than it seems.")
ACTIVE = gettext_lazy(
    "This document holds a macro, a script or a programme. Save it without, or as PDF."
)
NESTED = gettext_lazy(
    "This document holds another file inside. Insert tables and charts as pictures, or"
    " save it as PDF."
)
OUTSIDE = gettext_lazy(
    "This document loads something from elsewhere when it is opened. Save it as PDF."
)
UNKNOWN = gettext_lazy(
    "This is an archive, not a document of a kind that is taken. Upload the files one by"
    " one."
)

_ACTIVE_NAME = re.compile(
    r"vbaproject|vbadata|(?:^|/)(?:activex|basic|scripts|macros?|macrosheets)(?:/|$)"
    r"|\.(?:exe|dll|com|bat|cmd|ps1|vbs|js|mjs|jar|class|wasm|sh|py|php|hta|lnk|scr|svgz)$",
    re.IGNORECASE,
)
_NESTED_NAME = re.compile(r"(?:^|/)embeddings/|oleobject", re.IGNORECASE)
_PROGRAMMES = (b"MZ", b"\x7fELF", b"\x00asm", b"#!", b"\xca\xfe\xba\xbe")
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
# Words are sought before patterns: a pattern takes a hundred times as long.
_ACTIVE_WORDS = (
    *(b"<script", b":script", b"javascript:", b"<?php"),
    *(b"macroenabled", b"vbaproject", b"ddeauto"),
)
_HANDLER = re.compile(rb"on(?:load|click|error|mouseover|focus|toggle|begin)\s{0,9}=")
# EPUB 2 and 3 name their DTD, which readers have built in; a DTD with rules of its
# own could read files or grow without end.
_KNOWN_DTD = re.compile(
    rb"<!doctype\s+(?:html|ncx|package)\b(?!\s+system\s+[\"'](?!about:legacy))[^\[>]{0,300}>"
)
_ENCODING = re.compile(rb"<\?xml[^>]{0,99}encoding\s*=\s*[\"']([^\"']{0,40})")
_ENCODINGS = re.compile(rb"utf-?8|utf-?16(?:le|be)?|us-ascii|ascii|iso-8859-\d+")
_LOADED = (
    b"attachedtemplate",
    b"oleobject",
    b"/frame",
    b"externallink",
    b"subdocument",
)
_MEDIA_TYPES = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "odt",
}


def kind_of_archive(file: BinaryIO, size: int) -> str:
    """'docx', 'xlsx', 'odt' or 'epub'.

    `size` is that of the file in bytes. Raises ValidationError when it is another
    archive, damaged, locked, a bomb, or holds what could do something by itself.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_shape(file, archive, size)
            kind = _kind(archive, set(archive.namelist()))
            for part in archive.infolist():
                _refuse_part(file, part, kind)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError) as broken:
        raise ValidationError(DAMAGED) from broken
    except (NotImplementedError, RuntimeError, OSError, ValueError) as odd:
        raise ValidationError(DAMAGED) from odd
    return kind


def _refuse_shape(file: BinaryIO, archive: zipfile.ZipFile, size: int) -> None:
    """What the directory of the archive says, before anything is unpacked."""
    parts = archive.infolist()
    if any(part.flag_bits & 0x1 for part in parts):
        raise ValidationError(LOCKED)
    names = [part.filename for part in parts]
    if len(set(names)) != len(names) or any(map(_is_odd_name, names)):
        raise ValidationError(DAMAGED)
    if not _is_gapless(file, parts, archive.start_dir, size):
        raise ValidationError(DAMAGED)
    if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED:
        raise ValidationError(BOMB)
    if any(
        part.file_size > max(SMALL_PART, MAX_RATIO * part.compress_size)
        for part in parts
    ):
        raise ValidationError(BOMB)


def _is_odd_name(name: str) -> bool:
    return (
        name.startswith("/")
        or ".." in name.split("/")
        or "\\" in name
        or ":" in name
        or not name.isprintable()
    )


def _is_gapless(
    file: BinaryIO, parts: list[zipfile.ZipInfo], directory: int, size: int
) -> bool:
    """Begins with its first part, none overlap, and nothing follows the directory."""
    at = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < at:
            return False
        at = part.header_offset + 30 + part.compress_size
    first = min((part.header_offset for part in parts), default=-1)
    file.seek(-22, 2)
    is_end = file.read(4) == b"PK\x05\x06"
    return first == 0 and at <= directory < size and is_end


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names:
        media_type = archive.read("mimetype")[:100].strip()
        if media_type in _MEDIA_TYPES:
            return _MEDIA_TYPES[media_type]
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return "docx"
        if "xl/workbook.xml" in names:
            return "xlsx"
    raise ValidationError(UNKNOWN)


def _refuse_part(file: BinaryIO, part: zipfile.ZipInfo, kind: str) -> None:
    if _ACTIVE_NAME.search(part.filename):
        raise ValidationError(ACTIVE)
    if _NESTED_NAME.search(part.filename):
        raise ValidationError(NESTED)
    seen, before = 0, b""
    for piece in _pieces(file, part):
        if seen == 0:
            _refuse_start(piece)
        seen += len(piece)
        if seen > part.file_size:
            raise ValidationError(BOMB)
        # UTF-16 is read as the letters between its NULs.
        text = (before + piece).replace(b"\x00", b"").lower()
        _refuse_text(text, part.filename, kind)
        before = piece[-OVERLAP:]
    if seen != part.file_size:
        raise ValidationError(DAMAGED)


def _pieces(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked part, whatever length it declares; at most one piece more than that.

    Python's own reader stops at the declared length, others do not.
    """
    file.seek(part.header_offset)
    header = file.read(30)
    name_length, extra_length = struct.unpack("<26x2H", header)
    file.seek(name_length + extra_length, 1)
    left = part.compress_size
    if part.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise ValidationError(DAMAGED)
    yield from _inflated(file, left)


def _inflated(file: BinaryIO, left: int) -> Iterator[bytes]:
    unpack = zlib.decompressobj(-15)
    waiting = b""
    while not unpack.eof:
        if not waiting:
            waiting = file.read(min(PIECE, left))
            left -= len(waiting)
            if not waiting:
                return
        piece = unpack.decompress(waiting, PIECE)
        waiting = unpack.unconsumed_tail
        if piece:
            yield piece


def _refuse_start(piece: bytes) -> None:
    if piece.startswith(_PROGRAMMES):
        raise ValidationError(ACTIVE)
    if piece.startswith(_ARCHIVES):
        raise ValidationError(NESTED)


def _refuse_text(text: bytes, name: str, kind: str) -> None:
    if b"<?xml" in text:
        encoding = _ENCODING.search(text)
        if encoding and not _ENCODINGS.fullmatch(encoding.group(1)):
            raise ValidationError(DAMAGED)
    if b"<!entity" in text or text.count(b"<!doctype") > _known_dtds(text, kind):
        raise ValidationError(OUTSIDE)
    if any(word in text for word in _ACTIVE_WORDS):
        raise ValidationError(ACTIVE)
    if kind == "epub" and name.lower().endswith(("html", "htm", "svg", "xml")):
        if _HANDLER.search(text):
            raise ValidationError(ACTIVE)
    elif name.lower().endswith(".rels") and _loads_from_outside(text):
        raise ValidationError(OUTSIDE)


def _known_dtds(text: bytes, kind: str) -> int:
    return len(_KNOWN_DTD.findall(text)) if kind == "epub" else 0


def _loads_from_outside(text: bytes) -> bool:
    """Whether one relation points outside and is of a type that is fetched unasked."""
    return any(
        b"external" in relation and any(word in relation for word in _LOADED)
        for relation in text.split(b"<relationship")
    )
