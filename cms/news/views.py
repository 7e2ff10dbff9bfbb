"""What the pages of the news show."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils import timezone

from cms.core.cards import cards, paging_of, rows_for, version_of
from cms.core.filters import Screen
from cms.core.paging import page_through
from cms.core.rows.memo import PerVersion
from cms.core.rows.reads import ORDERS, Found, Rows
from cms.news.cards import NewsCard
from cms.news.filters import ROW_CONDITIONS, NewsFilter
from cms.news.models import NewsIndexPage, NewsPage

NEWEST = ORDERS["newest"]
PAGE = 12  # items
PINNED = 2
OTHERS = 3
_years: PerVersion[list[int]] = PerVersion(200)


def news_list(page: NewsIndexPage, request: HttpRequest) -> dict:
    screen = Screen(NewsFilter, NewsPage.objects.none(), request)
    all_rows = rows_for(request).of_type(NewsPage.api_type)
    rows = screen.fitting(all_rows, ROW_CONDITIONS)
    shown = screen.context()
    pinned = [] if shown["is_filtered"] else _pinned(all_rows)
    if pinned:
        rows = rows.where("key <> ALL(%s)", [row.key for row in pinned])
    try:
        found = page_through(rows.fetch, NEWEST, request.GET.get("cursor", ""), PAGE)
    except ValidationError as wrong:
        raise Http404 from wrong
    return {
        **shown,
        "pinned": [] if "cursor" in request.GET else cards(pinned, NewsCard),
        "items": cards(found.rows, NewsCard),
        "years": _years.get(version_of(request), all_rows.signature, all_rows.years),
        "categories": NewsPage.Category.choices,
        "paging": paging_of(found, request.GET),
    }


def _pinned(rows: Rows) -> list[Found]:
    return rows.pinned(timezone.localdate()).page(NEWEST, PINNED)


def news_detail(page: NewsPage, request: HttpRequest) -> dict:
    rows = rows_for(request).of_type(NewsPage.api_type)
    others = rows.where("key <> %s", page.translation_key).page(NEWEST, OTHERS)
    return {"others": cards(others, NewsCard)}
