"""Links in rich text to pages of the site (needs the app registry to be ready)."""

from html import escape

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from cms.core.addresses import addresses
from cms.core.depends import note
from cms.core.languages import current


class ReaderPageLinkHandler(PageLinkHandler):
    """Links to pages stay in the reader's language, also where the text is missing."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        pages = cls.get_many(attrs_list)
        for page in pages:
            if page is not None:
                note(f"page:{page.translation_key}")
        code = current()
        found = addresses([p for p in pages if p], AnonymousUser(), [code])
        return [_opening(page, found, code) for page in pages]


def _opening(page: Page | None, found: dict, code: str) -> str:
    address = found.get(page.pk, {}).get(code) if page else None
    if address is None:
        return "<a>"
    if address.locale == code:
        return f'<a href="{escape(address.path)}">'
    return f'<a href="{escape(address.path)}" hreflang="{address.locale}">'
