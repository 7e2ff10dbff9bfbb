"""What the pages of the FAQ show."""

from django.http import HttpRequest

from cms.faq.cards import entry_cards, groups_of
from cms.faq.filters import FaqEntryFilter
from cms.faq.models import FaqEntryPage, FaqIndexPage, FaqTopicPage


def entry_list(page: FaqIndexPage, request: HttpRequest) -> dict:
    entries = FaqEntryPage.objects.visible_to(request.user)
    screen = FaqEntryFilter(request.GET, entries, request=request)
    found = screen.qs if screen.is_valid() else entries.none()
    cards = entry_cards(found, request.user)
    return {
        "filter": screen,
        "is_filtered": any(request.GET.get(name) for name in screen.filters),
        "groups": groups_of(cards, request.user),
        "total": len(cards),
    }


def topic_detail(page: FaqTopicPage, request: HttpRequest) -> dict:
    editions = FaqTopicPage.objects.visible_to(request.user).filter(
        translation_key=page.translation_key
    )
    entries = FaqEntryPage.objects.visible_to(request.user).below(editions)
    return {"entries": entry_cards(entries, request.user)}


def entry_detail(page: FaqEntryPage, request: HttpRequest) -> dict:
    editions = FaqTopicPage.objects.visible_to(request.user).filter(
        translation_key=page.get_parent().translation_key
    )
    others = (
        FaqEntryPage.objects.visible_to(request.user)
        .below(editions)
        .exclude(translation_key=page.translation_key)
    )
    return {"others": entry_cards(others, request.user)[:5]}
