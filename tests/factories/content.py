"""Pages and records, each with believable content unless the test says otherwise.

`texts` gives a thing its languages: `make_news(tree, {"sq": "Lajm", "de": "Meldung"})`
makes one news item with two language versions and returns them by language.
"""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.text import slugify
from wagtail.models import Page

from cms.core.models import BasePage
from cms.core.rows.refresh import together
from cms.faq.models import FaqEntryPage, FaqTopicPage
from cms.library.models import LibraryItemPage, Work, WorkTitle
from cms.news.models import NewsPage
from tests.factories.tree import Tree

Texts = Mapping[str, str]


def body(text: str = "Text") -> list[tuple[str, Any]]:
    return [("heading", "Heading"), ("paragraph", f"<p>{text}</p>")]


@together()
def make_pages(
    model: type[BasePage], parents: Mapping[str, Page], texts: Texts, **fields: Any
) -> dict[str, Any]:
    """One thing with a page in each language of `texts` (language → title)."""
    key = fields.pop("translation_key", None) or uuid.uuid4()
    live = fields.pop("live", True)
    pages = {}
    for code, title in texts.items():
        parent = Page.objects.get(pk=parents[code].pk)
        page = model(
            title=title,
            slug=slugify(title),
            locale=parent.locale,
            translation_key=key,
            live=live,
            **fields,
        )
        pages[code] = parent.add_child(instance=page)
    return pages


def make_news(tree: Tree, texts: Texts, **fields: Any) -> dict[str, NewsPage]:
    values = {
        "lead": "What happened, in a sentence.",
        "date": datetime.date(2026, 5, 4),
        "body": body(),
        **fields,
    }
    return make_pages(NewsPage, _below(tree, "news"), texts, **values)


@together()
def make_work(tree: Tree, texts: Texts, **fields: Any) -> Work:
    """A work with titles and a page in each language of `texts`."""
    page_fields = {
        name: fields.pop(name)
        for name in ("summary", "why", "body", "live")
        if name in fields
    }
    work = Work.objects.create(
        **{"kind": "book", "year": 1998, "languages": ["en"], **fields}
    )
    for code, title in texts.items():
        WorkTitle.objects.create(work=work, locale=code, text=title)
    values = {"summary": "What it is about.", "body": body(), **page_fields}
    make_pages(LibraryItemPage, _below(tree, "library"), texts, work=work, **values)
    return work


def make_topic(tree: Tree, texts: Texts, **fields: Any) -> dict[str, FaqTopicPage]:
    return make_pages(FaqTopicPage, _below(tree, "faq"), texts, **fields)


def make_entry(
    topic: Mapping[str, FaqTopicPage], texts: Texts, **fields: Any
) -> dict[str, FaqEntryPage]:
    values = {"short_answer": "Yes, in most cases.", "answer": body(), **fields}
    return make_pages(FaqEntryPage, topic, texts, **values)


def _below(tree: Tree, name: str) -> dict[str, Page]:
    return {code: page for (found, code), page in tree.items() if found == name}
