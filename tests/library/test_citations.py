"""Citations: right in three styles and languages, safe to show, and never an error."""

import pytest
from citeproc.frontend import CitationStylesLocale, CitationStylesXML

from cms.library import citations
from cms.library.citations import STYLES, cite, edition_in
from cms.library.formats import Person, Record
from cms.library.models import Work
from cms.library.records import record_of
from home.demo.works import load_subjects, load_works
from tests.library.records import FULL

ARTICLE = Record(
    kind="article-journal",
    titles={"en": "The Strength of Weak Ties"},
    title_language="en",
    contributors=[Person("author", "Mark S.", "Granovetter")],
    languages=["en"],
    year=1973,
    month=5,
    container="American Journal of Sociology",
    volume="78",
    issue="6",
    pages="1360-1380",
    doi="10.1086/225469",
)
CHAPTER = Record(
    kind="chapter",
    titles={"sq": "A ka përgjigje?"},
    title_language="sq",
    contributors=[
        Person("author", "Eqrem", "Çabej"),
        Person("editor", "Arta", "Gashi"),
        Person("editor", "Blerim", "Krasniqi"),
    ],
    year=1998,
    container="Libri",
    pages="12-34",
    publisher="Rilindja",
    place="Prishtinë",
    edition="4",
)
TREATY = Record(
    kind="treaty",
    titles={"en": "A convention"},
    title_language="en",
    contributors=[Person("author", literal="Council of Europe")],
    year=1997,
    month=4,
    day=11,
    publisher="Council of Europe",
    place="Lisbon",
    url="https://rm.coe.int/?a=1&b=2",
)
EDITED = Record(
    kind="book",
    titles={"en": "Edited"},
    title_language="en",
    contributors=[Person("editor", "Arta", "Gashi"), Person("translator", "", "Plato")],
    year=1500,
    circa=True,
)
TOLD = [
    (
        *(ARTICLE, "apa", "en"),
        "Granovetter, M. S. (1973). The Strength of Weak Ties. <i>American Journal of "
        "Sociology</i>, <i>78</i>(6), 1360\u20131380. https://doi.org/10.1086/225469",
    ),
    (
        *(ARTICLE, "chicago", "en"),
        "Granovetter, Mark S. 1973. “The Strength of Weak Ties.” <i>American Journal of "
        "Sociology</i> 78 (6): 1360\u201380. https://doi.org/10.1086/225469.",
    ),
    (
        *(ARTICLE, "vancouver", "en"),
        "Granovetter MS. The Strength of Weak Ties. American Journal of Sociology. "
        "1973 May;78(6):1360\u201380. doi:10.1086/225469",
    ),
    (
        *(CHAPTER, "apa", "sq"),
        "Çabej, E. (1998). A ka përgjigje? Në A. Gashi &amp; B. Krasniqi (Red.), "
        "<i>Libri</i> (bot. i 4-t, f. 12\u201334). Rilindja.",
    ),
    (
        *(CHAPTER, "chicago", "sq"),
        "Çabej, Eqrem. 1998. «A ka përgjigje?» Në <i>Libri</i>, bot. i 4-t, redaktuar "
        "nga Arta Gashi dhe Blerim Krasniqi, 12\u201334. Prishtinë: Rilindja.",
    ),
    (
        *(CHAPTER, "vancouver", "sq"),
        "Çabej E. A ka përgjigje? Në: Gashi A, Krasniqi B, redaktorë. Libri. "
        "Bot. i 4-t. Prishtinë: Rilindja; 1998. f. 12\u201334.",
    ),
    (
        *(CHAPTER, "apa", "de"),
        "Çabej, E. (1998). A ka përgjigje? In A. Gashi &amp; B. Krasniqi (Hrsg.), "
        "<i>Libri</i> (4. Aufl., S. 12\u201334). Rilindja.",
    ),
    (
        *(TREATY, "apa", "sq"),
        "Council of Europe. (1997, 11 prill). <i>A convention</i>. Council of Europe. "
        "https://rm.coe.int/?a=1&amp;b=2",
    ),
    (
        *(TREATY, "chicago", "de"),
        "Council of Europe. 1997. <i>A convention</i>. Lisbon: Council of Europe, "
        "11. April. https://rm.coe.int/?a=1&amp;b=2.",
    ),
    (
        *(TREATY, "vancouver", "sq"),
        "Council of Europe. A convention. Lisbon: Council of Europe; 1997 prill 11. "
        "Gjendet në: https://rm.coe.int/?a=1&amp;b=2",
    ),
    (
        *(EDITED, "apa", "en"),
        "Gashi, A. (Ed.). (c. 1500). <i>Edited</i> (Plato, Trans.).",
    ),
    (
        *(EDITED, "vancouver", "sq"),
        "Gashi A, redaktor. Edited. Plato, përkthyes. rr. 1500.",
    ),
]


@pytest.mark.parametrize(("record", "style", "code", "expected"), TOLD)
def test_citations_are_as_the_style_and_the_language_want(
    record, style, code, expected
):
    assert cite(record, style, code).html == expected


@pytest.mark.parametrize("code", ["sq", "en", "de"])
@pytest.mark.parametrize("style", STYLES)
def test_every_work_of_the_demo_is_cited(db, monkeypatch, style, code):
    monkeypatch.setattr(citations, "_in_short", None)  # the last resort is not needed
    load_subjects()
    load_works()
    works = list(Work.objects.with_citation())
    assert len(works) == 20

    for work in works:
        record = record_of(work, code)
        found = cite(record, style, code)
        assert record.title.rstrip(".?!") in found.text
        assert str(abs(work.year)) in found.text
        assert ".." not in found.text.replace("...", "")
        assert "None" not in found.text


@pytest.mark.parametrize("kind", Work.Kind.values)
@pytest.mark.parametrize("style", STYLES)
def test_every_type_is_cited(monkeypatch, style, kind):
    monkeypatch.setattr(citations, "_in_short", None)
    bare = Record(kind=kind, titles={"en": "Bare"}, title_language="en")
    full = Record(**{**vars(FULL), "kind": kind})

    for code in ("sq", "en", "de"):
        assert "Bare" in cite(bare, style, code).text
        assert FULL.titles["sq"] in cite(full, style, code).text


def test_what_is_shown_holds_italics_alone():
    evil = Record(
        kind="book",
        titles={"en": "<script>alert(1)</script> & <i onclick=x>a</i>"},
        title_language="en",
        contributors=[Person("author", literal='<img src=x onerror="y">')],
        url="javascript:alert(1)",
    )

    for style in STYLES:
        found = cite(evil, style, "en")
        left = found.html.replace("<i>", "").replace("</i>", "")
        assert "<" not in left
        assert "<script>" in found.text
        assert "&lt;script&gt;" in found.html


def test_a_record_that_cannot_be_taken_is_given_in_short(monkeypatch, caplog):
    monkeypatch.setattr(citations, "_rendered", lambda *_: 1 / 0)

    found = cite(ARTICLE, "apa", "sq")

    assert found.text == "Granovetter. The Strength of Weak Ties. 1973."
    assert "No citation in apa" in caplog.text


def test_editions_are_counted_in_each_language():
    numbers = ["1", "2", "3", "4", "11", "14", "21", "24"]

    assert [edition_in(n, "en") for n in numbers] == [
        f"{n} ed." for n in ("1st", "2nd", "3rd", "4th", "11th", "14th", "21st", "24th")
    ]
    assert [edition_in(n, "sq") for n in numbers] == [
        f"bot. i {n}"
        for n in ("1-rë", "2-të", "3-të", "4-t", "11-të", "14-të", "21-të", "24-t")
    ]
    assert edition_in("2", "de") == "2. Aufl."
    assert edition_in("revised", "de") == "revised"


def terms(root) -> set[tuple[str, str]]:
    return {
        (term.get("name"), term.get("form", "long"))
        for term in root.xpath_search("./cs:terms/cs:term")
    }


def test_the_albanian_locale_has_every_term_of_the_english_one():
    ours = CitationStylesXML(
        str(citations._FILES / "locales-sq-AL.xml"), validate=False
    ).root
    english = CitationStylesLocale("en-US", validate=False).root

    missing = terms(english) - terms(ours)

    # Albanian has one ending for most numbers; a short form is not needed everywhere.
    endings = {name for name, _form in missing if name.startswith("ordinal")}
    assert {name for name, form in missing if form == "long"} == endings
    assert {name for name, _ in terms(english)} - {n for n, _ in terms(ours)} == endings
    assert {date.get("form") for date in ours.xpath_search("./cs:date")} == {
        "text",
        "numeric",
    }
