"""The calendar on the page of a space: by the week, the month, the day, or as a list."""

from community.spaces.views.calendar.screen import Calendar

__all__ = ["Calendar"]
