"""Plain text out of what editors write."""

import re
from html import unescape
from typing import Any

from django.db import models
from wagtail.fields import StreamField

_TAG = re.compile(r"<[^>]*>")


def strip_markup(html: str) -> str:
    """Text of an HTML fragment; tags become spaces, so that words stay apart."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def plain_text(instance: models.Model, name: str) -> str:
    """Text of one field, without markup; StreamField values word by word."""
    field = instance._meta.get_field(name)
    value = getattr(instance, name)
    if isinstance(field, StreamField):
        return " ".join(
            strip_markup(text)
            for text in field.stream_block.get_searchable_content(value)
        )
    return strip_markup(_as_text(value))


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def table_rows(text: str) -> list[list[str]]:
    """Rows of trimmed cells: 'a | b' on each line; empty lines are left out."""
    lines = [line.strip().strip("|") for line in text.splitlines()]
    return [[cell.strip() for cell in line.split("|")] for line in lines if line]
