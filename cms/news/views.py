"""What the pages of the news show."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from cms.core.cards import cards_of, paging_of
from cms.core.languages import current
from cms.core.paging import page_of
from cms.news.cards import NEWEST, pinned_cards, with_pictures
from cms.news.filters import NewsFilter
from cms.news.models import NewsIndexPage, NewsPage


def news_list(page: NewsIndexPage, request: HttpRequest) -> dict:
    items = NewsPage.objects.visible_to(request.user)
    screen = NewsFilter(request.GET, items, request=request)
    found = (screen.qs if screen.is_valid() else items.none()).best_in(current())
    is_filtered = any(request.GET.get(name) for name in screen.filters)
    pinned = [] if is_filtered else pinned_cards(request.user)
    if pinned:
        found = found.exclude(
            translation_key__in=[c.page.translation_key for c in pinned]
        )
    try:
        rows = page_of(with_pictures(found), NEWEST, request.GET.get("cursor", ""), 12)
    except ValidationError as wrong:
        raise Http404 from wrong
    return {
        "filter": screen,
        "is_filtered": is_filtered,
        "pinned": [] if "cursor" in request.GET else pinned,
        "items": cards_of(rows.rows, request.user),
        "years": [day.year for day in items.dates("date", "year", order="DESC")],
        "categories": NewsPage.Category.choices,
        "paging": paging_of(rows, request.GET),
    }


def news_detail(page: NewsPage, request: HttpRequest) -> dict:
    others = (
        NewsPage.objects.visible_to(request.user)
        .exclude(translation_key=page.translation_key)
        .best_in(current())
    )
    latest = with_pictures(others).order_by(*NEWEST)[:3]
    return {"others": cards_of(list(latest), request.user)}
