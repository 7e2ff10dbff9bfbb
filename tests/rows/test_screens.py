"""Public pages are read from the rows, cheaply, and never show what is no longer so."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from cms.core.rows.memo import forget
from cms.faq.models import FaqEntryPage
from cms.library.models import Subject, SubjectLabel, Work, WorkRelation
from cms.news.models import NewsPage
from community.accounts.models import User
from home.models import SiteContact, StandardPage
from tests.factories.content import make_entry, make_news, make_topic, make_work
from tests.factories.states import close

MOST = 3


@pytest.fixture
def arta(db) -> User:
    return User.objects.create_user("arta@example.org", "-", display_name="Arta")


@pytest.fixture
def things(cms_tree):
    """One thing of each kind that refers to others, with its English address."""
    topic = make_topic(cms_tree, {"sq": "Puna", "en": "Working"})
    other = make_work(cms_tree, {"sq": "Tjetra", "en": "Other"})
    work = make_work(cms_tree, {"sq": "Libri", "en": "Book"}, doi="10.1000/1")
    subject = Subject.objects.create(code="law")
    SubjectLabel.objects.create(subject=subject, locale="en", text="Law")
    work.subjects.add(subject)
    work.save()
    WorkRelation.objects.create(work=work, kind="cites", other=other)
    news = make_news(cms_tree, {"sq": "Lajm", "en": "Item"})
    entry = make_entry(topic, {"sq": "Si?", "en": "How?"})
    make_entry(topic, {"sq": "Pse?", "en": "Why?"})
    about = StandardPage(
        title="About", locale=cms_tree["home", "en"].locale, in_footer=True
    )
    cms_tree["home", "en"].add_child(instance=about)
    item = NewsPage.objects.get(pk=news["en"].pk)
    item.related = [{"type": "page", "value": entry["en"].pk}]
    item.save_revision().publish()
    return {
        "work": work, "other": other, "subject": subject, "news": item,
        "entry": FaqEntryPage.objects.get(pk=entry["en"].pk), "topic": topic,
        "about": about, "tree": cms_tree,
    }  # fmt: skip


PATHS = {
    "home": "/en/",
    "library": "/en/library/",
    "work": "/en/library/book/",
    "news": "/en/news/",
    "item": "/en/news/item/",
    "faq": "/en/faq/",
    "topic": "/en/faq/working/",
    "entry": "/en/faq/working/how/",
    "standing": "/en/about/",
    "fallback": "/de/aktuelles/item/",
}


@pytest.mark.parametrize("name", PATHS)
def test_a_page_costs_a_visitor_three_statements(things, client, name):
    client.get(PATHS[name])

    with CaptureQueriesContext(connection) as captured:
        response = client.get(PATHS[name])

    assert response.status_code == 200
    assert 1 <= len(captured) <= MOST, [one["sql"][:200] for one in captured]


@pytest.mark.parametrize("name", PATHS)
def test_a_page_says_the_same_when_nothing_is_kept(things, client, name):
    client.get(PATHS[name])
    warm = client.get(PATHS[name]).content

    forget()
    fresh = client.get(PATHS[name]).content

    assert warm == fresh


def retitle(page, title):
    page.refresh_from_db()
    page.title = title
    page.save_revision().publish()


def new_subject(things):
    label = things["subject"].labels.get(locale="en")
    label.text = "New words"
    label.save()


def new_other_work(things):
    retitle(things["other"].item_pages.get(locale__language_code="en"), "New words")


def new_contact(things):
    contact = SiteContact.for_site(Site.objects.get())
    contact.organisation = "New words"
    contact.save()


def new_publisher(things):
    work = Work.objects.get(pk=things["work"].pk)
    work.publisher = "New words"
    work.save()


def new_section(things):
    retitle(things["tree"]["library", "en"], "New words")


CHANGES = {
    "subject on its work": (new_subject, ["work", "library"]),
    "work that is cited": (new_other_work, ["work", "library", "home"]),
    "contact": (new_contact, list(PATHS)),
    "record": (new_publisher, ["work"]),
    "menu": (new_section, list(PATHS)[:-1]),
    "topic": (
        lambda t: retitle(t["topic"]["en"], "New words"),
        ["home", "faq", "topic", "entry"],
    ),
    "answer": (
        lambda t: retitle(t["entry"], "New words"),
        ["faq", "topic", "entry", "item"],
    ),
    "news": (lambda t: retitle(t["news"], "New words"), ["home", "news", "item"]),
    "footer": (lambda t: retitle(t["about"], "New words"), list(PATHS)[:-1]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen_on_every_page_that_shows_it(things, client, name):
    change, shown_on = CHANGES[name]
    for path in PATHS.values():
        client.get(path)
    assert "New words" not in client.get("/en/").content.decode()

    change(things)

    pages = {one: client.get(PATHS[one]).content.decode() for one in PATHS}
    assert {one for one in shown_on if "New words" not in pages[one]} == set()
    forget()
    assert {
        one for one in PATHS if client.get(PATHS[one]).content.decode() != pages[one]
    } == set()


def test_a_page_that_is_taken_back_or_closed_is_gone_at_once(things, client):
    item, entry = things["news"], things["entry"]
    assert client.get(PATHS["item"]).status_code == 200
    assert client.get(PATHS["entry"]).status_code == 200

    item.unpublish()
    close(entry, "login")

    assert client.get(PATHS["item"]).status_code == 404
    assert client.get(PATHS["entry"]).status_code == 302
    assert "How?" not in client.get(PATHS["topic"]).content.decode()


def test_what_members_alone_may_read_is_kept_from_visitors(things, client, arta):
    close(things["entry"], "login")
    client.force_login(arta)
    assert "How?" in client.get(PATHS["entry"]).content.decode()
    client.get(PATHS["topic"])

    client.logout()

    assert client.get(PATHS["entry"]).status_code == 302
    assert "How?" not in client.get(PATHS["topic"]).content.decode()
    assert "How?" not in client.get(PATHS["item"]).content.decode()


def test_a_draft_is_previewed_without_its_row(things, client):
    page = things["news"]
    page.title = "Draft words"
    page.save_revision()

    User.objects.create_superuser("admin@example.org", "-", display_name="Admin")
    admin = Client()
    admin.force_login(User.objects.get(email="admin@example.org"))
    preview = admin.get(f"/admin/pages/{page.pk}/view_draft/")

    assert "Draft words" in preview.content.decode()
    assert "Draft words" not in client.get(PATHS["item"]).content.decode()
