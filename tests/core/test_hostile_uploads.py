"""Attacks through the editors' upload forms: refused with a sentence, or made harmless."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection

from cms.core.models import SiteDocument, SiteImage
from home.actions import EDITORS
from tests.factories.hostile_files import PDF, Hostile, hostile_files
from tests.factories.people import UserFactory

BOUNDARY = "hostile-5b1f"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
ACTIVE = (b"script", b"alert(", b"<?php", b"<html", b"<svg", b"PK\x03\x04", b"%PDF-")
STARTS = {
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".webp": b"RIFF",
    ".pdf": b"%PDF-",
}
MANY = {"image": "wagtailimages:add_multiple", "document": "wagtaildocs:add_multiple"}
ONE = {"image": "wagtailimages:add", "document": "wagtaildocs:add"}
MODELS = {"image": SiteImage, "document": SiteDocument}


def body(fields: dict[str, str], file_field: str, hostile: Hostile) -> bytes:
    """A form as a browser sends it, with a name that no library has tidied."""
    name = hostile.name.replace('"', "%22").encode()
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{file_field}"; '
    return (
        "".join(parts).encode()
        + head.encode()
        + b'filename="'
        + name
        + b'"\r\nContent-Type: image/png\r\n\r\n'
        + hostile.content
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )


def stored_files() -> dict[Path, bytes]:
    return {
        file: file.read_bytes()
        for file in Path(settings.MEDIA_ROOT).rglob("*")
        if file.is_file()
    }


def dangers(files: dict[Path, bytes]) -> list[str]:
    """What is active, oddly named, or not what its extension says."""
    found = []
    for file, content in files.items():
        if not content.startswith(STARTS.get(file.suffix, b"\0nothing")):
            found.append(f"{file.name} is not what it is called")
        if file.suffix == ".pdf":
            found += [] if content == PDF else [f"{file.name} is another PDF"]
        elif any(word in content for word in ACTIVE):
            found.append(f"{file.name} is active")
        if len(file.stem) != 32:
            found.append(f"{file.name} kept its name")
    return found


@contextmanager
def memory_growth() -> Iterator[list[int]]:
    """The most memory in use inside, beyond that at the start, in bytes."""
    process, growth, over = psutil.Process(), [0], threading.Event()
    start = process.memory_info().rss

    def watch() -> None:
        while not over.wait(0.005):
            growth[0] = max(growth[0], process.memory_info().rss - start)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield growth
    finally:
        over.set()
        watcher.join()


@pytest.fixture
def editor(cms_tree, client):
    client.force_login(UserFactory(groups=[EDITORS["en"]]))
    return client


def upload(client, hostile: Hostile, *, many: bool) -> str:
    """What went wrong with this upload, '' when nothing did."""
    root = str(Collection.get_first_root_node().pk)
    before, rows = stored_files(), MODELS[hostile.place].objects.count()
    fields = {"title": "Title", "collection": root}
    if many:
        address, field = reverse(MANY[hostile.place]), "files[]"
        fields.pop("title")
    else:
        address, field = reverse(ONE[hostile.place]), "file"
    start = time.monotonic()
    response = client.post(
        address, body(fields, field, hostile), content_type=MULTIPART
    )
    took = time.monotonic() - start
    after = stored_files()
    new = {file: after[file] for file in after.keys() - before.keys()}
    was_taken = MODELS[hostile.place].objects.count() > rows
    # A refusal is quick; the largest picture that is taken needs a moment.
    if response.status_code >= 500 or took > (10 if was_taken else 2):
        return f"{response.status_code} after {took:.1f} s"
    if was_taken:
        return "; ".join(dangers(new))
    return "" if not new and says_why(response, many) else f"kept {sorted(new)}"


def says_why(response, many: bool) -> bool:
    if response.status_code == 400:
        return True  # the multipart itself is refused
    if many:
        return bool(response.json().get("error_message"))
    return bool(response.context["form"].errors["file"])


def test_there_are_enough_attacks_and_each_has_its_own_name():
    names = [hostile.what for hostile in hostile_files()]

    assert len(names) == len(set(names)) >= 60


@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
@pytest.mark.parametrize("place", ["image", "document"])
def test_hostile_uploads(editor, place, many):
    attacks = [hostile for hostile in hostile_files() if hostile.place == place]

    with memory_growth() as growth:
        wrong = {h.what: upload(editor, h, many=many) for h in attacks}

    assert {what: why for what, why in wrong.items() if why} == {}
    assert MODELS[place].objects.exists(), "Some are taken, and must be harmless."
    assert growth[0] < 300 * 1024 * 1024


def test_an_upload_with_another_mistake_keeps_no_raw_file(editor):
    attack = Hostile("png", "a.png", next(hostile_files()).content, "image")
    before = stored_files().keys()

    response = editor.post(
        reverse(MANY["image"]),
        body({"title": "x" * 300, "collection": "0"}, "files[]", attack),
        content_type=MULTIPART,
    )

    assert not response.json()["success"]
    assert response.json()["error_message"].startswith("Correct the field “")
    assert stored_files().keys() == before


@pytest.mark.parametrize(
    ("path", "megabytes", "status"),
    [
        ("/en/account/login/", 1, 200),
        ("/en/account/login/", 12, 400),
        ("/admin/images/add/", 12, 302),
    ],
)
def test_only_the_admin_takes_large_bodies(cms_tree, client, path, megabytes, status):
    file = SimpleUploadedFile("a.png", bytes(megabytes * 1024 * 1024))

    assert client.post(path, {"file": file}).status_code == status


@pytest.mark.parametrize("length", [51 * 1024 * 1024 + 1, 10**40])
def test_a_body_that_says_to_be_too_long_is_not_read(cms_tree, client, length):
    response = client.post(
        "/admin/",
        {"a": "b"},
        CONTENT_LENGTH=str(length),
        headers={"accept-language": "en"},
    )

    assert response.status_code == 400
    assert "too large" in response.content.decode()
