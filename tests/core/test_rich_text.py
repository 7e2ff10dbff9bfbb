"""Rich text: nothing unsafe leaves, and links stay in the reader's language."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.core.addresses import address_of
from cms.core.rich_text import to_html
from tests.factories.content import make_news
from tests.factories.media import make_document


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("<p>A<script>alert(1)</script>B</p>", "<p>AB</p>"),
        ('<p onclick="x()">A</p>', "<p>A</p>"),
        ('<a href="javascript:alert(1)">A</a>', '<a rel="noopener">A</a>'),
        ('<a href=" JAVA&#115;cript:x">A</a>', '<a rel="noopener">A</a>'),
        ('<a href="data:text/html,x">A</a>', '<a rel="noopener">A</a>'),
        ('<img src=x onerror="x()">A', "A"),
        ("<style>p{}</style><p>A</p>", "<p>A</p>"),
        ('<p style="color:red" class="x" id="content">A</p>', "<p>A</p>"),
        ('<p data-hx-get="/x" hx-get="/x">A</p>', "<p>A</p>"),
        ("<iframe src=//example.org></iframe>A", "A"),
        ("<svg><script>x</script></svg><b>A</b>", "<b>A</b>"),
        (
            '<a href="mailto:a@example.org">A</a>',
            '<a href="mailto:a@example.org" rel="noopener">A</a>',
        ),
        ("<ul><li>A</li></ul><h2>B</h2>", "<ul><li>A</li></ul><h2>B</h2>"),
        ("", ""),
    ],
)
def test_what_is_unsafe_is_stripped_even_when_it_was_stored(stored, shown):
    assert to_html(stored) == shown


def test_a_stored_script_does_not_reach_the_page_or_the_api(cms_tree, client):
    body = [("paragraph", '<p onmouseover="steal()">A<script>steal()</script></p>')]
    news = make_news(cms_tree, {"en": "Item"}, body=body)["en"]

    page = client.get("/en/news/item/").content.decode()
    said = client.get(f"/api/v1/pages/{news.translation_key}/?locale=en").json()

    assert "steal()" not in page
    assert [block["value"] for block in said["body"]] == ["<p>A</p>"]


@given(st.text(st.sampled_from("<>/\"'=& abpscript:onx#;&\x00\n"), max_size=80))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_cleaning_is_idempotent(text):
    once = to_html(text)

    assert to_html(once) == once


def link_to(page):
    return f'<p><a linktype="page" id="{page.pk}">there</a></p>'


@pytest.mark.parametrize(
    ("code", "opening"),
    [
        ("sq", '<a href="/sq/lajme/atje/" rel="noopener">'),
        ("en", '<a href="/en/news/there/" rel="noopener">'),
        ("de", '<a href="/de/aktuelles/there/" hreflang="en" rel="noopener">'),
    ],
)
def test_links_to_pages_stay_in_the_readers_language(cms_tree, code, opening):
    pages = make_news(cms_tree, {"sq": "Atje", "en": "There"})

    with translation.override(code):
        shown = [to_html(link_to(page)) for page in pages.values()]

    assert address_of(pages["sq"], code, AnonymousUser()).path in opening
    assert shown == [f"<p>{opening}there</a></p>"] * 2


def test_a_link_to_a_page_that_is_not_public_leads_nowhere(cms_tree):
    page = make_news(cms_tree, {"en": "There"})["en"]
    assert "href" in to_html(link_to(page))

    page.unpublish()

    assert to_html(link_to(page)) == '<p><a rel="noopener">there</a></p>'
    assert to_html('<a linktype="page" id="999999">x</a>') == '<a rel="noopener">x</a>'


def test_links_in_the_api_point_into_the_language_of_the_text(cms_tree, client):
    there = make_news(cms_tree, {"sq": "Atje", "de": "Dort"})
    here = make_news(
        cms_tree, {"de": "Hier"}, body=[("paragraph", link_to(there["sq"]))]
    )
    key = here["de"].translation_key

    said = {
        code: client.get(f"/api/v1/pages/{key}/?locale={code}").json()["body"][0][
            "value"
        ]
        for code in ("sq", "en", "de")
    }

    expected = '<p><a href="/de/aktuelles/dort/" rel="noopener">there</a></p>'
    assert said == dict.fromkeys(("sq", "en", "de"), expected)


def test_links_on_a_page_stay_in_the_language_of_its_reader(cms_tree, client):
    there = make_news(cms_tree, {"sq": "Atje", "en": "There"})
    make_news(cms_tree, {"de": "Hier"}, body=[("paragraph", link_to(there["sq"]))])

    shown = client.get("/en/news/hier/").content.decode()

    assert '<a href="/en/news/there/" rel="noopener">there</a>' in shown


def test_links_to_documents_lead_to_the_checked_view(db):
    document = make_document()

    shown = to_html(f'<a linktype="document" id="{document.pk}">file</a>')

    assert shown == f'<a href="{document.url}" rel="noopener">file</a>'
    assert document.url.startswith("/documents/")
