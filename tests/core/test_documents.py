"""Documents: which are taken, what is kept of them, how they are served."""

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from cms.core import documents
from cms.core.documents import checked_document
from cms.core.downloads import file_name
from cms.core.models import SiteDocument
from tests.factories.hostile_files import PDF, docx, locked, pdf_with, with_parts, xlsx
from tests.factories.media import SECRET, make_document, make_image
from tests.factories.people import UserFactory

pytestmark = pytest.mark.usefixtures("english")
PAGE = (
    b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC'
    b' "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
    b"<html><body>Once upon a time</body></html>"
)
LINK = b'<Relationship Type="a/hyperlink" Target="http://a/" TargetMode="External"/>'
TAKEN = {
    "paper.pdf": PDF,
    "Text.DOCX": docx(**{"word___rels__document.xml.rels": LINK}),
    "table.xlsx": xlsx(xl__sheet=b"<v>1</v>" * 9000),
    "text.odt": with_parts("odt", {"content.xml": b"<office:text/>", "Pictures/": b""}),
    "book.epub": with_parts("epub", {"a.xhtml": PAGE, "b.xhtml": b"<!DOCTYPE html>"}),
    "notes.txt": "Shënime: 3 < 5 & “ok”\n".encode(),
    "list.csv": "\ufeffemri,mosha\nArben,-41\n".encode(),
}


@pytest.mark.parametrize("name", sorted(TAKEN))
def test_documents_of_the_kinds_on_the_list_are_taken(name):
    found = checked_document(io.BytesIO(TAKEN[name]), name)

    assert found.extension == name.rsplit(".")[-1].lower()
    assert found.content_type == documents.CONTENT_TYPES[found.extension]
    assert found.sha256 == hashlib.sha256(TAKEN[name]).hexdigest()


@pytest.mark.parametrize("name", ["paper.pdf", "text.odt"])
def test_a_document_that_was_cut_off_is_refused(name):
    with pytest.raises(ValidationError):
        checked_document(io.BytesIO(TAKEN[name][:-10]), name)


def test_a_document_with_a_password_is_told_so():
    with pytest.raises(ValidationError, match="has a password"):
        checked_document(io.BytesIO(locked(docx())), "a.docx")


def test_a_document_of_more_bytes_than_allowed(monkeypatch):
    monkeypatch.setattr(documents, "MAX_BYTES", 20)

    with pytest.raises(ValidationError, match="too large"):
        checked_document(io.BytesIO(PDF), "a.pdf")


def test_a_script_stays_found_at_any_place_of_a_large_part():
    for at in (0, 256 * 1024 - 4, 256 * 1024, 900_000):
        part = bytearray(b"many words ." * 80_000)
        part[at : at + 7] = b"<script"
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("mimetype", b"application/epub+zip")
            made.writestr("a.xhtml", bytes(part))

        with pytest.raises(ValidationError, match="script"):
            checked_document(packed, "a.epub")


def test_a_locked_pdf_is_taken_although_its_objects_cannot_be_read():
    pdf = pdf_with(b"1 0 obj<</Encrypt 2/Type/ObjStm>>stream\nxx\nendstream endobj")

    assert checked_document(io.BytesIO(pdf), "a.pdf").extension == "pdf"


def test_saving_by_any_way_checks_and_keeps_the_digest(db):
    document = SiteDocument.objects.get(pk=make_document().pk)
    assert document.sha256 == hashlib.sha256(SECRET).hexdigest()

    with pytest.raises(ValidationError, match="code of a web page"):
        document.file.save("a.txt", ContentFile(b"<script>"))
    refused = pytest.raises(ValidationError, match="does not fit its name")
    with refused, transaction.atomic():
        SiteDocument.objects.create(title="x", file=ContentFile(b"MZ", name="a.pdf"))

    assert SiteDocument.objects.get(pk=document.pk).file.name == document.file.name


def test_a_document_is_a_download_that_can_do_nothing(db, client):
    file = ContentFile(PDF, name="x.pdf")
    document = SiteDocument.objects.create(title="Ligji për diasporën.pdf", file=file)

    response = client.get(document.url)

    assert b"".join(response) == PDF
    assert {
        name: response[name]
        for name in (
            "Content-Type",
            "Content-Disposition",
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "Cache-Control",
            "Content-Length",
        )
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": (
            "attachment; filename*=utf-8''Ligji%20p%C3%ABr%20diaspor%C3%ABn.pdf"
        ),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
        "Content-Length": str(len(PDF)),
    }


def test_a_browser_that_has_the_document_gets_it_no_second_time(db, client):
    document = make_document()
    first = client.get(document.url)
    assert b"".join(first) == SECRET

    second = client.get(document.url, headers={"if-none-match": first["ETag"]})

    assert (second.status_code, second.content) == (304, b"")


def test_a_document_whose_file_is_lost_is_not_found(db, client):
    document = make_document()
    document.file.storage.delete(document.file.name)

    assert client.get(document.url).status_code == 404


@pytest.mark.parametrize("prefix", ["/_files/"])
def test_behind_nginx_the_answer_only_names_the_file(db, client, settings, prefix):
    settings.X_ACCEL_REDIRECT = prefix
    document, image = make_document(), make_image()

    answers = [client.get(document.url)]
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    answers.append(client.get(image.file.url))

    assert [(a.content, a["X-Accel-Redirect"], a["Content-Type"]) for a in answers] == [
        (b"", prefix + document.file.name, "text/plain; charset=utf-8"),
        (b"", prefix + image.file.name, "image/png"),
    ]


def test_the_original_is_linked_from_the_image_form_and_open_to_editors(
    cms_tree, client
):
    image = make_image()
    address = image.file.url
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    form = client.get(f"/admin/images/{image.pk}/").content.decode()
    original = client.get(address)

    assert f'href="{address}"' in form
    assert original["Content-Disposition"] == 'inline; filename="Bridge.png"'
    assert b"".join(original).startswith(b"\x89PNG")
    assert not image.renditions.filter(filter_spec="original").exists()


def test_an_original_of_a_number_beyond_all_is_not_found(cms_tree, client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    assert client.get(f"/originals/{'9' * 30}/").status_code == 404


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Minutes of May", "Minutes of May.pdf"),
        ("Minutes.pdf", "Minutes.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ("report\u202efdp.exe", "reportfdp.exe.pdf"),
        ('a"b\r\nX-Header: 1', "a bX-Header 1.pdf"),
        (" . ", "file.pdf"),
        ("n" * 300, "n" * 120 + ".pdf"),
    ],
)
def test_names_of_downloads(title, name):
    assert file_name(title, "documents/0123.pdf") == name
