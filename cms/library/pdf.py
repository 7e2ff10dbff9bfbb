"""The text of a PDF and a picture of its first page, read in a process apart."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHILD = Path(__file__).with_name("pdf_child.py")
# Beyond the limits that the child sets itself, for where it cannot.
SECONDS = 40
MAX_TEXT = 2_000_000
MAX_PICTURE = 2 * 1024 * 1024
# PDFium marks a hyphen at the end of a line; the word goes on in the next one.
_HYPHEN = re.compile("[\x02\ufffe]\r?\n?")
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile(r"[ \t\xa0]+")
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class PdfText:
    """`problem` is '' or one of locked, damaged, empty, too_heavy.

    `text` is clean and at most `MAX_TEXT` letters; `picture` is WebP or b''.
    """

    pages: int = 0
    text: str = ""
    picture: bytes = b""
    problem: str = ""


def read_pdf(content: bytes) -> PdfText:
    """Never raises for a bad PDF: whatever it does to its reader becomes a problem."""
    # Isolated and without environment: neither our settings nor our secrets.
    command = [sys.executable, "-I", str(CHILD)]
    try:
        done = subprocess.run(  # noqa: S603 (the program is ours)
            command, input=content, capture_output=True, timeout=SECONDS, env={}
        )
    except subprocess.TimeoutExpired:
        return PdfText(problem="too_heavy")
    if done.returncode != 0:
        return PdfText(problem="too_heavy")
    return _told(done.stdout)


def _told(answer: bytes) -> PdfText:
    line, _newline, picture = answer.partition(b"\n")
    told = json.loads(line)
    text = clean_text(told.get("text", ""))
    problem = told.get("problem", "") or ("" if text else "empty")
    is_whole = len(picture) == told["picture"] <= MAX_PICTURE
    return PdfText(
        pages=told.get("pages", 0),
        text=text,
        picture=picture if is_whole else b"",
        problem=problem,
    )


def clean_text(text: str) -> str:
    """What PostgreSQL can store, words of a broken line whole, no empty lines."""
    joined = _HYPHEN.sub("", text[: MAX_TEXT * 2])
    stored = _UNSTORABLE.sub(" ", joined)
    return _LINES.sub("\n", _BLANKS.sub(" ", stored)).strip()[:MAX_TEXT]
