"""Pictures for posts, sent from the editor and by the API: one rule for both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from community.forums.actions import images
from community.forums.models import PostImage
from tests.factories import talk
from tests.factories.hostile_files import (
    gif_with_frames,
    jpeg_with_scans,
    picture,
    png_bomb,
)
from tests.factories.people import UserFactory

EDITOR, API = "/en/forum/images/", "/api/v1/forum-images/"


@dataclass
class Answer:
    """What either way answers. `refusal`: the sentence for the member."""

    status: int
    markdown: str
    refusal: str
    response: Any


@pytest.fixture(params=[EDITOR, API], ids=["editor", "api"])
def send(request, cms_tree) -> Callable[..., Answer]:
    def send(user: Any, content: Any, name: str = "photo.png", kind="image/png"):
        client = Client()
        if user is not None:
            client.force_login(user)
        file = content
        if isinstance(content, bytes):
            file = SimpleUploadedFile(name, content, kind)
        response = client.post(request.param, {} if file is None else {"file": file})
        told = response.json() if "json" in response["Content-Type"] else {}
        errors = told.get("errors", {}).get("file", [])
        refusal = told.get("error") or " ".join(errors) or told.get("detail", "")
        return Answer(response.status_code, told.get("markdown", ""), refusal, response)

    return send


@pytest.mark.parametrize(
    "content",
    [
        picture(),
        picture("JPEG"),
        picture("GIF"),
        picture("WEBP"),
        picture("AVIF"),
        gif_with_frames(3),
    ],
    ids=["png", "jpeg", "gif", "webp", "avif", "moving gif"],
)
def test_pictures_of_the_web_are_taken(send, arta, content) -> None:
    told = send(arta, content)

    image = PostImage.objects.get()
    assert told.status in (200, 201)
    assert told.markdown.endswith(f"](image:{image.uid})")
    assert (image.by, image.post) == (arta, None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<svg onload='x'/>", "not a picture that can be read"),
        (b"%PDF-1.4", "not a picture that can be read"),
        (b"GIF89a", "not a picture that can be read"),
        (picture("BMP"), "not a picture that can be read"),
        (picture(size=(400, 300))[:200], "damaged or cut off"),
        (png_bomb(), "too many pixels"),
        (jpeg_with_scans(80), "damaged"),
        (picture(size=(12_001, 1)), "too many pixels"),
        (picture() + bytes(10 * 1024 * 1024), "too large"),
    ],
    ids=[
        *("empty", "svg", "pdf", "header alone", "bmp", "cut off", "bomb", "scans"),
        *("wide", "large"),
    ],
)
def test_what_is_no_picture_is_told(send, arta, content, words) -> None:
    told = send(arta, content)

    assert told.status in (400, 422)
    assert told.markdown == ""
    if words != "empty":
        assert words in told.refusal
    assert told.refusal
    assert not PostImage.objects.exists()


@pytest.mark.parametrize("nothing", [None, "x", ""])
def test_a_text_is_no_file(send, arta, nothing) -> None:
    told = send(arta, nothing)

    assert told.status in (400, 422)
    assert told.refusal
    assert not PostImage.objects.exists()


def test_only_members_of_a_network_send_pictures(send, arta, outsider) -> None:
    keeper = UserFactory(is_superuser=True)

    assert send(None, picture()).status in (302, 403)
    assert send(outsider, picture()).status == 403
    assert not PostImage.objects.exists()
    assert send(keeper, picture()).status in (200, 201)
    assert send(arta, picture()).status in (200, 201)


def test_sixty_pictures_in_an_hour_whichever_way(
    cms_tree, arta, besim, monkeypatch
) -> None:
    """One counter for both ways; those that are not taken count."""
    assert (images.MOST, images.HOUR) == (60, 3600)
    monkeypatch.setattr(images, "MOST", 3)
    client = Client()
    client.force_login(arta)

    def send(path: str, content: bytes) -> Any:
        return client.post(path, {"file": SimpleUploadedFile("a.png", content)})

    assert send(EDITOR, picture()).status_code == 200
    assert send(API, picture()).status_code == 201
    assert send(EDITOR, b"no picture").status_code == 422
    for path, name in ((EDITOR, "error"), (API, "detail")):
        response = send(path, picture())
        assert response.status_code == 429
        assert response.json()[name] == "These are many pictures. Please wait a while."
        assert 0 < int(response["Retry-After"]) <= 3600
    assert PostImage.objects.count() == 2
    client.force_login(besim)
    assert send(API, picture()).status_code == 201


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ura e Gurit.jpeg", "Ura e Gurit"),
        ("IMG_2024-01.png", "IMG_2024-01"),
        ("a](javascript:x) `b` <i> *c* [d.png", "a javascript x b i c d"),
        ("x|y&z.png", "x y z"),
        ("n" * 90 + ".png", "n" * 80),
    ],
)
def test_the_name_of_a_file_is_its_words(cms_tree, arta, topic, name, words) -> None:
    client = Client()
    client.force_login(arta)

    response = client.post(EDITOR, {"file": SimpleUploadedFile(name, picture())})

    uid = PostImage.objects.get().uid
    assert response.json() == {"markdown": f"![{words}](image:{uid})"}
    post = talk.post(topic, arta, response.json()["markdown"])
    assert f'<img src="/forum-images/{uid}/" alt="{words}"' in post.html
