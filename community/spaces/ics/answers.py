"""What the other side answered: a file of 1 MB at most, or where it is to be had."""

import re
import zlib
from dataclasses import dataclass, field
from http.client import HTTPMessage, HTTPResponse

from community.spaces.ics.errors import Fault, SourceError

MOST_BYTES = 1_000_000
_CHUNK = 64 * 1024
_SENT_ON = (301, 302, 303, 307, 308)
_MARK = re.compile(r"[\x20-\x7e]+")  # (what is sent again must not end the line)
LONGEST_ETAG, LONGEST_MODIFIED = 300, 100  # characters that are kept


@dataclass(frozen=True)
class Marks:
    """By what the other side knows which state of the file we have."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """`data` is None when nothing has changed since the marks that were sent."""

    data: bytes | None
    marks: Marks


def read_answer(answer: HTTPResponse, marks: Marks) -> Fetched | str:
    if answer.status in _SENT_ON:
        return answer.headers.get("Location") or ""
    if answer.status == 304 and (marks.etag or marks.modified):
        return Fetched(None, marks)
    if answer.status != 200:
        raise SourceError(Fault.REFUSED)
    return Fetched(_body(answer), _marks_of(answer.headers))


def _body(answer: HTTPResponse) -> bytes:
    coding = answer.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise SourceError(Fault.UNREADABLE)
    taken = _Body(is_packed="gzip" in coding)
    while chunk := answer.read(_CHUNK):
        taken.add(chunk)
    if answer.length:  # (less came than was announced)
        raise SourceError(Fault.UNREACHABLE)
    return taken.whole()


@dataclass
class _Body:
    """What has come so far, and how much of it; unpacked it has the same limit."""

    is_packed: bool
    parts: list[bytes] = field(default_factory=list)
    came: int = 0
    size: int = 0

    def __post_init__(self) -> None:
        self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def add(self, chunk: bytes) -> None:
        self.came += len(chunk)
        if self.is_packed:
            try:
                chunk = self._unpack.decompress(chunk, MOST_BYTES - self.size + 1)
            except zlib.error as wrong:
                raise SourceError(Fault.UNREADABLE) from wrong
        self.size += len(chunk)
        if max(self.came, self.size) > MOST_BYTES:
            raise SourceError(Fault.LARGE)
        self.parts.append(chunk)

    def whole(self) -> bytes:
        if self.is_packed and not self._unpack.eof:
            raise SourceError(Fault.UNREADABLE)
        return b"".join(self.parts)


def _marks_of(headers: HTTPMessage) -> Marks:
    """'' for what is too long to keep, or could not be sent again as it is."""
    told = (
        (headers.get("ETag", ""), LONGEST_ETAG),
        (headers.get("Last-Modified", ""), LONGEST_MODIFIED),
    )
    return Marks(
        *(
            text if len(text) <= longest and _MARK.fullmatch(text) else ""
            for text, longest in told
        )
    )
