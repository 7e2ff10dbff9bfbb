"""Calendars as programs read them (RFC 5545): writing what is booked, and fetching and
reading what others publish.

Pure: plain values in, plain values out. It knows neither tables nor readers nor
languages; the words of an event are given to it.
"""

from community.spaces.ics.answers import Fetched, Marks
from community.spaces.ics.doors import Target, is_number, is_public, target_of
from community.spaces.ics.errors import Fault, SourceError
from community.spaces.ics.events import Event, Guest, Method, Status
from community.spaces.ics.fetching import fetch
from community.spaces.ics.reader import Frame, Reading, Taken, read
from community.spaces.ics.writer import Calendar, write

__all__ = [
    "Calendar",
    "Event",
    "Fault",
    "Fetched",
    "Frame",
    "Guest",
    "Marks",
    "Method",
    "Reading",
    "SourceError",
    "Status",
    "Taken",
    "Target",
    "fetch",
    "is_number",
    "is_public",
    "read",
    "target_of",
    "write",
]
