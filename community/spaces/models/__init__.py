"""Spaces, what is let in them, their hours, and who is there when."""

from community.spaces.models.allocations import Allocation, Block
from community.spaces.models.bookings import Booking, BookingEvent, reference_of
from community.spaces.models.hours import DayException, OpeningRule
from community.spaces.models.pages import SpaceIndexPage, SpacePage
from community.spaces.models.resources import Resource
from community.spaces.models.sources import IcsSource
from community.spaces.models.spaces import Space, SpaceRole
from community.spaces.models.visits import LONGEST_NOTE, FeedToken, Visit
from community.spaces.models.waiting import WaitlistEntry

__all__ = [
    "LONGEST_NOTE",
    "Allocation",
    "Block",
    "Booking",
    "BookingEvent",
    "DayException",
    "FeedToken",
    "IcsSource",
    "OpeningRule",
    "Resource",
    "Space",
    "SpaceIndexPage",
    "SpacePage",
    "SpaceRole",
    "Visit",
    "WaitlistEntry",
    "reference_of",
]
