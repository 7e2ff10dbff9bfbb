"""Booking a desk or a room: choose one, say when, and it is booked."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.spaces import actions
from community.spaces.actions import FullError, KeyReusedError, RefusedError
from community.spaces.cards import let_in, today_in
from community.spaces.forms import (
    BookingForm,
    asked_day,
    asked_time,
    filled_with,
    new_key,
)
from community.spaces.models import Booking, Resource, Space
from community.spaces.permissions import can_book, can_book_for_others
from community.spaces.views.asking import (
    front_of,
    insist,
    resource_asked,
    space_called,
)
from community.spaces.views.offering import choices_of, free_on

USUAL = 60  # minutes, when an address names no end


@require_http_methods(["GET", "HEAD", "POST"])
def book(request: Any, slug: str) -> HttpResponse:
    space = space_called(request.user, slug)
    insist(request.user.is_active)
    resource = resource_asked(request, space)
    if resource is None:
        return _choose(request, space)
    insist(can_book(request.user, resource))
    for_others = can_book_for_others(request.user, resource)
    if request.method != "POST":
        first = {**asked_for(request, resource), "key": new_key()}
        form = BookingForm(initial=first, resource=resource, for_others=for_others)
        return _form(request, form)
    form = BookingForm(request.POST, resource=resource, for_others=for_others)
    if not form.is_valid() or form.told is None:
        return _form(request, form, status=422)
    return _booked(request, form)


def _booked(request: Any, form: BookingForm) -> HttpResponse:
    assert form.told is not None  # noqa: S101 (the form is valid)
    cleaned = form.cleaned_data
    try:
        done = actions.book(
            request.user,
            form.told.ask,
            member=cleaned.get("member"),
            key=cleaned["key"],
        )
    except ValidationError as wrong:
        form.refuse(wrong)
        return _form(request, form, status=422)
    except FullError as full:
        form.add_error(None, str(full))
        return _full(request, form, full)
    except KeyReusedError:
        form.renew_key()
        message = _("This form was sent before with other times. Send it once more.")
        form.add_error(None, message)
        return _form(request, form, status=409)
    except RefusedError as why:
        form.add_error(None, str(why))
        return _form(request, form, status=409)
    _tell(request, done.booking, form.told.hints)
    return redirect("spaces:booking", done.booking.uuid)


def _full(request: Any, form: BookingForm, full: FullError) -> HttpResponse:
    """What is free instead; and waiting for it, which everybody does for themselves."""
    offered = choices_of(full.choices, form.cleaned_data)
    may_wait = not form.cleaned_data.get("member")
    return _form(request, form, offered, 409, may_wait=may_wait)


def _tell(request: Any, booking: Booking, hints: tuple[str, ...]) -> None:
    if booking.state == Booking.State.REQUESTED:
        words = _(
            "Your request is on its way. Until it is answered, the place is held for you."
        )
        messages.success(request, words)
    else:
        messages.success(request, _("Booked."))
    for hint in hints:
        messages.info(request, hint)


def _choose(request: Any, space: Space) -> HttpResponse:
    """Without a resource: which one? What else the address says is kept."""
    kept = request.GET.copy()
    kept.pop("resource", None)
    context = {
        "space": space,
        "front": front_of(request, space),
        "resources": let_in(space),
        "kept": {name: kept[name] for name in ("date", "from", "to") if name in kept},
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "spaces/choose.html", context, status=status)


def _form(
    request: Any,
    form: BookingForm,
    choices: Any = (),
    status: int = 200,
    *,
    may_wait: bool = False,
) -> HttpResponse:
    space = form.resource.space
    context = {
        "space": space,
        "front": front_of(request, space),
        "resource": form.resource,
        "form": form,
        "choices": choices,
        "waits": _waits(form) if may_wait else {},
        "free": free_on(form.resource, day_of(form)),
    }
    return render(request, "spaces/book.html", context, status=status)


def _waits(form: BookingForm) -> dict[str, str]:
    """The fields of the waiting list's form that say the same as this one."""
    names = ("date", "part", "starts", "ends", "people", "note")
    typed = {name: form.data.get(name, "") for name in names}
    kept = {name: text for name, text in typed.items() if text}
    return {"resource": str(form.resource.pk), **kept}


def day_of(form: Any) -> date:
    """The day that the form shows: as typed, as asked for, or today."""
    typed = form["date"].value()
    found = typed if isinstance(typed, date) else asked_day(str(typed or ""))
    return found or today_in(form.resource.space)


def asked_for(request: Any, resource: Resource) -> dict[str, Any]:
    """What the address says of the fields: ?date=2027-06-07&from=09:00&to=11:00."""
    day = asked_day(request.GET.get("date")) or today_in(resource.space)
    opens, closes = (asked_time(request.GET.get(name)) for name in ("from", "to"))
    first: dict[str, Any] = {"date": day}
    if opens is None:
        return first
    if closes is None:
        length = timedelta(minutes=max(resource.shortest, min(USUAL, resource.longest)))
        closes = (datetime.combine(day, opens) + length).time()
    if resource.terms.is_whole:
        return first | _part_of(resource, day, opens, closes)
    return first | {"starts": opens, "ends": closes}


def _part_of(
    resource: Resource, day: date, opens: time, closes: time
) -> dict[str, Any]:
    zone = resource.space.zone_info
    last = day if closes > opens else day + timedelta(days=1)
    start = datetime.combine(day, opens, zone)
    return filled_with(resource, start, datetime.combine(last, closes, zone)) or {}
