"""The feeds of the library's newest works, one of each kind for each language."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html

from cms.core.cards import Card, cards_of
from cms.core.feeds import LENGTH, Channel, Item, answer_atom, answer_json
from cms.core.languages import current
from cms.core.renditions import image_representation
from cms.library.models import LibraryIndexPage, LibraryItemPage, Work


def atom_feed(index: LibraryIndexPage, request: HttpRequest) -> HttpResponse:
    return answer_atom(request, _channel(index, request))


def json_feed(index: LibraryIndexPage, request: HttpRequest) -> HttpResponse:
    return answer_json(request, _channel(index, request))


def _channel(index: LibraryIndexPage, request: HttpRequest) -> Channel:
    here = index.reader_address(request)
    visible = Work.objects.visible_to(AnonymousUser())
    works = list(visible.with_creators().order_by("-id")[:LENGTH])
    pages = (
        LibraryItemPage.objects.visible_to(AnonymousUser())
        .filter(work__in=works)
        .best_in(current())
        .select_related("image")
        .prefetch_related("image__renditions")
        .order_by("-work_id")
    )
    by_id = {work.pk: work for work in works}
    return Channel(
        title=index.title,
        description=index.lead,
        path=here.path if here else index.url,
        items=[
            _item(card, by_id[card.page.work_id])
            for card in cards_of(list(pages), AnonymousUser())
        ],
    )


def _item(card: Card, work: Work) -> Item:
    page = card.page
    shown = image_representation(page.image, "")
    # Pages made by a bulk load know no day of publication.
    published = page.first_published_at or page.last_published_at or timezone.now()
    return Item(
        key=page.translation_key,
        path=card.path,
        title=page.title,
        summary=page.summary,
        language=card.locale,
        published=published,
        updated=page.last_published_at or published,
        html=lambda: _text(page),
        image=shown["url"] if shown else "",
        tags=[str(work.get_kind_display())],
        authors=[str(one) for one in work.contributors.all() if one.role == "author"],
    )


def _text(page: LibraryItemPage) -> str:
    summary = format_html("<p><strong>{}</strong></p>", page.summary)
    why = format_html("<p>{}</p>", page.why) if page.why else ""
    body = page.body.render_as_block({"current_language": current()})
    return f"{summary}{why}{body}"
