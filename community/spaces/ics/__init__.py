"""Calendars as programs read them (RFC 5545): writing what is booked.

Pure: plain values in, bytes out. It knows neither tables nor readers nor languages; the
words of an event are given to it.
"""

from community.spaces.ics.events import Event, Guest, Method, Status
from community.spaces.ics.writer import Calendar, write

__all__ = ["Calendar", "Event", "Guest", "Method", "Status", "write"]
