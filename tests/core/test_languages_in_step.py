"""A change of the source never touches a translation's text, and says what waits (P1)."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from cms.core.actions import keep_languages_in_step
from cms.news.models import NewsPage
from tests.factories.content import make_news
from tests.factories.states import plan

WAITS = "Waiting for translations"


@pytest.fixture
def translated(cms_tree):
    """An item in Albanian that is kept translated into German, with its translation."""
    source = make_news(cms_tree, {"sq": "Lajm"})["sq"]
    held, _made = TranslationSource.get_or_create_from_instance(source)
    german = cms_tree["news", "de"].locale
    translation = Translation.objects.create(source=held, target_locale=german)
    for segment in held.get_segments() if hasattr(held, "get_segments") else []:
        assert segment
    translation.save_target(publish=True)
    target = NewsPage.objects.get(translation_key=source.translation_key, locale=german)
    return source, translation, target


def publish(page):
    page.save_revision().publish()


def test_publishing_a_change_makes_the_translation_wait(translated):
    source, translation, target = translated
    before = NewsPage.objects.filter(pk=target.pk).values("title", "lead", "body").get()
    words = set(
        translation.source.stringsegment_set.values_list("string__data", flat=True)
    )
    assert "E re" not in words

    source.title, source.lead = "E re", "Krejt tjetër."
    publish(source)

    words = set(
        translation.source.stringsegment_set.values_list("string__data", flat=True)
    )
    assert {"E re", "Krejt tjetër."} <= words
    assert Translation.objects.get(pk=translation.pk).get_status_display() == WAITS
    assert (
        NewsPage.objects.filter(pk=target.pk).values("title", "lead", "body").get()
        == before
    )


def test_shared_fields_are_copied_at_once(translated):
    source, _translation, target = translated
    assert target.date == datetime.date(2026, 5, 4)

    source.date, source.category = datetime.date(2026, 6, 1), "spaces"
    publish(source)

    target.refresh_from_db()
    assert (target.date, target.category) == (datetime.date(2026, 6, 1), "spaces")


def test_a_draft_changes_nothing(translated):
    source, translation, target = translated

    source.title, source.date = "E re", datetime.date(2026, 6, 1)
    source.save_revision()

    target.refresh_from_db()
    words = set(
        translation.source.stringsegment_set.values_list("string__data", flat=True)
    )
    assert target.date == datetime.date(2026, 5, 4)
    assert "E re" not in words


def test_a_translation_takes_shared_values_from_its_source(translated):
    _source, _translation, target = translated

    target.date = datetime.date(2020, 1, 1)
    publish(target)

    target.refresh_from_db()
    assert target.date == datetime.date(2026, 5, 4)


def test_without_a_translation_nothing_is_made(cms_tree):
    page = make_news(cms_tree, {"sq": "Lajm"})["sq"]

    keep_languages_in_step(page)

    assert TranslationSource.objects.count() == Translation.objects.count() == 0


def test_a_planned_page_appears_when_its_time_has_come(cms_tree, client, time_machine):
    page = make_news(cms_tree, {"en": "Item"}, live=False)["en"]
    plan(page, days=2)
    call_command("publish_scheduled", verbosity=0)
    assert client.get("/en/news/item/").status_code == 404

    time_machine.move_to(timezone.now() + datetime.timedelta(days=3))
    call_command("publish_scheduled", verbosity=0)

    assert Page.objects.get(pk=page.pk).live
    assert client.get("/en/news/item/").status_code == 200
    assert client.get("/api/v1/news/").json()["total"] == 1
