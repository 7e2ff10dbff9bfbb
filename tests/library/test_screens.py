"""The library's screens: filters, paging, fallbacks and one page for each work."""

import re
from itertools import chain

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError

from cms.library.models import LibraryItemPage, Subject, WorkContributor
from home.demo.works import load_subjects
from tests.factories.content import make_work
from tests.factories.people import UserFactory

HTMX = {"HX-Request": "true"}


def titles(response):
    page = response.content.decode()
    return re.findall(r'class="stretched-link" href="[^"]+">([^<]+)</a>', page)


def link(response, rel):
    found = re.search(rf'href="(\?[^"]+)" rel="{rel}"', response.content.decode())
    return found and found.group(1).replace("&amp;", "&")


@pytest.fixture
def works(cms_tree):
    """Four works that differ in all that can be filtered."""
    load_subjects()
    made = {
        "law": make_work(
            cms_tree, {"sq": "Ligji", "en": "The law"}, kind="legislation", year=2008
        ),
        "book": make_work(cms_tree, {"de": "Die Brücke"}, kind="book", year=1945),
        "report": make_work(
            cms_tree, {"en": "Doctors abroad"}, kind="report", year=2019
        ),
        "old": make_work(cms_tree, {"sq": "Meshari"}, kind="book", year=None),
    }
    child = Subject.objects.exclude(parent=None).first()
    made["law"].subjects.set([child])
    made["book"].subjects.set([child.parent])
    for work in (made["law"], made["book"]):
        work.save()
    WorkContributor.objects.create(work=made["book"], given="Ivo", family="Andrić")
    return made


def test_the_list_shows_the_newest_first_and_those_without_a_year_last(works, client):
    response = client.get("/en/library/")

    assert titles(response) == ["Doctors abroad", "The law", "Die Brücke", "Meshari"]
    assert "4 works found" in response.content.decode()
    assert "Ivo Andrić" in response.content.decode()


FILTERS = [
    ("type=book", ["Die Brücke", "Meshari"]),
    ("type=book&type=report", ["Doctors abroad", "Die Brücke", "Meshari"]),
    ("year_min=1945", ["Doctors abroad", "The law", "Die Brücke"]),
    ("year_max=1945", ["Die Brücke"]),
    ("year_min=1946&year_max=2010", ["The law"]),
    ("language=sq", ["The law", "Meshari"]),
    ("language=de", ["Die Brücke"]),
    ("q=bruecke", ["Die Brücke"]),
    ("q=BRUCKE", ["Die Brücke"]),
    ("q=ligji", ["The law"]),
    ("q=doctors&type=book", []),
    ("q=a&type=book&year_max=1950&language=de", ["Die Brücke"]),
    ("q=", ["Doctors abroad", "The law", "Die Brücke", "Meshari"]),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_filters(works, client, query, expected):
    assert titles(client.get(f"/en/library/?{query}")) == expected


def test_the_filter_and_the_api_agree(works, client):
    for query, expected in FILTERS:
        answer = client.get(f"/api/v1/library/works/?{query}&locale=en").json()
        assert [item["title"] for item in answer["items"]] == expected, query
        assert answer["total"] == len(expected)


def test_a_subject_includes_those_below_it(works, client):
    child = Subject.objects.get(works=works["law"])

    above = titles(client.get(f"/en/library/?subject={child.parent.code}"))
    below = titles(client.get(f"/en/library/?subject={child.code}"))

    assert (above, below) == (["The law", "Die Brücke"], ["The law"])


def test_subjects_count_their_own_visible_works(works, client):
    child = Subject.objects.get(works=works["law"])
    works["book"].item_pages.get().unpublish()

    answer = client.get("/api/v1/library/subjects/?locale=de").json()

    told = {subject["code"]: subject for subject in answer}
    assert (told[child.code]["works"], told[child.parent.code]["works"]) == (1, 0)
    assert told[child.code]["parent"] == child.parent.code
    assert set(told[child.code]) == {
        "code",
        "label",
        "locale",
        "labels",
        "parent",
        "works",
    }
    assert (told[child.code]["locale"], told[child.code]["label"]) == (
        "de",
        told[child.code]["labels"]["de"],
    )


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("year_min=abc", "year_min"),
        ("year_max=99999", "year_max"),
        ("type=song", "type"),
        ("subject=nothing", "subject"),
        ("language=fr", "language"),
        ("q=" + "a" * 300, "q"),
    ],
)
def test_a_wrong_filter_is_told_beside_its_field(works, client, query, field):
    response = client.get(f"/en/library/?{query}")
    page = response.content.decode()

    assert response.status_code == 200
    assert f'<div class="field-error" id="id_{field}_error">' in page
    assert "One of the filters cannot be used." in page
    assert titles(response) == []


def test_paging_keeps_the_filters_and_goes_both_ways(cms_tree, client):
    expected = [f"Work {n}" for n in reversed(range(45))]
    for n in range(45):
        make_work(cms_tree, {"en": f"Work {n}"}, kind="book", year=2000)
    make_work(cms_tree, {"en": "Other"}, kind="report", year=2001)

    pages = [client.get("/en/library/?type=book")]
    while link(pages[-1], "next"):
        pages.append(client.get("/en/library/" + link(pages[-1], "next")))
    back = client.get("/en/library/" + link(pages[-1], "prev"))

    assert [len(titles(page)) for page in pages] == [20, 20, 5]
    assert list(chain.from_iterable(map(titles, pages))) == expected
    assert titles(back) == titles(pages[1])
    assert link(pages[0], "prev") is None
    assert "type=book" in link(pages[0], "next")


@pytest.mark.parametrize("cursor", ["abc", "W10"])
def test_a_broken_cursor_is_a_404(works, client, cursor):
    assert client.get(f"/en/library/?cursor={cursor}").status_code == 404


def test_htmx_gets_the_results_alone(works, client):
    response = client.get("/en/library/?q=bruecke", headers=HTMX)
    page = response.content.decode()

    assert titles(response) == ["Die Brücke"]
    assert "<html" not in page
    assert "<form" not in page


def test_answers_for_htmx_and_for_browsers_are_kept_apart(works, client):
    """A cache that keeps the one must not hand it out as the other."""
    assert "HX-Request" in client.get("/en/library/")["Vary"]


def test_a_card_tells_its_languages_and_marks_another_one(works, client):
    page = client.get("/en/library/?q=bruecke").content.decode()

    assert '<h3 class="card-title" lang="de">' in page
    assert re.findall(
        r'class="language-badge"><span aria-hidden="true">(\w\w)<', page
    ) == ["DE"]


def test_a_work_is_shown_with_its_record(works, client):
    page = client.get("/en/library/the-law/").content.decode()

    assert "<h1>The law</h1>" in page
    assert '<p class="other-title" lang="sq">Ligji</p>' in page
    assert '<article class="container work kind-legislation" lang="en">' in page
    assert "fallback-notice" not in page
    assert '<html lang="en">' in page


def test_a_work_without_a_text_in_the_language_says_so(works, client):
    page = client.get("/en/library/die-brucke/").content.decode()

    assert "This text is not yet available in English. It is shown in German." in page
    assert '<article class="container work kind-book" lang="de">' in page
    assert '<html lang="en">' in page
    assert (
        '<link rel="canonical" href="http://127.0.0.1:8000/de/bibliothek/die-brucke/">'
        in page
    )


def test_the_page_has_the_key_of_its_work(works):
    keys = {page.translation_key for page in works["law"].item_pages.all()}

    assert keys == {works["law"].uid}


def test_a_work_has_one_page_in_each_language(works, cms_tree):
    second = LibraryItemPage(
        title="Again",
        slug="again",
        work=works["law"],
        summary="Again",
        locale=cms_tree["library", "en"].locale,
    )

    with pytest.raises(ValidationError) as refused:
        cms_tree["library", "en"].add_child(instance=second)

    assert "work" in refused.value.message_dict


def test_a_page_stays_with_its_work(works):
    page = works["law"].item_pages.first()
    page.work = works["book"]

    with pytest.raises(ValidationError) as refused:
        page.full_clean()

    assert "work" in refused.value.message_dict


def test_a_library_item_is_not_copied(works, client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    page = works["law"].item_pages.first()
    before = LibraryItemPage.objects.count()

    response = client.post(
        f"/admin/pages/{page.pk}/copy/",
        {
            "new_title": "Copy",
            "new_slug": "copy",
            "new_parent_page": page.get_parent().pk,
        },
    )

    assert response.status_code == 302
    assert LibraryItemPage.objects.count() == before
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert any("cannot be copied" in text for text in told)
