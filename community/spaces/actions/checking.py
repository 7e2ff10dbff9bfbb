"""What of a request is against the terms, in words beside the field."""

from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.spaces.actions.asking import Ask
from community.spaces.actions.refusals import wrong
from community.spaces.calendar import Window, local_of, refusals, utc_minute
from community.spaces.calendar.segments import rounded_out
from community.spaces.models import LONGEST_NOTE, Resource

_HOUR, _DAY = 60, 24 * 60
# Nothing is let further away, whatever its terms: beyond it clocks need not be read.
_FURTHEST = timedelta(days=800)
_FIELD = {
    "order": "ends_at",
    "past": "starts_at",
    "lead": "starts_at",
    "horizon": "ends_at",
    "short": "ends_at",
    "long": "ends_at",
    "grid": "starts_at",
    "closed": "starts_at",
}


def span(minutes: int) -> str:
    """A length in words: '45 minutes', '2 hours', '3 days'."""
    if minutes and not minutes % _DAY:
        number = minutes // _DAY
        text = ngettext("%(number)s day", "%(number)s days", number)
    elif minutes and not minutes % _HOUR:
        number = minutes // _HOUR
        text = ngettext("%(number)s hour", "%(number)s hours", number)
    else:
        number = minutes
        text = ngettext("%(number)s minute", "%(number)s minutes", number)
    return text % {"number": number}


def check_words(ask: Ask) -> None:
    """Before anything is read. Raises ValidationError."""
    if len(ask.note) > LONGEST_NOTE:
        message = ngettext(
            "Write at most %(count)s character.",
            "Write at most %(count)s characters.",
            LONGEST_NOTE,
        )
        raise wrong("note", message % {"count": LONGEST_NOTE}, "max_length")
    if "\0" in ask.note:
        raise wrong("note", _("Null characters are not allowed."), "null")
    for field, moment in (("starts_at", ask.starts_at), ("ends_at", ask.ends_at)):
        if moment.tzinfo is None:
            raise wrong(field, _("Name the zone of the time."), "naive")


def check_reach(ask: Ask, now: datetime) -> None:
    """What lies far away is told before hours are reckoned for it."""
    try:
        start, end = ask.starts_at.astimezone(UTC), ask.ends_at.astimezone(UTC)
    except OverflowError as far:
        raise _out_of_reach(ask) from far
    if start < now - timedelta(days=1):
        raise wrong("starts_at", _("This time has passed."), "past")
    if max(start, end) > now + _FURTHEST:
        raise _out_of_reach(ask)
    if end - start > timedelta(days=7):
        message = _longest(ask.resource)
        raise wrong("ends_at", message, "long")


def check_terms(ask: Ask, windows: list[Window], now: datetime) -> None:
    """windows: when the resource is open around the asked time. Raises ValidationError
    with all that breaks its terms; the codes are those of `calendar.refusals`, and
    'party'."""
    resource = ask.resource
    terms, zone = resource.terms, resource.space.zone_info
    units = terms.windows(windows, zone)
    # (it is a minute that one is in until it is over)
    moment = utc_minute(now)
    grid = terms.grid(ask.start, zone)
    codes = refusals(terms, units, ask.start, ask.end, moment, grid)
    if _has_seconds(ask) and "grid" not in codes:
        codes.append("grid")
    if "closed" in codes and "grid" in codes:
        codes.remove("grid")
    found: dict[str, list[ValidationError]] = {}
    for code in codes:
        error = ValidationError(_sentence(code, ask, windows, units), code=code)
        found.setdefault(_FIELD[code], []).append(error)
    if not 1 <= ask.party_size <= resource.capacity:
        message = ngettext(
            "There is room for %(count)s person.",
            "There is room for %(count)s people.",
            resource.capacity,
        )
        error = ValidationError(message % {"count": resource.capacity}, code="party")
        found["party_size"] = [error]
    if found:
        raise ValidationError(found)


def _has_seconds(ask: Ask) -> bool:
    moments = (ask.starts_at, ask.ends_at)
    return any(one.second or one.microsecond for one in moments)


def _out_of_reach(ask: Ask) -> ValidationError:
    return wrong("ends_at", _horizon(ask.resource), "horizon")


def _horizon(resource: Resource) -> str:
    far = span(resource.horizon_days * _DAY)
    return _("This can be booked at most %(span)s ahead.") % {"span": far}


def _longest(resource: Resource) -> str:
    return _("The longest booking is %(span)s.") % {"span": span(resource.longest)}


def _sentence(code: str, ask: Ask, windows: list[Window], units: list[Window]) -> str:
    resource = ask.resource
    if code == "order":
        return _("The end must be after the start.")
    if code == "past":
        return _("This time has passed.")
    if code == "lead":
        return _("Book at least %(span)s ahead.") % {"span": span(resource.lead)}
    if code == "horizon":
        return _horizon(resource)
    if code == "short":
        least = span(resource.shortest)
        return _("The shortest booking is %(span)s.") % {"span": least}
    if code == "long":
        return _longest(resource)
    if code == "grid":
        return _off_grid(ask, units)
    return _closed(ask, windows)


def _off_grid(ask: Ask, units: list[Window]) -> str:
    resource = ask.resource
    if resource.terms.is_whole:
        edge = rounded_out(units, ask.start, ask.end)
        if edge:
            message = _("This is let as a whole, here %(hours)s.")
            return message % {"hours": hours_told(edge, resource)}
    message = _("Times go in steps of %(step)s minutes.")
    return message % {"step": resource.step}


def _closed(ask: Ask, windows: list[Window]) -> str:
    zone = ask.resource.space.zone_info
    day = ask.starts_at.astimezone(zone).date()
    here = [one for one in windows if local_of(one.start, zone).date() == day]
    if not here:
        return _("It is closed on this day.")
    hours = ", ".join(hours_told(one, ask.resource) for one in here)
    return _("It is not open then. On this day it is open %(hours)s.") % {
        "hours": hours
    }


def hours_told(window: Window, resource: Resource) -> str:
    """As two times with a dash, by the clocks of the space."""
    zone = resource.space.zone_info
    start, end = local_of(window.start, zone), local_of(window.end, zone)
    return f"{start:%H:%M}\N{EN DASH}{end:%H:%M}"
