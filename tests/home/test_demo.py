"""The demo: complete in each language, loaded once, never in production."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from cms.faq.models import FaqEntryPage, FaqTopicPage
from cms.library.models import LibraryItemPage, Work, WorkFile
from cms.news.models import NewsPage
from home.demo.files import key_of
from home.demo.generated import load_generated
from home.demo.texts import homes_are_filled
from home.demo.tree import page_in, planned
from tests.factories.tree import clear_tree

CODES = ("sq", "en", "de")


def load(**options):
    call_command("load_demo", stdout=StringIO(), **options)


def state():
    """The latest revision of every page that editors could have written."""
    pages = Page.objects.exclude(slug__startswith="generated-")
    return sorted(pages.values_list("pk", "latest_revision_id", "live"))


def things(model):
    return model.objects.live().values("translation_key").distinct().count()


def check_numbers():
    numbers = {
        "works": Work.objects.count(),
        "items": things(LibraryItemPage),
        "topics": things(FaqTopicPage),
        "entries": things(FaqEntryPage),
        "news": things(NewsPage),
    }
    assert numbers["works"] == numbers["items"] >= 12
    assert numbers["topics"] == 4
    assert numbers["entries"] >= 15
    assert numbers["news"] >= 10
    files = WorkFile.objects.filter(work__uid=key_of("library/udhr"))
    assert sorted(files.values_list("locale", flat=True)) == sorted(CODES)


def check_all_versions_are_live():
    plans = list(planned())
    missing = [
        (plan.name, code)
        for plan in plans
        for code in plan.texts
        if not getattr(page_in(plan.name, code), "live", False)
    ]
    assert len(plans) > 40
    assert missing == []
    assert homes_are_filled()


def check_declaration_of_human_rights(client):
    """Thirty articles, in each language, on the page and in the API."""
    key = key_of("library/udhr")
    for code in CODES:
        blocks = client.get(f"/api/v1/pages/{key}/?locale={code}").json()["body"]
        headings = [block["value"] for block in blocks if block["type"] == "heading"]
        articles = [text for text in headings if any(c.isdigit() for c in text)]
        assert len(articles) == 30, code


def check_pages_answer(client):
    """Every seventh, so that each section and each language has some."""
    pages = Page.objects.live().filter(depth__gt=1).select_related("locale")
    addresses = [page.get_url() for page in pages]
    assert len(addresses) > 100
    asked = {a: client.get(a).status_code for a in addresses[::7]}
    assert {a: status for a, status in asked.items() if status != 200} == {}


def check_second_run():
    """What is there stays as it is; five works with three pages each are added."""
    before, pages, works = state(), Page.objects.count(), Work.objects.count()
    load(if_empty=True, works=5)
    assert (Page.objects.count(), Work.objects.count()) == (pages, works)
    load(works=5)
    assert state() == before
    assert (Page.objects.count(), Work.objects.count()) == (pages + 15, works + 5)
    assert load_generated(5, lambda made: None) == 0


def check_generated_work(client):
    """Lists, search and API show it like any other."""
    work = Work.objects.filter(rights="generated").first()
    page = LibraryItemPage.objects.get(work=work, locale__language_code="de")
    answer = client.get(f"/api/v1/library/works/{work.uid}/?locale=de").json()
    assert (answer["title"], answer["path"]) == (page.title, page.get_url())
    assert client.get(page.get_url()).status_code == 200
    found = client.get(
        "/api/v1/library/works/", {"q": page.title, "locale": "de"}
    ).json()
    assert [item["key"] for item in found["items"]] == [str(work.uid)]
    listed = client.get("/api/v1/library/works/", {"limit": 100}).json()
    assert listed["total"] == Work.objects.count()


def test_the_demo(cms_tree, client):
    clear_tree()

    load()

    check_numbers()
    check_all_versions_are_live()
    check_declaration_of_human_rights(client)
    check_pages_answer(client)
    check_second_run()
    check_generated_work(client)


def test_production_refuses_the_demo(cms_tree, settings):
    settings.DEMO_ALLOWED = False

    with pytest.raises(CommandError, match="not loaded in production"):
        load()

    assert Page.objects.filter(translation_key=key_of("page/about")).count() == 0


def test_a_number_below_zero_is_refused(cms_tree):
    with pytest.raises(CommandError, match="from 0"):
        load(works=-1)
