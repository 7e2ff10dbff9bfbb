"""Reads one PDF in a process of its own; started by `cms.library.pdf`, never imported.

The file comes on standard input. The answer on standard output is one line of JSON
({pages, text, problem, picture: its length}) and then the picture of the first page as
WebP. PDFs come from strangers and the reader is written in C++: what goes wrong here ends
this process and nothing else. It knows no secret of ours and may write no file.
"""

import io
import json
import sys
import time

MEMORY = 1024**3
SECONDS = 25
MAX_PAGES = 5000
MAX_LETTERS = 2_000_000
PICTURE_SIZE = (480, 680)  # pixels, at most


def main() -> None:
    limit()
    content = sys.stdin.buffer.read()
    answer, picture = read(content)
    line = json.dumps({**answer, "picture": len(picture)})
    sys.stdout.buffer.write(line.encode("ascii") + b"\n" + picture)


def limit() -> None:
    """Memory, processor time and files; where the system knows no limits, time alone."""
    try:
        import resource  # noqa: PLC0415 (Windows does not have it)
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):
            continue  # macOS refuses some


def read(content: bytes) -> tuple[dict, bytes]:
    import pypdfium2  # noqa: PLC0415 (under the limits)

    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as refused:
        is_locked = "password" in str(refused).lower()
        return {"problem": "locked" if is_locked else "damaged"}, b""
    pages = len(pdf)
    if not pages:
        return {"problem": "damaged"}, b""
    return {"pages": pages, "text": text_of(pdf, pages)}, picture_of(pdf)


def text_of(pdf, pages: int) -> str:
    """The text of the pages, until it is long enough or half of the time is over."""
    until = time.monotonic() + SECONDS / 2
    found, letters = [], 0
    for number in range(min(pages, MAX_PAGES)):
        try:
            text = pdf[number].get_textpage().get_text_range()
        except Exception:  # noqa: S112 (one broken page; the others are readable)
            continue
        found.append(text)
        letters += len(text)
        if letters > MAX_LETTERS or time.monotonic() > until:
            break
    return "\n".join(found)[:MAX_LETTERS]


def picture_of(pdf) -> bytes:
    """The first page as WebP, b'' when it cannot be drawn."""
    try:
        page = pdf[0]
        width, height = page.get_size()
        scale = min(PICTURE_SIZE[0] / width, PICTURE_SIZE[1] / height)
        drawn = page.render(scale=scale, may_draw_forms=False).to_pil()
        buffer = io.BytesIO()
        drawn.convert("RGB").save(buffer, "WEBP", quality=80)
        return buffer.getvalue()
    except Exception:
        return b""


if __name__ == "__main__":
    main()
