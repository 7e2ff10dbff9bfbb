"""What editors name at the end of a text: on the page, in the API, in each language."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Locale, PageViewRestriction, Site
from wagtail_localize.models import Translation, TranslationSource

from cms.core.related import related_references
from cms.faq.models import FaqEntryPage
from cms.news.models import NewsPage
from tests.factories.content import make_entry, make_news, make_topic, make_work
from tests.factories.states import close


@pytest.fixture
def things(cms_tree):
    """Targets of every kind: a work in all languages, news in one, a question in two."""
    topic = make_topic(cms_tree, {"sq": "Puna", "en": "Working"})
    work = make_work(cms_tree, {"sq": "Libri", "en": "Book", "de": "Buch"})
    return {
        "topic": topic,
        "work": {p.locale.language_code: p for p in work.item_pages.all()},
        "news": make_news(cms_tree, {"sq": "Lajm"}),
        "entry": make_entry(topic, {"sq": "Si?", "en": "How?"}),
    }


def chosen(things):
    return [
        ("work", things["work"]["sq"].pk),
        ("page", things["news"]["sq"].pk),
        ("page", things["entry"]["sq"].pk),
    ]


def as_stored(pairs):
    return [{"type": kind, "value": pk} for kind, pk in pairs]


@pytest.fixture
def item(cms_tree, things):
    pages = make_news(cms_tree, {"sq": "Artikull", "en": "Article"})
    for page in pages.values():
        fresh = NewsPage.objects.get(pk=page.pk)
        fresh.related = as_stored(chosen(things))
        fresh.save_revision().publish()
    return pages


def cards(client, path):
    page = client.get(path).content.decode()
    section = page.split('id="related-title"')
    if len(section) == 1:
        return None
    part = section[1].split("</section>")[0]
    return re.findall(r'href="([^"]+)">([^<]+)</a>', part)


def test_cards_stand_in_the_editors_order_in_the_readers_language(item, client):
    assert cards(client, "/en/news/article/") == [
        ("/en/library/book/", "Book"),
        ("/en/news/lajm/", "Lajm"),
        ("/en/faq/working/how/", "How?"),
    ]
    assert cards(client, "/sq/lajme/artikull/") == [
        ("/sq/biblioteka/libri/", "Libri"),
        ("/sq/lajme/lajm/", "Lajm"),
        ("/sq/pyetje/puna/si/", "Si?"),
    ]
    # A reader of German meets the English text; what follows it is in German where it is.
    assert cards(client, "/de/aktuelles/article/")[0] == (
        "/de/bibliothek/buch/",
        "Buch",
    )


def test_the_api_names_them_as_references(item, client):
    key = item["en"].translation_key

    answer = client.get(f"/api/v1/pages/{key}/?locale=en").json()

    assert [
        (r["type"], r["title"], r["path"], r["is_fallback"])
        for r in answer["content"]["related"]
    ] == [
        ("library-item", "Book", "/en/library/book/", False),
        ("news", "Lajm", "/en/news/lajm/", True),
        ("faq-entry", "How?", "/en/faq/working/how/", False),
    ]
    (listed,) = (
        n
        for n in client.get("/api/v1/news/?locale=en").json()["items"]
        if n["key"] == str(key)
    )
    assert "related" not in listed


def test_what_is_closed_gone_or_a_draft_is_left_out(item, things, client):
    assert len(cards(client, "/en/news/article/")) == 3
    for page in things["entry"].values():
        close(page, PageViewRestriction.LOGIN)
    # The chosen language version is gone; the others stand in for it.
    things["work"]["sq"].unpublish()
    things["news"]["sq"].delete()

    assert cards(client, "/en/news/article/") == [("/en/library/book/", "Book")]
    assert cards(client, "/sq/lajme/artikull/") == [("/sq/biblioteka/book/", "Book")]
    key = item["en"].translation_key
    answer = client.get(f"/api/v1/pages/{key}/?locale=en").json()
    assert [r["title"] for r in answer["content"]["related"]] == ["Book"]


def test_nothing_chosen_shows_nothing(cms_tree, client):
    make_news(cms_tree, {"en": "Article"})

    assert cards(client, "/en/news/article/") is None


def test_a_question_shows_them_too(cms_tree, things, client):
    entry = FaqEntryPage.objects.get(pk=things["entry"]["en"].pk)
    entry.related = as_stored(chosen(things)[:1])
    entry.save_revision().publish()

    assert cards(client, "/en/faq/working/how/") == [("/en/library/book/", "Book")]
    answer = client.get(f"/api/v1/pages/{entry.translation_key}/?locale=de").json()
    assert [r["title"] for r in answer["content"]["related"]]


def test_the_choice_is_the_same_in_all_languages(cms_tree, things):
    pages = make_news(cms_tree, {"sq": "Artikull", "en": "Article"})
    source, _made = TranslationSource.get_or_create_from_instance(pages["sq"])
    english = Locale.objects.get(language_code="en")
    kept = Translation.objects.create(source=source, target_locale=english)

    page = NewsPage.objects.get(pk=pages["sq"].pk)
    page.related = as_stored(chosen(things))
    page.save_revision().publish()

    followed = NewsPage.objects.get(pk=pages["en"].pk)
    wanted = [pk for _kind, pk in chosen(things)]
    assert [b.value.pk for b in followed.related] == wanted

    Translation.objects.get(pk=kept.pk).save_target(publish=True)
    followed = NewsPage.objects.get(pk=pages["en"].pk)
    assert [b.value.pk for b in followed.related] == wanted


def queries(work):
    cache.clear()
    Site.clear_site_root_paths_cache()
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_eight_cost_as_many_queries_as_two(cms_tree, things, client):
    others = [make_news(cms_tree, {"sq": f"Lajm {n}"})["sq"].pk for n in range(7)]
    few, many = ({"en": f"Article {n}"} for n in range(2))
    pages = {}
    for texts, number in ((few, 1), (many, 7)):
        page = make_news(cms_tree, texts)["en"]
        page.related = as_stored(
            [
                ("work", things["work"]["sq"].pk),
                *(("page", pk) for pk in others[:number]),
            ]
        )
        page.save_revision().publish()
        pages[number] = NewsPage.objects.get(pk=page.pk)
    for page in pages.values():
        client.get(page.url)

    screens = [queries(lambda p=p: client.get(p.url)) for p in pages.values()]
    with translation.override("en"):
        answers = [
            queries(
                lambda p=p: related_references(NewsPage.objects.get(pk=p.pk).related)
            )
            for p in pages.values()
        ]

    assert screens[0] == screens[1]
    assert answers[0] == answers[1] <= 9
