"""Getting a file from an address that somebody named, and from nowhere else.

The name is looked up once; each number that it stands for must be public, and the
connection goes to one of these numbers, so that another answer of the same name changes
nothing. The certificate must be the name's. Environment variables for proxies are not
read. Time is counted for all of it together, not for each read.
"""

import io
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import Any

from community.spaces.ics.answers import Fetched, Marks, read_answer
from community.spaces.ics.doors import PORT, Target, is_public, next_target, target_of
from community.spaces.ics.errors import Fault, SourceError

MOST_SECONDS = 5.0
MOST_REDIRECTS = 3
MOST_NUMBERS = 4  # of one name that are tried


def look_up(host: str) -> list[str]:
    """IP addresses of a name. Raises OSError, UnicodeError."""
    found = socket.getaddrinfo(host.strip("[]"), PORT, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def connect(number: str, seconds: float) -> socket.socket:
    return socket.create_connection((number, PORT), timeout=seconds)


@dataclass(frozen=True)
class Way:
    """How one gets there; tests give another."""

    look_up: Callable[[str], list[str]] = look_up
    connect: Callable[[str, float], socket.socket] = connect
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = MOST_SECONDS


class Clock:
    """What is left of the time. Raises SourceError once it is over."""

    def __init__(self, seconds: float) -> None:
        self.ends = monotonic() + seconds

    def left(self) -> float:
        left = self.ends - monotonic()
        if left <= 0:
            raise SourceError(Fault.SLOW)
        return left


def fetch(
    address: str, agent: str, marks: Marks | None = None, way: Way | None = None
) -> Fetched:
    """The file at an https address, of 1 MB at most. Raises SourceError.

    `agent` names who asks. `marks` of the last time: an answer may be that nothing has
    changed. Takes five seconds at most.
    """
    target, way, marks = target_of(address), way or Way(), marks or Marks()
    clock = Clock(way.seconds)
    for _hop in range(MOST_REDIRECTS + 1):
        found = _visit(target, agent, marks, way, clock)
        if isinstance(found, Fetched):
            return found
        target = next_target(target, found)
    raise SourceError(Fault.REFUSED)


def _visit(
    target: Target, agent: str, marks: Marks, way: Way, clock: Clock
) -> Fetched | str:
    """The file, or the location to which the answer sends on."""
    try:
        with _connected(target, way, clock) as secure:
            secure.sendall(_request(target, agent, marks))
            answer = HTTPResponse(_Timed.over(secure, clock), method="GET")
            try:
                answer.begin()
                return read_answer(answer, marks)
            finally:
                answer.close()
    except TimeoutError as late:
        raise SourceError(Fault.SLOW) from late
    except (OSError, HTTPException) as wrong:
        raise SourceError(Fault.UNREACHABLE) from wrong


def _connected(target: Target, way: Way, clock: Clock) -> ssl.SSLSocket:
    plain = _plain(_numbers(target.host, way, clock), way, clock)
    try:
        plain.settimeout(clock.left())
        name = target.host.strip("[]")
        return way.trust().wrap_socket(plain, server_hostname=name)
    except BaseException:
        plain.close()
        raise


def _numbers(host: str, way: Way, clock: Clock) -> list[str]:
    """All of them public. The system's own look-up knows no limit of time."""
    found: list[Any] = []

    def ask() -> None:
        try:
            found.append(way.look_up(host))
        except (OSError, UnicodeError) as wrong:
            found.append(wrong)

    asker = threading.Thread(target=ask, daemon=True)
    asker.start()
    asker.join(clock.left())
    if not found:
        raise SourceError(Fault.SLOW)
    (numbers,) = found
    if isinstance(numbers, Exception) or not numbers:
        raise SourceError(Fault.UNREACHABLE)
    if not all(is_public(one) for one in numbers):
        raise SourceError(Fault.ADDRESS)
    return list(numbers)


def _plain(numbers: Sequence[str], way: Way, clock: Clock) -> socket.socket:
    last: OSError | None = None
    tried = numbers[:MOST_NUMBERS]
    for position, number in enumerate(tried):
        try:
            return way.connect(number, clock.left() / (len(tried) - position))
        except OSError as wrong:
            last = wrong
    raise last or OSError


def _request(target: Target, agent: str, marks: Marks) -> bytes:
    lines = [
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.host}",
        f"User-Agent: {agent}",
        "Accept: text/calendar, text/plain;q=0.5, */*;q=0.1",
        "Accept-Encoding: gzip",
        "Connection: close",
    ]
    if marks.etag:
        lines.append(f"If-None-Match: {marks.etag}")
    if marks.modified:
        lines.append(f"If-Modified-Since: {marks.modified}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii", "replace")


class _Timed(io.RawIOBase):
    """Reads from the connection as long as there is time, however little comes at once."""

    def __init__(self, secure: ssl.SSLSocket, clock: Clock) -> None:
        self.secure, self.clock = secure, clock

    @classmethod
    def over(cls, secure: ssl.SSLSocket, clock: Clock) -> Any:
        return cls(secure, clock)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What `HTTPResponse` asks of a socket."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.secure.settimeout(self.clock.left())
        return self.secure.recv_into(buffer)
