"""Answering requests, and saying who came."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.spaces import actions
from community.spaces.actions import RefusedError
from community.spaces.models import Booking
from community.spaces.permissions import (
    can_check_in,
    can_decide_booking,
    can_mark_no_show,
    can_see_occupancy,
)
from community.spaces.views.asking import booking_called, insist
from community.spaces.views.changing import version_of


@require_POST
def decide(request: Any, uid: Any) -> HttpResponse:
    booking = booking_called(request.user, uid)
    insist(can_decide_booking(request.user, booking))
    answer = request.POST.get("answer", "")
    if answer == "confirm":
        said = _("Confirmed. The guest is told.")
        return _done(request, booking, actions.confirm_booking, said)
    if answer == "decline":
        said = _("Declined. The guest is told.")
        return _done(request, booking, actions.decline_booking, said)
    messages.error(request, _("Choose whether to confirm or to decline."))
    return _back(request, booking)


@require_POST
def arrive(request: Any, uid: Any) -> HttpResponse:
    booking = booking_called(request.user, uid)
    insist(can_check_in(request.user, booking))
    said = _("Welcome! The arrival is noted.")
    return _done(request, booking, actions.check_in, said)


@require_POST
def leave(request: Any, uid: Any) -> HttpResponse:
    booking = booking_called(request.user, uid)
    insist(can_check_in(request.user, booking))
    said = _("Good-bye! The place is free for others.")
    return _done(request, booking, actions.check_out, said)


@require_POST
def miss(request: Any, uid: Any) -> HttpResponse:
    booking = booking_called(request.user, uid)
    insist(can_mark_no_show(request.user, booking))
    said = _("Noted. The place is free for others.")
    return _done(request, booking, actions.mark_no_show, said)


def _done(
    request: Any, booking: Booking, act: Callable[..., Booking], said: str
) -> HttpResponse:
    try:
        act(request.user, booking, version=version_of(request))
    except RefusedError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, said)
    return _back(request, booking)


def _back(request: Any, booking: Booking) -> HttpResponse:
    """To the screen from which it came: the desk on that day, one's own bookings, or the
    booking."""
    came_from, space = request.POST.get("back", ""), booking.resource.space
    if came_from == "desk" and can_see_occupancy(request.user, space):
        path = reverse("spaces:desk", args=[space.slug])
        return redirect(f"{path}?date={booking.local_date.isoformat()}")
    if came_from == "mine" and booking.member_id == request.user.pk:
        return redirect("spaces:mine")
    return redirect("spaces:booking", booking.uuid)
