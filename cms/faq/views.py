"""What the pages of the FAQ show."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from cms.core.cards import cards, paging_of, rows_for, version_of
from cms.core.filters import Screen
from cms.core.paging import page_through
from cms.core.rows.reads import ORDERS
from cms.core.rows.totals import total_of
from cms.faq.cards import EntryCard, TopicCard, groups_of
from cms.faq.filters import ROW_CONDITIONS, FaqEntryFilter
from cms.faq.models import FaqEntryPage, FaqIndexPage, FaqTopicPage

TREE = ORDERS["tree"]
PAGE = 100  # questions
MOST_TOPICS = 500
OTHERS = 5


def entry_list(page: FaqIndexPage, request: HttpRequest) -> dict:
    screen = Screen(FaqEntryFilter, FaqEntryPage.objects.none(), request)
    all_rows = rows_for(request)
    rows = all_rows.of_type(FaqEntryPage.api_type)
    rows = screen.fitting(rows, ROW_CONDITIONS)
    try:
        found = page_through(rows.fetch, TREE, request.GET.get("cursor", ""), PAGE)
    except ValidationError as wrong:
        raise Http404 from wrong
    topics = all_rows.of_type(FaqTopicPage.api_type).page(TREE, MOST_TOPICS)
    return {
        **screen.context(),
        "groups": groups_of(cards(found.rows, EntryCard), cards(topics, TopicCard)),
        "total": total_of(rows, version_of(request)),
        "paging": paging_of(found, request.GET),
    }


def topic_detail(page: FaqTopicPage, request: HttpRequest) -> dict:
    rows = rows_for(request).of_type(FaqEntryPage.api_type).below(page.translation_key)
    entries = cards(rows.page(TREE, PAGE), EntryCard)
    return {"entries": entries, "head_shows": tuple(entries)}


def entry_detail(page: FaqEntryPage, request: HttpRequest) -> dict:
    rows = rows_for(request).of_type(FaqEntryPage.api_type).below(_topic(page))
    others = rows.where("key <> %s", page.translation_key).page(TREE, OTHERS)
    return {"others": cards(others, EntryCard)}


def _topic(page: FaqEntryPage) -> UUID | None:
    if page.row is not None:
        return EntryCard(page.row).topic
    key: UUID = page.get_parent().translation_key
    return key
