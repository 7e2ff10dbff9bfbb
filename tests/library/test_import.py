"""The import: seen first, told by line, all good rows or none, by API, admin and command."""

import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from cms.library.actions import ImportClashError, import_works
from cms.library.formats import written
from cms.library.imports import plan_of
from cms.library.models import Subject, Work, WorkTitle
from cms.library.records import record_of
from home.actions import EDITORS
from home.demo.works import load_subjects, load_works
from tests.factories.people import UserFactory
from tests.library.records import FULL

FILE = """@book{one, title = {Historia e Kosov\\"es}, author = {Gashi, Arta},
  year = 1998, isbn = {0-306-40615-2}, keywords = {law, dragons}}

@book{two, title = {Second}, year = {1999}, doi = {https://doi.org/10.1000/ABC}}

@book{three, title = {Wrong numbers}, isbn = {123}, month = 13, year = 2000}

@article{broken title = {x}}

@book{four, title = {historia e kosoves}, year = 1998}

@book{five, year = 1990}
"""
IMPORT = "/api/v1/library/import/"


def upload(text: str | bytes, name: str = "works.bib") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def editor(cms_tree):
    return UserFactory(groups=[EDITORS["en"]])


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client


def test_a_plan_tells_new_works_duplicates_and_errors_by_line(db):
    load_subjects()
    Work.objects.create(kind="book", doi="10.1000/abc", year=1900)

    with translation.override("en"):
        plan = plan_of(FILE.encode(), "bibtex", "sq")

    told = [(row.line, row.state, row.title) for row in plan.rows]
    assert told == [
        (1, "new", "Historia e Kosovës"),
        (4, "duplicate", "Second"),
        (6, "error", "Wrong numbers"),
        (8, "error", ""),
        (10, "duplicate", "historia e kosoves"),
        (12, "error", ""),
    ]
    messages = [" ".join(row.messages) for row in plan.rows]
    assert "dragons" in messages[0]
    assert "The library has this work" in messages[1]
    assert "ISBN: This is not an ISBN" in messages[2]
    assert "month" in messages[2]
    assert "line 1" in messages[4]
    assert "A title is missing." in messages[5]


def test_import_works_adds_the_whole_record_and_no_page(db):
    load_subjects()
    user = UserFactory()
    plan = plan_of("".join(written("ris", [FULL])).encode(), "ris", "en")

    (work,) = import_works(plan.new, by=user)

    found = record_of(Work.objects.with_citation().get(), "sq")
    assert found.titles == FULL.titles
    assert found.abstracts == FULL.abstracts
    assert found.contributors == FULL.contributors
    assert found.subjects == [
        s.code for s in Subject.objects.filter(code__in=FULL.subjects).order_by("code")
    ]
    for name in ("year", "month", "day", "circa", "pages", "doi", "isbn", "licence"):
        assert getattr(found, name) == getattr(FULL, name)
    assert work.item_pages.count() == 0
    assert work.contributors.first().folded == "eqrem cabej"
    assert ModelLogEntry.objects.get(object_id=str(work.pk)).user == user


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl-json"])
def test_a_library_is_carried_out_and_in(db, name):
    load_subjects()
    load_works()
    before = [record_of(w, "en") for w in Work.objects.with_citation().order_by("pk")]
    file = "".join(written(name, before)).encode()
    assert {row.state for row in plan_of(file, name, "sq").rows} == {"duplicate"}
    Work.objects.all().delete()

    import_works(plan_of(file, name, "sq").new, by=None)

    after = [record_of(w, "en") for w in Work.objects.with_citation().order_by("pk")]
    for record in (*before, *after):
        record.key = ""
    assert len(after) == 20
    assert after == before


def test_two_chapters_of_a_book_are_two_works(db):
    chapter = "@incollection{%s, title={%s}, year=2000, isbn={9780306406157}}"
    text = "\n".join(chapter % (name, name) for name in ("One", "Two"))

    plan = plan_of(text.encode(), "bibtex", "en")

    assert [row.state for row in plan.rows] == ["new", "new"]


def test_a_clash_adds_nothing(db):
    text = "@book{a, title={One}}\n@book{b, title={Two}, doi={10.1000/x}}"
    plan = plan_of(text.encode(), "bibtex", "en")
    Work.objects.create(kind="book", doi="10.1000/x")

    with pytest.raises(ImportClashError):
        import_works(plan.new, by=None)

    assert Work.objects.count() == 1
    assert WorkTitle.objects.count() == 0


def test_a_plan_costs_the_same_queries_for_any_number(db):
    def queries(number: int) -> int:
        text = "\n".join(
            f"@book{{k{n}, title={{Work {n}}}, year=2000, doi={{10.1000/{n}}}}}"
            for n in range(number)
        )
        with CaptureQueriesContext(connection) as captured:
            assert len(plan_of(text.encode(), "bibtex", "en").new) == number
        return len(captured)

    assert queries(3) == queries(300) <= 8


def test_the_api_shows_first_and_adds_when_told(staff):
    shown = staff.post(IMPORT, {"file": upload(FILE)}).json()

    assert (shown["dry_run"], shown["new"], shown["errors"]) == (True, 2, 3)
    assert shown["rows"][2]["line"] == 6
    assert shown["rows"][2]["key"] is None
    assert Work.objects.count() == 0

    done = staff.post(
        f"{IMPORT}?dry_run=false&locale=en", {"file": upload(FILE)}
    ).json()

    assert (done["dry_run"], done["new"]) == (False, 2)
    keys = {row["key"] for row in done["rows"] if row["state"] == "new"}
    assert keys == {str(work.uid) for work in Work.objects.all()}
    assert set(WorkTitle.objects.values_list("locale", flat=True)) == {"en"}


def test_the_api_is_for_those_who_may_add_works(cms_tree, client, editor):
    assert client.post(IMPORT, {"file": upload(FILE)}).status_code == 403
    client.force_login(UserFactory())
    assert client.post(IMPORT, {"file": upload(FILE)}).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(IMPORT, {"file": upload(FILE)}).status_code == 403
    assert Work.objects.count() == 0


@pytest.mark.parametrize(
    ("query", "file", "name"),
    [
        ("?format=docx", FILE, "format"),
        ("?dry_run=maybe", FILE, "dry_run"),
        ("?locale=fr", FILE, "locale"),
        ("?q=1", FILE, "q"),
        ("", "", "file"),
        ("", "no entry", "file"),
        ("?format=csl-json", FILE, "file"),
        ("?format=csl-json", "[" * 100_000, "file"),
        ("?format=ris", b"TY  - BOOK with a long line here\nTI  - \x00", "file"),
        ("", "@book{" * 20_000, "file"),
        ("", "@misc{a, title={b}}\n" * 2001, "file"),
        ("", b"x" * (5 * 1024 * 1024 + 1), "file"),
    ],
)
def test_what_cannot_be_imported_is_a_problem(staff, query, file, name):
    response = staff.post(f"{IMPORT}{query}", {"file": upload(file)})

    body = response.json()
    is_told = response.status_code == 400 and name in body.get("errors", {})
    all_wrong = response.status_code == 200 and body["new"] == 0 < body["errors"]
    assert is_told or all_wrong, body


def test_a_body_without_a_file_is_a_problem(staff):
    assert staff.post(IMPORT, {"file": "text"}).status_code == 400
    assert staff.post(IMPORT, {}).status_code == 400
    answer = staff.post(IMPORT, json.dumps({}), content_type="application/json")
    assert answer.status_code == 415


HOSTILE = [
    {"title": "a" * 100_000, "type": "book"},
    {"title": "t", "type": "book", "volume": "v" * 100_000},
    {"title": "t", "type": "nonsense"},
    {"title": "a\x00b", "type": "book", "issued": {"date-parts": [[99999]]}},
    {"title": "\ud800", "type": "book"},
    {"title": "t2", "type": "book", "issued": {"date-parts": [[2000, -1, 99]]}},
    {"title": "t3", "type": "book", "custom": {"titles": {"xx1": "a"}}},
    {"title": "t4", "type": "book", "author": [{"family": "x" * 1000}]},
    {"title": "t5", "type": "book", "URL": "javascript:alert(1)"},
    {"title": "t6", "type": "book", "author": [{"family": "F"}] * 1000},
    {"title": "t7", "type": "book", "custom": {"languages": [["x"], 5, "zz9"]}},
]


def test_hostile_records_are_told_and_the_others_are_added(staff):
    file = upload(json.dumps([*HOSTILE, {"title": "Good", "type": "book"}]), "w.json")

    response = staff.post(f"{IMPORT}?dry_run=false", {"file": file})

    rows = response.json()["rows"]
    assert response.status_code == 200
    assert rows[-1]["state"] == "new"
    assert {row["state"] for row in rows} == {"new", "error"}
    assert [n for n, row in enumerate(rows[:-1]) if row["state"] == "new"] == [3, 6]
    assert set(WorkTitle.objects.values_list("text", flat=True)) == {
        "ab",
        "t3",
        "Good",
    }


ADMIN = "/admin/library/import/"


def test_the_admin_previews_and_then_adds(staff):
    preview = staff.post(ADMIN, {"file": upload(FILE), "format": "", "locale": "sq"})
    page = preview.content.decode()

    assert Work.objects.count() == 0
    assert "2 new works" in page
    assert "1 duplicate" in page
    assert "3 errors" in page
    assert "Historia e Kosovës" in page

    token = preview.context["token"]
    response = staff.post(ADMIN, {"token": token})

    assert response.status_code == 302
    assert Work.objects.count() == 2
    assert staff.post(ADMIN, {"token": token}).url == ADMIN
    assert Work.objects.count() == 2


def test_the_admin_does_not_add_what_it_did_not_show(staff):
    staff.post(ADMIN, {"file": upload(FILE), "format": "", "locale": "sq"})

    staff.post(ADMIN, {"token": "another"})

    assert Work.objects.count() == 0


@pytest.mark.parametrize(
    ("file", "name", "told"),
    [
        (FILE, "works.docx", "The name of the file does not tell it."),
        ("nothing", "works.bib", "The file holds no record of this format."),
        ("nothing", "works.json", "This file does not hold CSL-JSON."),
    ],
)
def test_the_admin_tells_beside_the_field_what_is_wrong(staff, file, name, told):
    data = {"file": upload(file, name), "format": "", "locale": "sq"}

    response = staff.post(ADMIN, data)

    assert response.status_code == 200
    assert told in response.content.decode()


def test_the_menu_leads_to_the_import(staff):
    page = staff.get(reverse("wagtailadmin_home")).content.decode()

    assert ADMIN in page


def test_the_command_reports_and_adds(db, tmp_path):
    file = tmp_path / "works.bib"
    file.write_text(FILE, encoding="utf-16")
    out = StringIO()

    call_command("import_works", str(file), "--dry-run", stdout=out)
    assert "2 would be added, 1 duplicates, 3 errors" in out.getvalue()
    assert "line 6: error: Wrong numbers" in out.getvalue()
    assert Work.objects.count() == 0

    call_command("import_works", str(file), "--locale", "en", stdout=out)
    assert Work.objects.count() == 2


@pytest.mark.parametrize("name", ["missing.bib", "unknown.txt", "empty.bib"])
def test_the_command_says_what_is_wrong(db, tmp_path, name):
    (tmp_path / "unknown.txt").write_text(FILE)
    (tmp_path / "empty.bib").write_text("")

    with pytest.raises(CommandError):
        call_command("import_works", str(tmp_path / name))
