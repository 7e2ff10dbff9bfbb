"""BibTeX, RIS and CSL-JSON: what goes out comes back (bar B7); what is wrong is told."""

import dataclasses
import json
import time

import pytest
from django.utils import translation
from hypothesis import given, settings

from cms.library.formats import (
    FORMATS,
    Person,
    Record,
    UnreadableFileError,
    decoded,
    format_of_name,
    written,
)
from cms.library.models import Work
from cms.library.records import record_of
from home.demo.works import load_subjects, load_works
from tests.library.records import FULL, records

NAMES = sorted(FORMATS)


def read_back(name: str, *found: Record) -> list[Record]:
    text = "".join(written(name, found))
    items = list(FORMATS[name].read(decoded(text.encode())))
    assert [item.error for item in items] == [""] * len(found), text
    return [item.record for item in items]


@pytest.mark.parametrize("name", NAMES)
def test_a_record_with_every_field_comes_back(name):
    empty = [f.name for f in dataclasses.fields(Record) if not getattr(FULL, f.name)]
    assert empty == []

    assert read_back(name, FULL) == [FULL]


@pytest.mark.parametrize("kind", Work.Kind.values)
@pytest.mark.parametrize("name", NAMES)
def test_every_type_comes_back(name, kind):
    record = dataclasses.replace(FULL, kind=kind)

    assert read_back(name, record) == [record]


@pytest.mark.parametrize("name", NAMES)
def test_the_works_of_the_demo_come_back(db, name):
    load_subjects()
    load_works()
    works = Work.objects.with_whole_record().order_by("id")
    found = [record_of(work, code) for work in works for code in ("sq", "en", "de")]
    assert len(found) == 60

    for back, record in zip(read_back(name, *found), found, strict=True):
        assert back == record


@pytest.mark.parametrize("name", NAMES)
@given(record=records())
@settings(max_examples=50, deadline=None)
def test_any_record_comes_back(name, record):
    assert read_back(name, record) == [record]


def test_titles_of_other_languages_stand_in_fields_of_their_own():
    bibtex = FORMATS["bibtex"].write(FULL)
    ris = FORMATS["ris"].write(FULL)
    csl = json.loads(FORMATS["csl-json"].write(FULL))

    assert "  title_language = {sq}" in bibtex
    assert "  title_en = {What “counts”? A-{}-B}" in bibtex
    assert "U1  - title_en: What “counts”? A--B\n" in ris
    assert csl["title"] == FULL.titles["sq"]
    assert csl["custom"]["titles"] == FULL.titles


BIBTEX = r"""
@string{aup = "Akademia"}
@ARTICLE{einstein,
  Author = {Albert Einstein and {von} Neumann, J{\'a}nos and Ludwig van Beethoven},
  title  = "Zur {Elektrodynamik} bewegter K\"orper: {\c C}ka \"{e}sht\"e
            \emph{kjo}?",
  journal = {Annalen der Physik},
  year = 1905, month = jun, volume = {17}, number = 10, pages = {891--921},
  url = {https://example.org/~physik/a_b%20c},
  publisher = aup, langid = {ngerman}, keywords = {law; physics, relativity},
}

@comment{not a record}
@inproceedings{k, title = {One}, booktitle = {Proc}, date = {2011-03}, editor = {{WHO}}}
@misc{m, title = {No date}, year = {ca. 1500}, author = {Plato}}
"""


def test_bibtex_of_other_programs_is_understood():
    article, paper, old = (item.record for item in FORMATS["bibtex"].read(BIBTEX))

    assert article.kind == "article-journal"
    assert article.titles == {"": "Zur Elektrodynamik bewegter Körper: Çka është kjo?"}
    assert article.contributors == [
        Person("author", "Albert", "Einstein"),
        Person("author", "János", "von Neumann"),
        Person("author", "Ludwig", "van Beethoven"),
    ]
    assert (article.year, article.month, article.issue) == (1905, 6, "10")
    assert (article.pages, article.publisher) == ("891\u2013921", "Akademia")
    assert article.url == "https://example.org/~physik/a_b%20c"
    assert article.languages == ["de"]
    assert article.keywords == ["law", "physics", "relativity"]
    assert (paper.kind, paper.container, paper.month) == ("chapter", "Proc", 3)
    assert paper.contributors == [Person("editor", literal="WHO")]
    assert (old.year, old.circa) == (1500, True)
    assert old.contributors == [Person("author", "", "Plato")]


RIS = """TY  - JOUR
T1  - A title
      on two lines
A1  - Granovetter, Mark S.
AU  - World Bank
JF  - American Journal
Y1  - 1973/05//
SP  - 1360
EP  - 1380
SN  - 0002-9602
N2  - About
LA  - English
KW  - law
ER  -

TY  - BOOK
TI  - Book
SN  - 978-92-871-8621-8
ER  -
"""


def test_ris_of_other_programs_is_understood():
    article, book = (item.record for item in FORMATS["ris"].read(RIS))

    assert article.titles == {"": "A title on two lines"}
    assert article.contributors == [
        Person("author", literal="World Bank"),
        Person("author", "Mark S.", "Granovetter"),
    ]
    assert (article.year, article.month, article.day) == (1973, 5, None)
    assert (article.pages, article.issn) == ("1360-1380", "0002-9602")
    assert (article.container, article.languages) == ("American Journal", ["en"])
    assert article.abstracts == {"": "About"}
    assert book.isbn == "978-92-871-8621-8"


def test_csl_json_of_other_programs_is_understood():
    text = json.dumps(
        {
            "type": "paper-conference",
            "id": 5,
            "title": ["A title"],
            "author": [
                {"family": "Beethoven", "non-dropping-particle": "van", "given": "L."}
            ],
            "issued": {"date-parts": [["2011", "3"]]},
            "language": "de-AT",
            "volume": 3,
        }
    )

    (item,) = FORMATS["csl-json"].read(text)

    assert item.record == Record(
        kind="chapter",
        key="5",
        titles={"": "A title"},
        contributors=[Person("author", "L.", "van Beethoven")],
        year=2011,
        month=3,
        languages=["de"],
        volume="3",
    )


BROKEN = [
    (
        "bibtex",
        "@book{a, title={One}}\n\n@book{b title={bad}}\n@book{c,\n title={open}\n"
        '@book{d, title={Two}}\n@book{d, title={Three}}\n@book{d, title = "Four"}',
        [
            (1, "One"),
            (3, None),
            (4, None),
            (6, "Two"),
            (7, "Three"),
            (8, "Four"),
        ],
    ),
    (
        "ris",
        "hello\nTY  - BOOK\nTI  - One\nTY  - BOOK\nTI  - Two\nER  - \n\n"
        "TY  - BOOK\nTI  - Three\n",
        [(1, None), (2, None), (4, "Two"), (8, None)],
    ),
    (
        "csl-json",
        '[{"type": "book", "title": "One"},\n5,\n\n{"type": "book", "issued": 5},\n'
        '{"type": "book", "title": "Two"},\n{"type: 1}]',
        [(1, "One"), (2, None), (4, None), (5, "Two"), (6, None)],
    ),
]


@pytest.mark.parametrize(("name", "text", "expected"), BROKEN)
def test_errors_are_told_by_line_and_the_others_are_read(name, text, expected):
    items = list(FORMATS[name].read(text))

    found = [(i.line, i.record.titles[""] if i.record else None) for i in items]
    assert found == expected
    assert all(bool(item.error) == (item.record is None) for item in items)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_files_are_read_in_the_encodings_people_have(encoding):
    text = "TY  - BOOK\r\nTI  - Çështja e ë-së, Straße\r\nER  - \r\n"

    (item,) = FORMATS["ris"].read(decoded(text.encode(encoding)))

    assert item.record.titles == {"": "Çështja e ë-së, Straße"}


def test_what_cannot_be_stored_is_told_by_line():
    with (
        translation.override("en"),
        pytest.raises(UnreadableFileError, match="Line 2"),
    ):
        decoded(b"TY  - BOOK of some length, so that it is no UTF-16\nTI  - a\x00b\n")


HOSTILE = {
    "open braces": "@book{a, title={" + "{" * 100_000,
    "closed braces": "}" * 100_000,
    "balanced braces": "@book{a, title=" + "{" * 100_000 + "}" * 100_000 + "}",
    "names": "@book{a, title={t}, author={" + "{a} and " * 20_000 + "b}}",
    "spaces": "@book{a, title={t}, author={" + " " * 1_000_000 + "}}",
    "newlines": "\n" * 2_000_000 + "@book{a, year={c" + " " * 100_000 + "}}",
    "commands": "@book{a, title={" + '\\"' * 100_000 + "}}",
    "fields": "@book{a," + "b={c}," * 50_000 + "}",
    "entries": "@book{" * 100_000,
    "deep": "[" * 100_000,
    "deep objects": '[{"a":' * 50_000,
    "deep inside": '[{"type": "book", "custom": ' + "[" * 900 + "]" * 900 + "}]",
    "long number": '[{"type": "book", "volume": ' + "9" * 100_000 + "}]",
    "surrogate": '[{"type": "book", "title": "a\\ud800\\u0000b"}]',
    "not a number": '[{"type": "book", "volume": NaN, "issued": {"date-parts": NaN}}]',
    "shapes": '[{"type": [], "author": {"a": 1}, "issued": [1], "custom": [2]}, [], 1]',
    "types in custom": '[{"custom": {"titles": [], "title-language": {}, "subjects": 1,'
    ' "contributors": [[1]], "languages": {"a": 1}}}]',
    "tags": "TY  - \n" * 50_000,
    "continued": "TY  - BOOK\n" + "a\n" * 100_000,
    "long date": "TY  - BOOK\nDA  - " + "9" * 50_000 + "\nER  - \n",
    "slashes": "TY  - BOOK\nDA  - " + "/" * 50_000 + "\nER  - \n",
    "empty": "",
    "mark alone": "\ufeff",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", sorted(HOSTILE))
def test_hostile_files_are_answered_in_time(name, case):
    start = time.process_time()

    try:
        items = list(FORMATS[name].read(decoded(HOSTILE[case].encode())))
    except UnreadableFileError:
        items = []

    assert all((item.record is None) == bool(item.error) for item in items)
    assert time.process_time() - start < 8


def test_a_file_tells_its_format_by_its_name():
    assert [format_of_name(n) for n in ("a.bib", "b.RIS", "c.json", "d.txt", "e")] == [
        "bibtex",
        "ris",
        "csl-json",
        "",
        "",
    ]
