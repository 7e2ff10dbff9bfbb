"""What editors name at the end of a text: works and pages to go on with, in order.

The choice is the same in all languages; each target is shown in the reader's language
where it exists.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from cms.core.blocks import PageReferenceBlock
from cms.core.depends import note
from cms.core.languages import current
from cms.core.querysets import Viewer, best_pages, hidden_from
from cms.core.references import Reference, page_references


class RelatedBlock(blocks.StreamBlock):
    work = PageReferenceBlock(
        page_type=["library.LibraryItemPage"],
        icon="openquote",
        label=_("Work in the library"),
    )
    page = PageReferenceBlock()


def related_keys(value: Iterable[Any]) -> list[UUID]:
    """Keys of the chosen things, each once, in order."""
    chosen = [block.value for block in value if block.value is not None]
    return list(dict.fromkeys(page.translation_key for page in chosen))


def related_pages(value: Iterable[Any], user: Viewer) -> list[Page]:
    """The chosen things that this user may see, each in the best language, in order."""
    keys = related_keys(value)
    if not keys:
        return []
    visible = Page.objects.live().filter(~hidden_from(user), alias_of=None)
    best = best_pages(visible.filter(translation_key__in=keys), current())
    found = {page.translation_key: page for page in Page.objects.filter(pk__in=best)}
    return [found[key] for key in keys if key in found]


def related_references(value: Iterable[Any]) -> list[Reference]:
    """References to the chosen things that are public, in the active language."""
    for block in value:
        if block.value is not None:
            # Noted also of what is not public: it may be one day.
            note(f"page:{block.value.translation_key}")
    return page_references(related_pages(value, AnonymousUser()))
