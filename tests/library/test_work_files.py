"""Files of works: their text is read apart, and found by everyone or by nobody."""

import datetime
import io
import time
import zlib

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.management import call_command
from PIL import Image

from cms.core.models import SiteDocument
from cms.library import pdf
from cms.library.actions import add_file, read_file, read_files_later
from cms.library.models import WorkFile
from cms.library.pdf import PdfText, clean_text, read_pdf
from cms.library.permissions import can_open_files
from cms.library.querysets import searchable_text
from home.demo.pdf import pdf_of
from tests.factories.content import make_work
from tests.factories.media import make_document
from tests.factories.people import UserFactory

FAR = datetime.date(2999, 1, 1)
PAST = datetime.date(2020, 1, 1)
WORDS = "Çdo njeri ka të drejtë për arsim. Größe (und Maß)."


def make_pdf(text: str = WORDS, title: str = "Arsimi") -> SiteDocument:
    content = pdf_of(title, [(True, "Neni 26"), (False, text)])
    file = ContentFile(content, name="a.pdf")
    return SiteDocument.objects.create(title=title, file=file)


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def work(cms_tree):
    return make_work(cms_tree, {"en": "A book"}, languages=["sq"])


def read_from(work, document, on_commit, **fields) -> WorkFile:
    with on_commit():
        file = add_file(work, document, **fields)
        assert file.text_state in ("pending", "none")
    return WorkFile.objects.get(pk=file.pk)


def test_a_pdf_is_read_after_the_commit(work, on_commit):
    document = make_pdf()

    file = read_from(work, document, on_commit, locale="sq")

    assert (file.text_state, file.text_problem, file.pages, file.text_tries) == (
        "done",
        "",
        1,
        1,
    )
    assert file.text == f"Arsimi\nNeni 26\n{WORDS}"
    assert file.sha256 == document.sha256
    assert file.extracted_at is not None
    with Image.open(file.cover.path) as cover:
        assert (cover.format, cover.size) == (
            "WEBP",
            (file.cover_width, file.cover_height),
        )
        assert cover.size == (480, 680)


def test_other_kinds_are_not_read(work, on_commit):
    file = read_from(work, make_document(), on_commit)

    assert (file.text_state, file.text, bool(file.cover)) == ("none", "", False)
    assert not WorkFile.objects.to_read().exists()


def test_a_replaced_document_is_read_again_and_its_old_text_not_found(work, on_commit):
    document = make_pdf()
    file = read_from(work, document, on_commit, locale="sq")
    cover = file.cover.name
    assert "arsim" in searchable_text(work)["sq"]

    new = ContentFile(pdf_of("Shëndeti", []), name="b.pdf")
    document.file.save("b.pdf", new)

    assert searchable_text(work) == {}
    with on_commit():
        call_command("read_work_files", stdout=io.StringIO())
    file = WorkFile.objects.get(pk=file.pk)
    assert searchable_text(work) == {"sq": "shendeti"}
    assert file.cover.name != cover
    assert not file.cover.storage.exists(cover)


def test_nothing_is_read_twice(work, on_commit):
    file = read_from(work, make_pdf(), on_commit)

    with on_commit() as planned:
        read_files_later(work)
    read_file(file.pk)

    assert planned == []
    assert WorkFile.objects.get(pk=file.pk).text_tries == 1


@pytest.mark.parametrize("problem", ["locked", "damaged", "empty", "too_heavy"])
def test_what_cannot_be_read_says_why(work, on_commit, monkeypatch, problem):
    monkeypatch.setattr(
        "cms.library.actions.files.read_pdf", lambda content: PdfText(problem=problem)
    )

    file = read_from(work, make_pdf(), on_commit)

    assert (file.text_state, file.text_problem) == ("failed", problem)
    assert file.reading.startswith("has no text to be found by. It ")
    assert searchable_text(work) == {}


def test_a_file_that_kills_its_reader_is_not_tried_for_ever(
    work, on_commit, monkeypatch
):
    def die(content: bytes) -> PdfText:
        raise SystemExit

    monkeypatch.setattr("cms.library.actions.files.read_pdf", die)
    file = add_file(work, make_pdf())

    for _ in range(3):
        with pytest.raises(SystemExit):
            read_file(file.pk)
        with on_commit() as planned:
            monkeypatch.setattr("cms.library.tasks.actions.read_file", lambda pk: None)
            read_files_later(work)

    file = WorkFile.objects.get(pk=file.pk)
    assert (file.text_tries, file.text_state, file.text_problem, planned) == (
        3,
        "failed",
        "too_heavy",
        [],
    )


def test_a_lost_document_is_damaged(work, on_commit):
    document = make_pdf()
    document.file.storage.delete(document.file.name)

    file = read_from(work, document, on_commit)

    assert (file.text_state, file.text_problem) == ("failed", "damaged")


@pytest.mark.parametrize(
    ("access", "until"),
    [
        ("open", None),
        ("members", None),
        ("embargo", FAR),
        ("embargo", PAST),
        ("closed", None),
    ],
)
def test_only_text_that_everyone_may_open_is_found(cms_tree, on_commit, access, until):
    work = make_work(cms_tree, {"en": "A book"}, access=access, embargo_until=until)
    file = read_from(work, make_pdf(), on_commit, locale="sq")
    assert file.text_state == "done", "There is something to hide."

    found = searchable_text(work)

    is_open = can_open_files(AnonymousUser(), work)
    assert bool(found) == is_open
    assert WorkFile.objects.open_to_everyone().exists() == is_open


def test_text_is_found_by_language_and_folded(cms_tree, on_commit):
    work = make_work(cms_tree, {"en": "A book"}, languages=["sq", "de"])
    read_from(work, make_pdf("Çka është kjo?", "Një"), on_commit, locale="sq")
    read_from(work, make_pdf("Dy", "Tjetër"), on_commit, locale="sq")
    read_from(work, make_pdf("Ärzte", "Buch"), on_commit, locale="de")
    read_from(work, make_pdf("Pa gjuhë", "Pa"), on_commit)

    assert searchable_text(work) == {
        "sq": "nje neni 26 cka eshte kjo tjeter neni 26 dy",
        "de": "buch neni 26 aerzte arzte",
        "": "pa neni 26 pa gjuhe",
    }


def test_lists_do_not_load_the_text(work, on_commit, django_assert_num_queries):
    file = read_from(work, make_pdf(), on_commit)

    assert "text" in WorkFile.objects.get(pk=file.pk).get_deferred_fields()
    assert "text" in work.files.get().get_deferred_fields()


@pytest.mark.parametrize(
    ("access", "visitor", "member"),
    [("open", 200, 200), ("members", 404, 200), ("closed", 404, 404)],
)
def test_a_cover_is_for_those_who_may_open_the_file(
    cms_tree, client, on_commit, access, visitor, member
):
    work = make_work(cms_tree, {"en": "A book"}, access=access)
    file = read_from(work, make_pdf(), on_commit)
    address = f"/documents/covers/{file.pk}/"
    page = work.item_pages.get().url

    seen = [(client.get(address), client.get(page))]
    client.force_login(UserFactory())
    seen.append((client.get(address), client.get(page)))

    for status, (cover, shown) in zip((visitor, member), seen, strict=True):
        assert cover.status_code == status
        assert (address in shown.content.decode()) == (status == 200)
        if status == 200:
            assert b"".join(cover)[8:12] == b"WEBP"
            is_public = "public" in cover["Cache-Control"]
            assert is_public == (access == "open")


def test_the_cover_of_an_unpublished_work_is_not_found(work, client, on_commit):
    file = read_from(work, make_pdf(), on_commit)
    work.item_pages.get().unpublish()

    assert client.get(f"/documents/covers/{file.pk}/").status_code == 404


def test_deleting_a_file_deletes_its_cover(work, on_commit):
    file = read_from(work, make_pdf(), on_commit)
    name = file.cover.name
    assert file.cover.storage.exists(name)

    with on_commit():
        file.delete()

    assert not file.cover.storage.exists(name)


def test_saving_a_work_in_the_admin_reads_its_files(work, client, on_commit):
    document = make_pdf()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    address = f"/admin/snippets/library/work/edit/{work.pk}/"
    title = work.titles.get()
    form = {
        "kind": "book",
        "languages": "sq",
        "access": "open",
        "year": "1998",
        "titles-TOTAL_FORMS": "1",
        "titles-INITIAL_FORMS": "1",
        "titles-0-id": title.pk,
        "titles-0-locale": "en",
        "titles-0-text": "A book",
        "files-TOTAL_FORMS": "1",
        "files-INITIAL_FORMS": "0",
        "files-0-document": document.pk,
        "files-0-locale": "sq",
    }
    for name in ("abstracts", "contributors", "relations"):
        form |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}

    with on_commit():
        response = client.post(address, form)

    assert response.status_code == 302
    file = work.files.get()
    assert (file.text_state, file.locale) == ("done", "sq")
    assert "is found by its text." in client.get(address).content.decode()


# The reader ------------------------------------------------------------------


def with_objects(*objects: bytes) -> bytes:
    body = b"".join(b"%d 0 obj%s endobj\n" % (n, o) for n, o in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R/Size 9>>\n%%EOF"


def page_of(content: bytes, box: bytes = b"0 0 200 200") -> bytes:
    packed = zlib.compress(content, 9)
    head = b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed)
    return with_objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R>>" % box,
        head + packed + b"\nendstream",
    )


BAD = {
    "nothing": (b"", "damaged"),
    "noise": (b"%PDF-1.4\n" + bytes(range(256)) * 40, "damaged"),
    "cut off": (pdf_of("A", [(False, WORDS)])[:300], "damaged"),
    "a page without text": (page_of(b"0 0 50 50 re f"), "empty"),
    "a page of no size": (page_of(b"", b"0 0 0 0"), "empty"),
    "a page without end": (page_of(b"", b"0 0 9e30 9e30"), "empty"),
    "a page that holds itself": (
        with_objects(
            b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R]>>"
        ),
        None,
    ),
    "a bomb": (page_of(b"0 0 m 9 9 l S " * 30_000_000), None),
}


@pytest.mark.parametrize("what", sorted(BAD))
def test_a_bad_pdf_becomes_a_problem_in_time(what):
    content, problem = BAD[what]

    start = time.monotonic()
    found = read_pdf(content)

    assert found.problem == (problem or found.problem) != ""
    assert time.monotonic() - start < pdf.SECONDS + 5


def test_a_reader_that_hangs_is_stopped(tmp_path, monkeypatch):
    child = tmp_path / "child.py"
    child.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(pdf, "CHILD", child)
    monkeypatch.setattr(pdf, "SECONDS", 1)

    assert read_pdf(b"") == PdfText(problem="too_heavy")


def test_a_reader_that_takes_all_memory_ends_alone(tmp_path, monkeypatch):
    child = tmp_path / "child.py"
    limits = pdf.CHILD.read_text().partition('if __name__ == "__main__"')[0]
    child.write_text(limits + "\nlimit()\nbytearray(2 * MEMORY)\n")
    monkeypatch.setattr(pdf, "CHILD", child)

    assert read_pdf(b"") == PdfText(problem="too_heavy")


def test_the_reader_knows_none_of_our_secrets(tmp_path, monkeypatch):
    child = tmp_path / "child.py"
    child.write_text(
        "import json, os, sys\n"
        "known = [n for n in os.environ if n != 'LC_CTYPE']\n"
        "print(json.dumps({'text': str(known), 'picture': 0}))\n"
    )
    monkeypatch.setattr(pdf, "CHILD", child)
    monkeypatch.setenv("SECRET_KEY", "secret")

    assert read_pdf(b"").text == "[]"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\x00b\ud800c", "a b c"),
        ("inter\ufffe\r\nnational", "international"),
        ("one  \t two\r\n\r\n three \n", "one two\nthree"),
    ],
)
def test_text_is_cleaned(raw, clean):
    assert clean_text(raw) == clean


def test_a_long_text_is_cut():
    assert len(clean_text("word " * 1_000_000)) == pdf.MAX_TEXT
