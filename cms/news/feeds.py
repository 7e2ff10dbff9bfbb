"""The feeds of the news, one of each kind for each language.

They hold what anyone may read, whoever asks.
"""

from datetime import date, datetime, time

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html

from cms.core.cards import Card, cards_of
from cms.core.feeds import LENGTH, Channel, Item, answer_atom, answer_json
from cms.core.languages import current
from cms.core.renditions import image_representation
from cms.news.cards import NEWEST
from cms.news.models import NewsIndexPage, NewsPage


def atom_feed(index: NewsIndexPage, request: HttpRequest) -> HttpResponse:
    return answer_atom(request, _channel(index, request))


def json_feed(index: NewsIndexPage, request: HttpRequest) -> HttpResponse:
    return answer_json(request, _channel(index, request))


def _channel(index: NewsIndexPage, request: HttpRequest) -> Channel:
    here = index.reader_address(request)
    newest = NewsPage.objects.visible_to(AnonymousUser()).best_in(current())
    pages = (
        newest.select_related("image")
        .prefetch_related("image__renditions")
        .order_by(*NEWEST)[:LENGTH]
    )
    return Channel(
        title=index.title,
        description=index.lead,
        path=here.path if here else index.url,
        items=[_item(card) for card in cards_of(list(pages), AnonymousUser())],
    )


def _item(card: Card) -> Item:
    page = card.page
    published = _noon(page.date)
    shown = image_representation(page.image, page.image_alt)
    return Item(
        key=page.translation_key,
        path=card.path,
        title=page.title,
        summary=page.lead,
        language=card.locale,
        published=published,
        updated=page.last_published_at or published,
        html=lambda: _text(page),
        image=shown["url"] if shown else "",
        tags=[str(page.get_category_display())],
    )


def _text(page: NewsPage) -> str:
    correction = (
        format_html("<blockquote><p>{}</p></blockquote>", page.correction)
        if page.correction
        else ""
    )
    lead = format_html("<p><strong>{}</strong></p>", page.lead)
    body = page.body.render_as_block({"current_language": current()})
    return f"{lead}{correction}{body}"


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
