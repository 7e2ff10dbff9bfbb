"""What a calendar is told of one thing that takes place."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class Method(StrEnum):
    """What a file by mail asks of the calendar (RFC 5546). Feeds have none.

    REQUEST and CANCEL change the one event of the same UID by themselves, but a
    file of theirs may hold one UID alone; several events at once are a PUBLISH.
    """

    NONE = ""
    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Guest(NamedTuple):
    """To whom a mail with an event goes."""

    name: str
    email: str


class Event(NamedTuple):
    """Moments are aware; `zone` is the one in which they are written, of the IANA
    database. `updated_at` stands for the time of writing too, so that the same event is
    always the same bytes. A tuple, since a feed makes a thousand of them."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    updated_at: datetime
    sequence: int
    status: Status
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
