"""Why something is not done, in words for the person who asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from community.spaces.actions.asking import Ask, FreeChoice


class RefusedError(Exception):
    """Base: well formed and allowed, but not now. `str()` says why."""


class FullError(RefusedError):
    """`choices`: what is free instead, three at most."""

    def __init__(self, ask: Ask, choices: Sequence[FreeChoice] = ()) -> None:
        super().__init__()
        self.ask = ask
        self.resource = ask.resource
        self.choices = list(choices)

    def __str__(self) -> str:
        return _("Somebody else has this place at that time.")


class VisitNotBookedError(RefusedError):
    """Nothing is booked. `full`: what was taken, each with what is free instead."""

    def __init__(self, full: Sequence[tuple[Ask, list[FreeChoice]]]) -> None:
        super().__init__()
        self.full = list(full)

    def __str__(self) -> str:
        return _("Some of these places have been taken. Nothing is booked.")


class BusyError(RefusedError):
    """The place could not be held in time: others are booking it."""

    def __str__(self) -> str:
        return _("Very many people are booking this place right now. Try again.")


class WrongStateError(RefusedError):
    """What was asked for is not possible in the state of the booking."""

    def __str__(self) -> str:
        return _("This is not possible any more: the booking has another state.")


class LapsedError(WrongStateError):
    """A request was not answered in time, or nobody came."""

    def __str__(self) -> str:
        return _("This booking has lapsed and its place is free again.")


class TooEarlyError(RefusedError):
    def __str__(self) -> str:
        return _("It is too early for this.")


class StaleError(RefusedError):
    """Another version was named than the one that there is."""

    def __str__(self) -> str:
        return _("The booking was changed since you opened it. Look at it again.")


class KeyReusedError(RefusedError):
    def __str__(self) -> str:
        return _("This key came before, with another request.")


class TooManyError(RefusedError):
    def __str__(self) -> str:
        return _("You have very many bookings to come. Cancel some of them first.")


class FreeNowError(RefusedError):
    """Nobody has to wait for this. `choices`: what is free, three at most."""

    def __init__(self, choices: Sequence[FreeChoice]) -> None:
        super().__init__()
        self.choices = list(choices)

    def __str__(self) -> str:
        return _("This is free now: you can book it.")


class HasPlaceError(RefusedError):
    def __str__(self) -> str:
        return _("You have a place there at this time.")


class TooManyWaitsError(RefusedError):
    def __str__(self) -> str:
        return _("You wait for very many places. Leave some of these lists first.")


class TooManySourcesError(RefusedError):
    def __str__(self) -> str:
        return _("This space has very many calendars. Remove one of them first.")


class PausedError(RefusedError):
    def __str__(self) -> str:
        return _("This calendar is paused. Resume it first.")


class ReadJustNowError(RefusedError):
    def __str__(self) -> str:
        return _("This calendar was read a moment ago. Try again in a minute.")


def wrong(field: str, message: str, code: str = "invalid") -> ValidationError:
    """An error beside a field of the form."""
    return ValidationError({field: ValidationError(message, code=code)})
