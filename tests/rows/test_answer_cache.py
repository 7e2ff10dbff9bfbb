"""The cache before Django: the same bytes, never an answer from before a publish."""

import json
import threading
import time
import urllib.request
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection

from bench.servers import environment, web_server
from cms.answer_cache import MOST_BYTES, SECONDS, AnswerCache
from tests.factories.content import make_news
from tests.factories.people import UserFactory
from tests.factories.states import close

PUBLISHES = 40
READERS = 4


class Site:
    """A WSGI application that counts how often it is asked."""

    def __init__(self, headers=(), body=b"text", status="200 OK"):
        self.asked, self.status, self.body = 0, status, body
        self.headers = [("Cache-Control", "public"), ("ETag", '"a"'), *headers]

    def __call__(self, environ, start_response):
        self.asked += 1
        start_response(self.status, self.headers)
        return [self.body]


class Versions:
    now = 1

    def __call__(self):
        return self.now


def ask(cache, path="/en/", query="", method="GET", **more):
    """(status, headers, body) of one request."""
    seen = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    body = b"".join(cache({**environ, **more}, lambda *given: seen.append(given[:2])))
    return seen[0][0], dict(seen[0][1]), body


def cached(site, versions=None):
    return AnswerCache(site, versions or Versions(), "sessionid", ("/en/", "/api/v1/"))


def test_a_second_request_is_answered_with_the_same_bytes():
    site = Site()
    cache = cached(site)

    assert ask(cache) == ask(cache) == ("200 OK", dict(site.headers), b"text")
    assert ask(cache, method="HEAD") == ("200 OK", dict(site.headers), b"")
    assert site.asked == 1


def test_a_change_of_the_version_asks_again():
    site, versions = Site(), Versions()
    cache = cached(site, versions)
    ask(cache)

    versions.now = 2
    ask(cache)

    assert site.asked == 2


def test_who_has_it_already_fills_the_cache_too():
    """A site's own 304 could not be kept: each further request would reach it again."""
    site = Site()
    cache = cached(site)

    for _n in range(3):
        status, headers, body = ask(cache, HTTP_IF_NONE_MATCH='"a"')
        assert (status, headers["ETag"], body) == ("304 Not Modified", '"a"', b"")

    assert site.asked == 1
    assert ask(cache, HTTP_IF_NONE_MATCH='"old"')[2] == b"text"
    assert site.asked == 1


def test_what_is_private_is_asked_of_the_site_as_the_reader_asked_it():
    """Without its ETag the site would make the whole answer every time."""
    asked = []

    def site(environ, start_response):
        asked.append(environ.get("HTTP_IF_NONE_MATCH"))
        start_response("304 Not Modified", [("Cache-Control", "private")])
        return []

    prefixes, private = ("/en/",), ("/en/spaces/mine/",)
    cache = AnswerCache(site, Versions(), "sessionid", prefixes, private)

    for path in ("/en/spaces/mine/secret.ics", "/en/spaces/"):
        ask(cache, path, HTTP_IF_NONE_MATCH='"a"')

    assert asked == ['"a"', None]
    assert not cache.answers


def test_an_answer_that_was_computed_before_a_change_is_not_given_after_it():
    versions = Versions()

    def slow(environ, start_response):
        versions.now += 1  # somebody publishes while we compute
        start_response("200 OK", [("Cache-Control", "public")])
        return [b"old"]

    site = Site(body=b"new")
    cache = cached(slow, versions)
    ask(cache)
    cache.application = site

    assert ask(cache)[2] == b"new"


def test_an_answer_gets_no_older_than_some_seconds(monkeypatch):
    site = Site()
    cache = cached(site)
    ask(cache)
    later = time.monotonic() + SECONDS

    monkeypatch.setattr(time, "monotonic", lambda: later)
    ask(cache)

    assert site.asked == 2


def test_the_etag_is_checked_without_the_body():
    site = Site(headers=[("Content-Type", "text/html"), ("X-Other", "b")])
    cache = cached(site)
    ask(cache)

    for sent in ('"a"', '"x", W/"a"'):
        status, headers, body = ask(cache, HTTP_IF_NONE_MATCH=sent)
        assert (status, body) == ("304 Not Modified", b"")
        assert headers == {"Cache-Control": "public", "ETag": '"a"', "X-Other": "b"}
    assert ask(cache, HTTP_IF_NONE_MATCH='"x"')[0] == "200 OK"
    assert site.asked == 1


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "POST"},
        {"path": "/admin/"},
        {"HTTP_COOKIE": "a=b; sessionid=abc"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"query": "q=" + "x" * 400},
    ],
)
def test_what_is_never_answered_from_the_cache(request_):
    site = Site()
    cache = cached(site)

    ask(cache, **request_)
    ask(cache, **request_)

    assert (site.asked, len(cache.answers)) == (2, 0)


@pytest.mark.parametrize(
    "site",
    [
        Site(status="404 Not Found"),
        Site(headers=[("Set-Cookie", "a=b")]),
        Site(headers=[("Vary", "Cookie")]),
        Site(body=b"x" * 600_000),
    ],
)
def test_what_is_never_kept(site):
    cache = cached(site)
    site.asked = 0

    ask(cache)
    ask(cache)

    assert site.asked == 2


def test_a_private_answer_is_not_kept():
    site = Site()
    site.headers = [("Cache-Control", "private")]
    cache = cached(site)

    ask(cache)
    ask(cache)

    assert site.asked == 2


def test_parts_for_htmx_and_pages_are_kept_apart_and_the_order_of_a_query_is_not():
    site = Site()
    cache = cached(site)

    ask(cache, query="a=1&b=2")
    ask(cache, query="b=2&a=1")
    assert site.asked == 1

    ask(cache, query="a=1&b=2", HTTP_HX_REQUEST="true")
    ask(cache, query="a=1&b=2", HTTP_HOST="other.example")
    assert site.asked == 3


def test_memory_is_bounded():
    cache = cached(Site(body=b"x" * 500_000))

    for number in range(300):
        ask(cache, query=f"n={number}")

    assert cache.bytes <= MOST_BYTES
    assert len(cache.answers) < 110


def test_without_the_counter_nothing_is_kept():
    def broken():
        raise OSError

    site = Site()
    cache = cached(site, broken)

    ask(cache)
    ask(cache)

    assert site.asked == 2


@pytest.mark.parametrize("path", ["/en/news/", "/en/", "/api/v1/news/?locale=en"])
def test_answers_for_visitors_are_public_and_for_members_they_are_not(
    cms_tree, client, path
):
    make_news(cms_tree, {"en": "Bridge"})

    visitor = client.get(path)

    assert visitor["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in visitor.get("Vary", "")
    again = client.get(path, headers={"if-none-match": visitor["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == visitor["ETag"]

    client.force_login(UserFactory())
    member = client.get(path)

    assert "public" not in member.get("Cache-Control", "")


def test_a_closed_page_is_not_public(cms_tree, client):
    page = make_news(cms_tree, {"en": "Bridge"})["en"]
    close(page, "login")
    client.force_login(UserFactory())

    answer = client.get("/en/news/bridge/")

    assert answer.status_code == 200
    assert "public" not in answer.get("Cache-Control", "")


# Several processes ----------------------------------------------------------------------


@pytest.fixture
def servers(transactional_db, cms_tree):
    """The address of two worker processes on the database of this test."""
    place = connection.settings_dict
    query = urlencode(
        {
            "host": place["HOST"],
            "port": place["PORT"] or 5432,
            **({"user": place["USER"]} if place["USER"] else {}),
        }
    )
    surroundings = environment(
        DATABASE_URL=f"postgresql:///{place['NAME']}?{query}",
        DJANGO_SETTINGS_MODULE="cms.settings.test",
        VAR_DIR=str(settings.VAR_DIR),
    )
    with web_server("cms.wsgi:application", surroundings, "/readyz") as server:
        yield f"http://127.0.0.1:{server.port}"


def number_shown(address):
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310
        return int(json.load(answer)["title"].split()[-1])


def test_no_process_shows_an_older_state_after_a_publish_is_acknowledged(
    servers, cms_tree
):
    """Parallel readers against random writes, two worker processes: zero stale."""
    page = make_news(cms_tree, {"en": "State 0"})["en"]
    address = f"{servers}/api/v1/pages/{page.translation_key}/?locale=en"
    acknowledged: list[tuple[float, int]] = [(time.monotonic(), 0)]
    reads: list[tuple[float, int]] = []
    done = threading.Event()

    def read():
        while not done.is_set():
            started = time.monotonic()
            reads.append((started, number_shown(address)))

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for number in range(1, PUBLISHES + 1):
        page.title = f"State {number}"
        page.save_revision().publish()
        acknowledged.append((time.monotonic(), number))
        time.sleep(0.01 * (number % 5))
    done.set()
    for reader in readers:
        reader.join()

    stale = [
        (shown, least)
        for started, shown in reads
        if shown < (least := max(n for at, n in acknowledged if at < started))
    ]
    assert stale == []
    assert len(reads) > PUBLISHES
    assert {shown for _at, shown in reads} > {PUBLISHES - 1}
