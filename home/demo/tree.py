"""First pass of the demo: the pages, still empty and unpublished, under fixed keys.

Bodies come in a second pass (`home.demo.texts`), when every page that they point to
exists. A load that was cut off goes on where it stopped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from cms.core.languages import CODES
from cms.core.models import BasePage
from cms.faq.models import FaqEntryPage, FaqIndexPage, FaqTopicPage
from cms.library.models import LibraryIndexPage, LibraryItemPage, Work
from cms.news.models import NewsIndexPage, NewsPage
from home.demo.files import key_of, read, read_all
from home.demo.images import illustration
from home.models import HomePage, StandardPage

STANDING = ("about", "privacy", "imprint", "accessibility", "house-rules")
FOOTER = {"privacy", "imprint", "accessibility", "house-rules"}


@dataclass(frozen=True)
class Planned:
    """One thing of the demo: its name, the page type, and its texts by language."""

    name: str
    model: type[BasePage]
    parent: str
    source: str
    texts: dict[str, dict]
    shared: dict[str, Any]
    text_fields: tuple[str, ...]
    blocks: str = "body"
    # Names of works and pages to go on with.
    related: tuple[str, ...] = ()


def planned() -> Iterator[Planned]:
    """Everything, parents before children."""
    for stem, model in (
        ("library", LibraryIndexPage),
        ("faq", FaqIndexPage),
        ("news", NewsIndexPage),
    ):
        data = read(f"pages/{stem}-index.yaml")
        yield planned_from(stem, model, "", data, {"show_in_menus": True}, ("lead",))
    for stem in STANDING:
        shared = {"in_footer": stem in FOOTER, "show_in_menus": stem == "about"}
        yield planned_from(
            f"page/{stem}",
            StandardPage,
            "",
            read(f"pages/{stem}.yaml"),
            shared,
            ("lead",),
        )
    for data in read_all("library"):
        yield _library_item(data)
    for data in sorted(read_all("faq"), key=lambda topic: topic["order"]):
        yield from _topic(data)
    for data in sorted(read_all("news"), key=lambda item: item["date"]):
        yield _news(data)


def plant(plan: Planned, homes: dict[str, HomePage]) -> None:
    """Create the pages of this thing that do not exist yet."""
    codes = [plan.source, *(c for c in CODES if c != plan.source)]
    for code in codes:
        if code in plan.texts and page_in(plan.name, code) is None:
            parent = page_in(plan.parent, code) if plan.parent else homes[code]
            if parent is not None:
                _create(plan, code, parent)


def page_in(name: str, code: str) -> Page | None:
    return Page.objects.filter(
        translation_key=key_of(name), locale__language_code=code
    ).first()


def remember_source(plan: Planned) -> None:
    """Tell wagtail-localize which language is the source.

    The translations were written by hand, so they stay ordinary pages ("local" in its
    words) until an editor starts to keep them in step with the source.
    """
    source_page = page_in(plan.name, plan.source)
    if source_page is None:
        return
    source, made = TranslationSource.get_or_create_from_instance(source_page.specific)
    for locale in Locale.objects.exclude(language_code=plan.source) if made else []:
        if locale.language_code in plan.texts:
            Translation.objects.get_or_create(
                source=source, target_locale=locale, defaults={"enabled": False}
            )


def _create(plan: Planned, code: str, parent: Page) -> None:
    text = plan.texts[code]
    fields = {name: text.get(name, "") for name in plan.text_fields}
    page = plan.model(
        title=text.get("title") or text["question"],
        slug=text["slug"],
        locale=Locale.objects.get(language_code=code),
        translation_key=key_of(plan.name),
        live=False,
        **plan.shared,
        **fields,
    )
    Page.objects.get(pk=parent.pk).add_child(instance=page)


def planned_from(
    name, model, parent, data, shared, text_fields, blocks="body"
) -> Planned:
    """A thing as its file tells of it; `works` and `related` follow the text."""
    works = [f"library/{stem}" for stem in data.get("works") or []]
    return Planned(
        name,
        model,
        parent,
        data["source"],
        data["texts"],
        shared,
        text_fields,
        blocks,
        related=(*works, *(data.get("related") or [])),
    )


def _library_item(data: dict) -> Planned:
    work = Work.objects.get(uid=key_of(f"library/{data['stem']}"))
    shared = {"work": work, "image": illustration(data.get("illustration", ""))}
    if data.get("full_text"):
        for text in data["texts"].values():
            text["full_text"] = data["full_text"]
    name = f"library/{data['stem']}"
    return planned_from(
        name, LibraryItemPage, "library", data, shared, ("summary", "why")
    )


def _topic(data: dict) -> Iterator[Planned]:
    name = f"faq/topic/{data['stem']}"
    yield planned_from(name, FaqTopicPage, "faq", data, {}, ("intro",))
    for entry in data["entries"]:
        shared = {
            "audience": entry["audience"],
            "country": entry.get("country") or "",
            "last_reviewed": entry.get("reviewed"),
        }
        own = f"faq/{entry['stem']}"
        yield planned_from(
            own, FaqEntryPage, name, entry, shared, ("short_answer",), "answer"
        )


def _news(data: dict) -> Planned:
    shared = {
        "date": data["date"],
        "category": data["category"],
        "pinned_until": data.get("pinned_until"),
        "source_name": data.get("source_name") or "",
        "source_url": data.get("source_url") or "",
        "image": illustration(data.get("illustration", "")),
    }
    texts = {
        code: {**text, "image_alt": text.get("alt", "")}
        for code, text in data["texts"].items()
    }
    plan = {**data, "texts": texts}
    return planned_from(
        f"news/{data['stem']}", NewsPage, "news", plan, shared, ("lead", "image_alt")
    )
