"""Which uploaded documents are taken: by what is in them, never by their name.

Documents are kept as they came, so one that could do something by itself (a macro, a
script, another file inside) is refused. The list of kinds is short on purpose.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.archives import kind_of_archive

MAX_BYTES = 50 * 1024 * 1024
MAX_TEXT_BYTES = 20 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "epub": "application/epub+zip",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
}
_TEXTS = ("csv", "txt")

KINDS = gettext_lazy(
    "This is not a document of a kind that is taken. Use PDF, DOCX, XLSX, ODT, EPUB, TXT"
    " or CSV."
)
WRONG_NAME = gettext_lazy(
    "The content of this file does not fit its name, which ends in .%(extension)s."
)
NOT_TEXT = gettext_lazy("This file is not plain text. Save it as text in UTF-8.")
TEXT_WITH_CODE = gettext_lazy(
    "This text holds the code of a web page or a programme. Save it as plain text."
)
FORMULA = gettext_lazy(
    "A cell of this table begins with “=”, which programmes run as a formula. Save"
    " the values alone."
)
DAMAGED_PDF = gettext_lazy(
    "This PDF is damaged or something else is attached to it. Print it into a new PDF."
)
ACTIVE_PDF = gettext_lazy(
    "This PDF holds a script, a form that runs code, or another file. Print it into a"
    " new PDF."
)

# As they stand in lower case; "+adw-" is "<" in UTF-7.
_CODE = (
    *("<!doctype", "<?", "<html", "<head", "<body", "<script", "<svg", "<iframe"),
    *("<object", "<embed", "<style", "<meta", "<link", "<img", "<form", "<base"),
    *("+adw-", "javascript:"),
)
_MAIL = re.compile(r"(?:mime-version|content-type)\s*:")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_FORMULA = re.compile(r'(?:^|[,;\t\n])[ "]*=')
_PDF_MARKUP = re.compile(rb"<(?:!doctype|html|script|svg|\?php)", re.IGNORECASE)
MAX_OBJECT_STREAM = 8 * 1024 * 1024
MAX_OBJECT_STREAMS = 48 * 1024 * 1024
_PDF_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|RichMedia|EmbeddedFiles?|XFA|ImportData)(?![A-Za-z0-9])"
)
_PDF_ESCAPES = {
    f"#{number}".encode(): letter.encode()
    for letter in set("JavaScriptLaunchRichMediaEmbeddedFilesXFAImportData")
    for number in (f"{ord(letter):02x}", f"{ord(letter):02X}")
}


@dataclass(frozen=True)
class Document:
    """What a document is: its `extension` ('pdf'), media type, SHA-256 in hex."""

    extension: str
    content_type: str
    sha256: str


def checked_document(file: BinaryIO, name: str) -> Document:
    """What the file is, when it is one of the documents that are taken.

    Raises ValidationError, with a sentence for whoever uploaded it, when it is too large,
    of another kind, called something else, damaged, or could do something by itself.
    The file stands at its start afterwards.
    """
    extension = PurePath(name).suffix.lower().removeprefix(".")
    if extension not in CONTENT_TYPES:
        raise ValidationError(KINDS)
    content = _read(file, MAX_TEXT_BYTES if extension in _TEXTS else MAX_BYTES)
    if _kind(content, extension, file) != extension:
        raise ValidationError(WRONG_NAME, params={"extension": extension})
    file.seek(0)
    digest = hashlib.sha256(content).hexdigest()
    return Document(extension, CONTENT_TYPES[extension], digest)


def _read(file: BinaryIO, most: int) -> bytes:
    file.seek(0)
    content = file.read(most + 1)
    if len(content) > most:
        message = _(
            "This file is too large. A document of this kind may have %(size)s."
        )
        raise ValidationError(message % {"size": filesizeformat(most)})
    return content


def _kind(content: bytes, extension: str, file: BinaryIO) -> str:
    """The extension that the content deserves, '' for none."""
    if content.startswith(b"%PDF-"):
        _refuse_unsafe_pdf(content)
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return kind_of_archive(file, len(content))
    if extension in _TEXTS:
        _refuse_unsafe_text(content, extension)
        return extension
    return ""


def _refuse_unsafe_text(content: bytes, extension: str) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as other:
        raise ValidationError(NOT_TEXT) from other
    if not text.strip() or _CONTROLS.search(text):
        raise ValidationError(NOT_TEXT)
    lower = text.lower()
    if text.startswith("#!") or _MAIL.match(lower) or any(c in lower for c in _CODE):
        raise ValidationError(TEXT_WITH_CODE)
    if extension == "csv" and _FORMULA.search(text):
        raise ValidationError(FORMULA)


def _refuse_unsafe_pdf(content: bytes) -> None:
    end = content.rfind(b"%%EOF")
    tail = content[end + 5 :].strip(b"\r\n\t \x00")
    # An archive that hangs on the end is found by what stands at its own end.
    is_archive = b"PK\x05\x06" in content[-70_000:]
    if end < 0 or tail or is_archive or _PDF_MARKUP.search(content[:1024]):
        raise ValidationError(DAMAGED_PDF)
    if any(_PDF_ACTIVE.search(_unescaped(part)) for part in _pdf_objects(content)):
        raise ValidationError(ACTIVE_PDF)


def _pdf_objects(content: bytes) -> Iterator[bytes]:
    """The objects of a PDF without its streams, and those that are packed in streams.

    This finds what common programmes write; it is no proof, which is why documents are
    only ever served as downloads.
    """
    at, unpacked = 0, 0
    is_locked = b"/Encrypt" in content
    while (start := content.find(b"stream", at)) >= 0:
        end = content.find(b"endstream", start)
        if end < 0:
            break
        objects = content[at:start]
        yield objects
        if b"/ObjStm" in objects[-600:]:
            packed = content[start + 6 : end].removeprefix(b"\r").removeprefix(b"\n")
            found = _inflated(packed, is_locked)
            unpacked += len(found)
            if unpacked > MAX_OBJECT_STREAMS:
                raise ValidationError(DAMAGED_PDF)
            yield found
        at = end + 9
    yield content[at:]


def _inflated(packed: bytes, is_locked: bool) -> bytes:
    unpack = zlib.decompressobj()
    try:
        found = unpack.decompress(packed, MAX_OBJECT_STREAM)
    except zlib.error as odd:
        if is_locked:  # nobody can look inside without its password
            return b""
        raise ValidationError(DAMAGED_PDF) from odd
    if unpack.unconsumed_tail:
        raise ValidationError(DAMAGED_PDF)
    return found


def _unescaped(objects: bytes) -> bytes:
    """With the letters of the names that we look for written plainly (7.3.5)."""
    if b"#" in objects:
        for escape, letter in _PDF_ESCAPES.items():
            objects = objects.replace(escape, letter)
    return objects
