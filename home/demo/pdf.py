"""A small PDF of plain text, so that the demo has a file whose words are found.

Written by hand: PDF 1.4 (ISO 32000-1) with the two standard fonts Times, in the encoding
WinAnsi, which has all letters of Albanian, English and German.
"""

import textwrap
import zlib
from collections.abc import Iterator, Sequence

WIDTH, HEIGHT, MARGIN = 420, 595, 48  # A5 in points
SIZE, LEADING, LETTERS = 10.5, 14, 68
LINES = (HEIGHT - 2 * MARGIN) // LEADING
_PLAIN, _BOLD = "F1", "F2"
Line = tuple[str, str]


def pdf_of(title: str, parts: Sequence[tuple[bool, str]]) -> bytes:
    """A PDF of headings (True) and paragraphs (False) under a title."""
    lines = list(_lines(title, parts))
    pages = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects += [_font("Times-Roman"), _font("Times-Bold")]
    kids = []
    for page in pages:
        objects.append(_stream(_drawn(page)))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>"
            % (WIDTH, HEIGHT, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return _file(objects)


def _lines(title: str, parts: Sequence[tuple[bool, str]]) -> Iterator[Line]:
    for line in textwrap.wrap(title, LETTERS):
        yield _BOLD, line
    for is_heading, text in parts:
        yield _PLAIN, ""
        for line in textwrap.wrap(text, LETTERS):
            yield (_BOLD if is_heading else _PLAIN), line


def _drawn(page: Sequence[Line]) -> bytes:
    begin = f"BT {LEADING} TL {MARGIN} {HEIGHT - MARGIN} Td\n".encode()
    shown = [b"/%s %.1f Tf (%s) Tj T*" % (f.encode(), SIZE, _text(t)) for f, t in page]
    return begin + b"\n".join(shown) + b"\nET"


def _text(text: str) -> bytes:
    plain = text.replace("\u2010", "-")
    coded = plain.encode("cp1252", errors="replace")
    for sign in (b"\\", b"(", b")"):
        coded = coded.replace(sign, b"\\" + sign)
    return coded


def _font(name: str) -> bytes:
    return f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>".encode()


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    head = b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed)
    return head + packed + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    content, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(content))
    )
