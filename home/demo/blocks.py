"""From the demo's short block notation to the raw data of a StreamField."""

import re
import uuid
from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from home.demo.files import key_of
from home.demo.images import illustration

_LINK = re.compile(r'<a href="key:([\w/-]+)">')
Raw = dict[str, Any]


class UnknownBlockError(ValueError):
    """A block of the demo's files that the notation does not have."""


def body(blocks: list[dict], locale_id: int, owner: str) -> list[Raw]:
    """Raw StreamField data; ids depend on `owner` and place, the same in each language."""
    raw = []
    for number, block in enumerate(blocks):
        ((name, value),) = block.items()
        if name not in _MAKERS:
            raise UnknownBlockError(f"{owner}: {name}")
        made = _MAKERS[name](value, locale_id)
        if made is not None:
            kind, content = made
            place = uuid.uuid5(key_of(owner), f"{number}/{kind}")
            raw.append({"type": kind, "value": content, "id": str(place)})
    return raw


def rich(text: str, locale_id: int) -> str:
    """Rich text as it is stored: links to demo pages become links to their ids."""

    def link(match: re.Match) -> str:
        page = page_of(match.group(1), locale_id)
        return f'<a linktype="page" id="{page.pk}">' if page else "<a>"

    return _LINK.sub(link, text)


def page_of(name: str, locale_id: int) -> Page | None:
    """A demo page by name ('library/udhr'), in this language if it exists."""
    pages = list(Page.objects.filter(translation_key=key_of(name)))
    return next(
        (p for p in pages if p.locale_id == locale_id), pages[0] if pages else None
    )


def _paragraph(value: str, locale_id: int) -> tuple[str, Any]:
    return "paragraph", f"<p>{rich(value, locale_id)}</p>"


def _list(*, numbered: bool) -> Callable[[list[str], int], tuple[str, Any]]:
    def make(value: list[str], locale_id: int) -> tuple[str, Any]:
        entries = [
            {
                "type": "item",
                "value": f"<p>{rich(text, locale_id)}</p>",
                "id": str(uuid.uuid5(key_of("list"), str(number))),
            }
            for number, text in enumerate(value)
        ]
        return "list", {"numbered": numbered, "entries": entries}

    return make


def _quote(value: dict, locale_id: int) -> tuple[str, Any]:
    return "quote", {"text": value["text"], "attribution": value.get("attribution", "")}


def _callout(value: dict, locale_id: int) -> tuple[str, Any]:
    text = f"<p>{rich(value['text'], locale_id)}</p>"
    return "callout", {"kind": value.get("kind", "note"), "text": text}


def _image(value: dict, locale_id: int) -> tuple[str, Any] | None:
    image = illustration(value["file"])
    if image is None:
        return None
    caption = value.get("caption", "")
    return "image", {"image": image.pk, "alt": value["alt"], "caption": caption}


def _table(value: dict, locale_id: int) -> tuple[str, Any]:
    rows = [value["head"], *value["rows"]]
    cells = "\n".join(" | ".join(str(cell) for cell in row) for row in rows)
    return "table", {"caption": value["caption"], "cells": cells}


def _question(value: dict, locale_id: int) -> tuple[str, Any]:
    answer = f"<p>{rich(value['answer'], locale_id)}</p>"
    return "question", {"question": value["question"], "answer": answer}


def _contact(value: dict, locale_id: int) -> tuple[str, Any]:
    return "contact", {
        name: value.get(name, "") for name in ("name", "role", "email", "phone")
    }


def _reference(
    kind: str, folder: str = ""
) -> Callable[[Any, int], tuple[str, Any] | None]:
    def make(value: Any, locale_id: int) -> tuple[str, Any] | None:
        name = value["page"] if isinstance(value, dict) else f"{folder}{value}"
        page = page_of(name, locale_id)
        return (kind, page.pk) if page else None

    return make


_MAKERS: dict[str, Callable[[Any, int], tuple[str, Any] | None]] = {
    "h": lambda value, locale_id: ("heading", value),
    "p": _paragraph,
    "list": _list(numbered=False),
    "olist": _list(numbered=True),
    "quote": _quote,
    "callout": _callout,
    "image": _image,
    "table": _table,
    "qa": _question,
    "cite": _reference("work", "library/"),
    "contact": _contact,
    "pageref": _reference("page"),
}
