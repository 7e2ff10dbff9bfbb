"""Files: renditions are public, originals and private documents are not."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images.forms import get_image_form

from cms.core.models import SiteImage
from cms.core.renditions import WIDTHS, image_representation
from tests.factories.content import make_news
from tests.factories.media import SECRET, make_document, make_image, private_collection
from tests.factories.people import UserFactory

RANDOM = r"[0-9a-f]{32}"


def content_of(response):
    return b"".join(response)  # a file stays open until it is read to its end


def test_a_rendition_is_served_and_kept_by_caches(db, client):
    made = image_representation(make_image(), "Bridge")

    response = client.get(made["url"])

    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    kept = set(response["Cache-Control"].split(", "))
    assert kept == {"public", "max-age=31536000", "immutable"}
    with Image.open(BytesIO(content_of(response))) as shown:
        assert shown.size == (made["width"], made["height"])


def test_sizes_of_an_image(db):
    made = image_representation(make_image(size=(1600, 900)), "Bridge")

    assert [(s["width"], s["height"]) for s in made["srcset"]] == [
        (width, width * 9 // 16) for width in WIDTHS
    ]
    assert {name: made[name] for name in ("alt", "width", "height", "url")} == {
        "alt": "Bridge",
        **made["srcset"][-1],
    }


def test_no_image_is_no_image():
    assert image_representation(None, "Bridge") is None


def test_names_are_random_and_say_nothing(db):
    image, document = make_image(), make_document()
    rendition = image.get_rendition("width-480|format-webp")

    assert re.fullmatch(rf"originals/{RANDOM}\.png", image.file.name)
    assert re.fullmatch(rf"images/{RANDOM}\.webp", rendition.file.name)
    assert re.fullmatch(rf"documents/{RANDOM}\.txt", document.file.name)
    assert make_image().file.name != image.file.name


def test_originals_are_reached_by_no_address(db, client):
    image, document = make_image(), make_document()
    files = [settings.PRIVATE_MEDIA_ROOT / f.file.name for f in (image, document)]
    assert all(file.exists() for file in files)
    names = [image.file.name, document.file.name]
    tried = [
        f"/media/{way}{name}"
        for name in names
        for way in ("", "private/", "public/", "../private/")
    ]

    tried += [document.file.url]

    assert {client.get(address).status_code for address in tried} == {404}


@pytest.mark.parametrize(
    "way",
    [
        "../private/secret.txt",
        "%2e%2e/private/secret.txt",
        "images/../../private/secret.txt",
        "..%2fprivate%2fsecret.txt",
        "/etc/passwd",
        "....//private/secret.txt",
        "",
        "images/",
    ],
)
def test_a_path_does_not_climb_out(db, client, way):
    settings.PRIVATE_MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.PRIVATE_MEDIA_ROOT / "secret.txt").write_bytes(SECRET)
    image_representation(make_image(), "")

    response = client.get(f"/media/{way}")

    assert response.status_code == 404


def test_a_document_is_open_unless_its_collection_is_not(db, client):
    response = client.get(make_document().url)

    assert (response.status_code, content_of(response)) == (200, SECRET)


def test_a_private_document_is_for_those_who_are_logged_in(cms_tree, client):
    document = make_document(collection=private_collection())

    visitor = client.get(document.url)
    client.force_login(UserFactory())
    member = client.get(document.url)

    assert visitor.status_code == 302
    assert "/account/login/" in visitor["Location"]
    assert (member.status_code, content_of(member)) == (200, SECRET)


def test_a_document_is_not_found_under_another_name(db, client):
    document = make_document()

    assert client.get(f"/documents/{document.pk}/other.txt").status_code in (302, 404)
    assert client.get("/documents/999999/minutes.txt").status_code == 404


def test_pages_show_renditions_only(cms_tree, client):
    image = make_image()
    make_news(cms_tree, {"en": "Item"}, image=image, image_alt="Bridge")

    page = client.get("/en/news/item/").content.decode()

    assert "/media/images/" in page
    assert "originals/" not in page


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "drawing.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        ),
        (
            "drawing.png",
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        ),
        ("page.html", b"<script>1</script>"),
        ("page.png", b"<script>1</script>"),
    ],
)
def test_the_image_form_refuses_what_is_not_a_picture(db, name, content):
    form = get_image_form(SiteImage)(
        {"title": "Drawing"}, {"file": SimpleUploadedFile(name, content)}
    )

    assert not form.is_valid()
    assert "file" in form.errors


def test_the_image_form_takes_a_picture(db):
    buffer = BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    file = SimpleUploadedFile("bridge.png", buffer.getvalue())

    form = get_image_form(SiteImage)(
        {"title": "Bridge", "source": "Own"}, {"file": file}
    )

    assert "file" not in form.errors


@pytest.mark.django_db(transaction=True)
def test_deleting_an_image_deletes_its_files_too():
    image = make_image()
    rendition = image.get_rendition("width-100")
    files = [Path(image.file.path), Path(rendition.file.path)]
    assert all(file.exists() for file in files)

    image.delete()

    assert not any(file.exists() for file in files)
