"""The citations on screen, and what machines read of a work's page."""

import json
import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core.models import SiteDocument
from cms.library.models import Work, WorkContributor, WorkFile, WorkTitle
from home.demo.pdf import pdf_of
from tests.factories.content import make_work

HTMX = {"HX-Request": "true"}


@pytest.fixture
def work(cms_tree):
    work = make_work(
        cms_tree,
        {"sq": "Forca e <lidhjeve>", "en": "The Strength of Weak Ties"},
        kind="article-journal",
        year=1973,
        month=5,
        container="American Journal of Sociology",
        volume="78",
        issue="6",
        pages="1360-1380",
        issn="0002-9602",
        doi="10.1086/225469",
        licence="CC-BY-4.0",
        publisher="University of Chicago Press",
    )
    WorkContributor.objects.create(
        work=work, given="Mark S.", family="Granovetter", orcid="0000-0002-1825-0097"
    )
    WorkContributor.objects.create(work=work, literal="World Bank")
    return work


def test_the_screen_shows_three_styles_and_the_files(work, client):
    page = client.get(f"/en/library/cite/{work.uid}/").content.decode()

    assert "<h1>Cite this work</h1>" in page
    assert "The Strength of Weak Ties</a>" in page
    assert re.findall(r'id="citation-(\w+)" lang="en"', page) == [
        "apa",
        "chicago",
        "vancouver",
    ]
    assert "<i>American Journal of Sociology</i>, <i>78</i>(6), 1360\u20131380" in page
    for name in ("bibtex", "ris", "csl-json"):
        path = f"/api/v1/library/works/{work.uid}/export/"
        assert f'href="{path}?format={name}&amp;locale=en"' in page


def test_the_language_of_the_citation_is_chosen_apart(work, client):
    page = client.get(f"/en/library/cite/{work.uid}/?in=sq").content.decode()

    assert "<h1>Cite this work</h1>" in page
    assert 'id="citation-apa" lang="sq"' in page
    assert "Forca e &lt;lidhjeve&gt;" in page
    assert client.get(f"/en/library/cite/{work.uid}/?in=fr").status_code == 404


def test_htmx_gets_the_citations_alone(work, client):
    part = client.get(f"/en/library/cite/{work.uid}/", headers=HTMX).content.decode()

    assert "<html" not in part
    assert 'id="citation-apa"' in part


def test_what_is_not_visible_has_no_citations(work, client):
    Work.objects.update(withdrawn_at=timezone.now())

    assert client.get(f"/en/library/cite/{work.uid}/").status_code == 404


def test_the_page_of_a_work_leads_to_its_citations(work, client):
    page = client.get(work.item_pages.get(locale__language_code="en").url)

    address = f"/en/library/cite/{work.uid}/"
    assert f'hx-get="{address}"' in page.content.decode()
    assert f'<a href="{address}">' in page.content.decode()


def test_citations_cost_the_page_of_a_work_no_query(work, client):
    path = work.item_pages.get(locale__language_code="en").url
    client.get(path)

    with CaptureQueriesContext(connection) as before:
        page = client.get(path).content.decode()

    assert "citation_title" in page
    assert not [q for q in before.captured_queries if "workcontributor" in q["sql"]][1:]


def tags(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<meta name="(citation_\w+)" content="([^"]*)">', page)


def test_reference_managers_read_the_record(work, client):
    page = client.get("/en/library/the-strength-of-weak-ties/").content.decode()

    assert tags(page) == [
        ("citation_title", "The Strength of Weak Ties"),
        ("citation_author", "Granovetter, Mark S."),
        ("citation_author", "World Bank"),
        ("citation_publication_date", "1973/05"),
        ("citation_journal_title", "American Journal of Sociology"),
        ("citation_volume", "78"),
        ("citation_issue", "6"),
        ("citation_firstpage", "1360"),
        ("citation_lastpage", "1380"),
        ("citation_doi", "10.1086/225469"),
        ("citation_issn", "0002-9602"),
        ("citation_publisher", "University of Chicago Press"),
        ("citation_language", "en"),
        (
            "citation_abstract_html_url",
            "http://127.0.0.1:8000/en/library/the-strength-of-weak-ties/",
        ),
    ]


def structured(page: str) -> dict:
    blocks = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL
    )
    found = [json.loads(block) for block in blocks]
    return next(block for block in found if block["@type"] != "BreadcrumbList")


def test_search_engines_read_the_record(work, client):
    data = structured(
        client.get("/en/library/the-strength-of-weak-ties/").content.decode()
    )

    assert data["@type"] == "ScholarlyArticle"
    assert data["author"] == [
        {
            "@type": "Person",
            "name": "Mark S. Granovetter",
            "givenName": "Mark S.",
            "familyName": "Granovetter",
            "sameAs": "https://orcid.org/0000-0002-1825-0097",
        },
        {"@type": "Organization", "name": "World Bank"},
    ]
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["isAccessibleForFree"] is True
    assert data["sameAs"] == ["https://doi.org/10.1086/225469"]
    assert data["isPartOf"]["isPartOf"]["isPartOf"] == {
        "@type": "Periodical",
        "name": "American Journal of Sociology",
        "issn": "0002-9602",
    }
    assert data["alternateName"] == ["Forca e <lidhjeve>"]


@pytest.mark.parametrize(
    ("access", "shown"), [("open", True), ("members", False), ("closed", False)]
)
def test_only_open_files_are_named_to_machines(work, client, access, shown):
    Work.objects.update(access=access)
    file = ContentFile(pdf_of("Report", [(True, "Report")]), name="report.pdf")
    document = SiteDocument.objects.create(title="Report", file=file)
    WorkFile.objects.create(work=work, document=document)

    page = client.get("/en/library/the-strength-of-weak-ties/").content.decode()

    assert (f"http://127.0.0.1:8000{document.url}" in page) is shown
    assert (structured(page).get("isAccessibleForFree") is True) is shown


@pytest.mark.parametrize("kind", Work.Kind.values)
def test_every_type_has_its_metadata(cms_tree, client, kind):
    work = make_work(cms_tree, {"en": "A thing"}, kind=kind, container="Inside")
    WorkTitle.objects.create(work=work, locale="fr", text="Une chose")

    page = client.get("/en/library/a-thing/").content.decode()

    assert ("citation_title", "A thing") in tags(page)
    assert structured(page)["name"] == "A thing"


def test_the_list_offers_its_works_as_a_file(work, cms_tree, client):
    make_work(cms_tree, {"en": "A book"}, kind="book")
    page = client.get("/en/library/?type=book&q=&cursor=").content.decode()

    (address,) = re.findall(r'href="(/api/v1/[^"]*format=ris[^"]*)"', page)
    answer = b"".join(client.get(address.replace("&amp;", "&"))).decode()

    assert address == (
        "/api/v1/library/works/export/?type=book&amp;format=ris&amp;locale=en"
    )
    assert re.findall("TI  - (.*)", answer) == ["A book"]


def test_an_empty_list_offers_no_file(cms_tree, client):
    assert "format=ris" not in client.get("/en/library/").content.decode()
