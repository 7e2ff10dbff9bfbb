"""The Atom feed of the news, one for each language."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from wagtail.models import Site

from cms.core.cards import cards_of
from cms.core.languages import current
from cms.news.models import NewsIndexPage, NewsPage

LENGTH = 30


class NewsFeed(Feed):
    """The latest news that anyone may read, each in the feed's language if it exists."""

    feed_type = Atom1Feed

    def __init__(self, index: NewsIndexPage) -> None:
        self.index = index

    def get_object(self, request):
        root = Site.find_for_request(request).root_url
        items = NewsPage.objects.visible_to(request.user).best_in(current())
        newest = items.defer_streamfields().order_by("-date", "-id")[:LENGTH]
        return root, cards_of(list(newest), request.user)

    def title(self):
        return self.index.title

    def subtitle(self):
        return self.index.lead

    def link(self):
        return self.index.url

    def items(self, found):
        return found[1]

    def item_title(self, card):
        return card.page.title

    def item_description(self, card):
        return card.page.lead

    def item_link(self, card):
        return card.path

    def item_guid(self, card):
        return f"urn:uuid:{card.page.translation_key}"

    def item_pubdate(self, card):
        noon = datetime.combine(card.page.date, time(12))
        return timezone.make_aware(noon)

    def item_updateddate(self, card):
        return card.page.last_published_at or self.item_pubdate(card)

    def item_categories(self, card):
        return [card.page.get_category_display()]
