"""The demo's only files: the text of one work as PDF, in three languages."""

import re

from django.core.files.base import ContentFile

from cms.core.models import SiteDocument
from cms.library.actions import add_file
from cms.library.models import Work
from home.demo.files import read
from home.demo.pdf import pdf_of

_MARKS = re.compile(r"<[^>]+>")


def add_full_text(work: Work, folder: str, titles: dict[str, str]) -> None:
    """A PDF for each language (code → title), made of the texts of this folder."""
    for code, title in titles.items():
        parts = [
            part
            for row in read(f"library/{folder}/{code}.yaml")[1:]  # (the title again)
            for part in _parts(row)
        ]
        pdf = ContentFile(pdf_of(title, parts), name=f"{folder}.pdf")
        document = SiteDocument(title=title, file=pdf, file_size=pdf.size)
        document.save()
        add_file(work, document, locale=code)


def _parts(row: dict) -> list[tuple[bool, str]]:
    if "olist" in row:
        return [(False, f"{n}. {text}") for n, text in enumerate(row["olist"], 1)]
    text = row.get("h") or row.get("p") or ""
    return [("h" in row, _MARKS.sub("", text))]
