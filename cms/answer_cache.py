"""Answers for visitors, kept in memory and given out before Django is entered.

Only answers that say they are public are kept, as they were sent, and only for requests
without a session. Each was computed after the counter of changes had the value that is
kept with it; when the counter has moved since, the answer is not given out again. A
publish moves the counter before it is acknowledged, so nobody is shown the state before
it afterwards, in whatever process.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

MOST_BYTES = 48 * 1024 * 1024  # in each process
LARGEST = 512 * 1024
LONGEST_QUERY = 400
LONGEST_ACCEPT = 200
API = "/api/"
# By these the API answers with JSON, always the same.
_JSON = ("", "*/*", "application/json")
# A process that dies between its commit and the counter leaves older answers; nor does
# the counter move at midnight. So no answer gets older than this.
SECONDS = 10
_OVERHEAD = 2_000  # bytes of an entry besides its body, roughly
# What an answer may differ by besides host, path and query.
_VARYING = ("HTTP_HX_REQUEST", "HTTP_HX_BOOSTED", "HTTP_X_FORWARDED_PROTO")


@dataclass(frozen=True)
class Answer:
    version: int
    made: float
    headers: list[tuple[str, str]]
    etag: str
    body: bytes


class AnswerCache:
    """WSGI middleware. `version` reads the counter; it raises when it cannot. What lies
    below `private` is for one reader and never kept: there the site says itself that
    somebody has it already."""

    def __init__(
        self,
        application: Application,
        version: Callable[[], int],
        session_cookie: str,
        prefixes: tuple[str, ...],
        private: tuple[str, ...] = (),
    ) -> None:
        self.application, self.version = application, version
        self.private = private
        self.session_cookie, self.prefixes = f"{session_cookie}=", prefixes
        self.answers: OrderedDict[tuple, Answer] = OrderedDict()
        self.bytes = 0
        self.lock = Lock()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if not self._is_cacheable(environ):
            return self.application(environ, start_response)
        try:
            version = self.version()
        except Exception:  # (without the counter nothing can be known to be fresh)
            return self.application(environ, start_response)
        key = _key(environ)
        known = self.answers.get(key)
        if (
            known is not None
            and known.version == version
            and time.monotonic() - known.made < SECONDS
        ):
            return _give(known, environ, start_response)
        return self._ask(environ, start_response, key, version)

    def _is_cacheable(self, environ: Environ) -> bool:
        return (
            environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and environ.get("PATH_INFO", "").startswith(self.prefixes)
            and not environ["PATH_INFO"].startswith(self.private)
            and "HTTP_AUTHORIZATION" not in environ
            and self.session_cookie not in environ.get("HTTP_COOKIE", "")
            and len(environ.get("QUERY_STRING", "")) <= LONGEST_QUERY
            and len(_accept(environ)) <= LONGEST_ACCEPT
        )

    def _ask(
        self, environ: Environ, start_response: Start, key: tuple, version: int
    ) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self.application(environ, start_response)
        sent: list[Any] = []
        # The site is asked for the whole: its own 304 could not be kept, and readers
        # who have an ETag would never be served from here.
        whole = {k: v for k, v in environ.items() if k != "HTTP_IF_NONE_MATCH"}
        response = self.application(whole, lambda *told: sent.extend(told))
        if not _may_be_kept(sent, response):
            start_response(*sent)
            return response
        body = b"".join(response)
        close = getattr(response, "close", None)
        if close is not None:
            close()
        headers = list(sent[1])
        etag = next((v for n, v in headers if n.lower() == "etag"), "")
        answer = Answer(version, time.monotonic(), headers, etag, body)
        if len(body) <= LARGEST:
            self._keep(key, answer)
        return _give(answer, environ, start_response)

    def _keep(self, key: tuple, answer: Answer) -> None:
        with self.lock:
            before = self.answers.pop(key, None)
            self.bytes += len(answer.body) + _OVERHEAD
            if before is not None:
                self.bytes -= len(before.body) + _OVERHEAD
            self.answers[key] = answer
            while self.bytes > MOST_BYTES:
                _oldest, gone = self.answers.popitem(last=False)
                self.bytes -= len(gone.body) + _OVERHEAD


def _key(environ: Environ) -> tuple:
    query = environ.get("QUERY_STRING", "")
    if "&" in query:
        query = "&".join(sorted(query.split("&")))
    return (
        environ.get("HTTP_HOST", ""),
        environ["PATH_INFO"],
        query,
        _accept(environ),
        *(environ.get(name, "") for name in _VARYING),
    )


def _accept(environ: Environ) -> str:
    """The types asked for, where an answer may differ by them; '' stands for JSON."""
    if not environ["PATH_INFO"].startswith(API):
        return ""  # a screen is HTML, whatever is asked for
    asked: str = environ.get("HTTP_ACCEPT", "")
    return "" if asked in _JSON else asked


def _may_be_kept(sent: list[Any], response: Any) -> bool:
    if not sent or not sent[0].startswith("200") or getattr(response, "streaming", 0):
        return False
    headers = {name.lower(): value for name, value in sent[1]}
    return (
        "public" in headers.get("cache-control", "")
        and "set-cookie" not in headers
        and "cookie" not in headers.get("vary", "").lower()
    )


def _give(answer: Answer, environ: Environ, start_response: Start) -> Iterable[bytes]:
    asked = environ.get("HTTP_IF_NONE_MATCH", "")
    if asked and answer.etag and _names(asked, answer.etag):
        headers = [
            (name, value)
            for name, value in answer.headers
            if name.lower() not in ("content-length", "content-type")
        ]
        start_response("304 Not Modified", headers)
        return []
    start_response("200 OK", list(answer.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]


def _names(asked: str, etag: str) -> bool:
    return asked == etag or etag in {
        one.strip().removeprefix("W/") for one in asked.split(",")
    }
