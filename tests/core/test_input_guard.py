"""Input that no honest client sends is a 400, on pages and in the API, never a 500."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

PROBLEM = "application/problem+json"
QUERIES = {
    "NUL": "q=a%00b",
    "NUL in a name": "a%00b=1",
    "a lone surrogate": "q=%ed%a0%80",
    "broken UTF-8": "q=%ff",
    "20 digits": "year=" + "9" * 20,
    "20 digits and a sign": "limit=-" + "9" * 20,
    "5,000 characters": "q=" + "a" * 5000,
    "a value of 1,001 characters": "q=" + "a" * 1001,
    "200 parameters": "&".join(f"p{n}={n}" for n in range(200)),
    "200 times the same parameter": "&".join(["q=a"] * 200),
}
PATHS = {
    "NUL": "a%00b/",
    "3,000 characters": "a" * 3000 + "/",
}


def says_no(response, language="sq"):
    page = response.content.decode()
    return response.status_code == 400 and f'<html lang="{language}">' in page


def is_problem(response):
    body = response.json()
    assert set(body) >= {"type", "title", "status", "detail"}
    assert (body["type"], body["title"], body["status"]) == (
        "about:blank",
        "Bad Request",
        400,
    )
    return response.status_code == 400 and response["Content-Type"] == PROBLEM


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize(
    "path", ["/sq/", "/sq/biblioteka/", "/sq/lajme/", "/sq/pyetje/"]
)
def test_a_query_is_refused_on_every_list(cms_tree, client, path, name):
    assert client.get(path).status_code == 200

    assert says_no(client.get(f"{path}?{QUERIES[name]}"))


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("path", ["library/works/", "news/", "faq/entries/", "tree/"])
def test_a_query_is_refused_by_the_api_as_a_problem(cms_tree, client, path, name):
    assert client.get(f"/api/v1/{path}").status_code == 200

    assert is_problem(client.get(f"/api/v1/{path}?{QUERIES[name]}"))


@pytest.mark.parametrize("name", PATHS)
def test_a_path_is_refused(cms_tree, client, name):
    assert says_no(client.get(f"/sq/{PATHS[name]}"))
    assert is_problem(client.get(f"/api/v1/{PATHS[name]}"))


@pytest.mark.parametrize("path", ["%ff/", "%ed%a0%80/"])
def test_a_path_that_is_no_text_leads_nowhere(cms_tree, client, path):
    """Django spells such bytes out again, so they are just an unknown address."""
    assert client.get(f"/sq/{path}").status_code == 404
    assert client.get(f"/api/v1/{path}").json()["status"] == 404


@pytest.mark.parametrize("code", ["sq", "en", "de"])
def test_the_refusal_speaks_the_readers_language(cms_tree, client, code):
    response = client.get(f"/{code}/?q=%00")

    assert says_no(response, code)


def test_what_is_long_but_honest_passes(cms_tree, client):
    response = client.get(
        "/sq/biblioteka/", {"q": "ç" * 100, "type": ["book", "report"]}
    )

    assert response.status_code == 200


def test_a_resolved_path_is_checked_too(cms_tree, client):
    assert client.get("/api/v1/resolve/", {"path": "/sq/lajme/"}).status_code == 200
    assert is_problem(client.get("/api/v1/resolve/?path=/sq/%00/"))


@pytest.mark.parametrize("body", ["email=a%00b", "email=%ed%a0%80", "a%00=1"])
def test_a_form_is_refused(cms_tree, client, body):
    response = client.post(
        "/en/account/login/", body, content_type="application/x-www-form-urlencoded"
    )

    assert says_no(response, "en")


def test_a_form_with_files_is_refused(cms_tree, client):
    file = SimpleUploadedFile("a.txt", b"text")

    response = client.post("/en/account/login/", {"email": "a\x00b", "file": file})

    assert says_no(response, "en")


def test_a_form_may_hold_long_texts_and_numbers(cms_tree, client):
    response = client.post(
        "/en/account/login/", {"login": "9" * 30, "password": "long " * 500}
    )

    assert response.status_code == 200


JSON = {
    "NUL": b'{"a": "\\u0000"}',
    "NUL in a name": b'{"\\u0000": 1}',
    "NUL after a backslash": b'{"a": "\\\\\\u0000"}',
    "a lone surrogate": b'{"a": ["\\ud800"]}',
    "not UTF-8": b'{"a": "\xff"}',
    "too deep": b'["\\u0000",' + b"[" * 20_000 + b"]" * 20_001,
}


@pytest.mark.parametrize("name", JSON)
def test_a_json_body_is_refused(cms_tree, client, name):
    response = client.post("/api/v1/news/", JSON[name], content_type="application/json")

    assert is_problem(response)


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": "\\ud83d\\ude00 \\\\u0000"}',
        b'{"a": 1',
        b'{"a": "\x00"}',
        b'["\xc3\xab"]',
        b"",
    ],
)
def test_another_json_body_is_left_to_the_endpoint(cms_tree, client, body):
    """A pair of surrogates is a sign, an escaped backslash no NUL; the rest is no JSON."""
    response = client.post("/api/v1/news/", body, content_type="application/json")

    assert response.status_code == 405
