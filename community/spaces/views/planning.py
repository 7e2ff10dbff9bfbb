"""The planner: "I am in Prishtina from the 3rd to the 17th", answered and booked."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.spaces.actions import (
    KeyReusedError,
    RefusedError,
    VisitNotBookedError,
    VisitWish,
    book_visit,
)
from community.spaces.forms import WORKING_DAYS, PlanForm, VisitForm, new_key
from community.spaces.models import Booking, Space
from community.spaces.planning.stays import OwnStay, stays_of
from community.spaces.views.plans import (
    ASKED,
    CLOSES,
    OPENS,
    PlanShown,
    address_of,
    asks_of,
    stay_address,
)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Any) -> HttpResponse:
    """GET shows a plan to everybody; POST books it, for members."""
    spaces = Space.objects.visible_to(request.user)
    stays = stays_of(request.user, list(spaces), timezone.localdate())
    if request.method == "POST":
        form = PlanForm(request.POST, spaces=spaces)
        if not request.user.is_authenticated:
            return redirect_to_login(address_of(request.POST))
        if not form.is_valid() or form.wish is None:
            return _shown(request, form, stays, status=422)
        return _booked(request, form, form.wish, stays)
    if "first" in request.GET:
        form = PlanForm(request.GET, spaces=spaces)
        form.is_valid()
        return _shown(request, form, stays)
    form = PlanForm(initial=_first(request.GET, stays), spaces=spaces)
    return _shown(request, form, stays)


def _first(asked: QueryDict, stays: list[OwnStay]) -> dict[str, Any]:
    """Office hours of working days; the next days of one's profile."""
    found: dict[str, Any] = {"opens": OPENS, "closes": CLOSES, "days": WORKING_DAYS}
    if stays:
        next_one = stays[0]
        found |= {"first": next_one.first, "last": next_one.last}
        found["space"] = next_one.space.slug
    if "space" in asked:
        found["space"] = asked["space"]
    return found


def _booked(
    request: Any, form: PlanForm, wish: VisitWish, stays: list[OwnStay]
) -> HttpResponse:
    more = VisitForm(request.POST)
    asks = asks_of(request, wish.space, wish.party_size)
    if not more.is_valid():
        return _shown(request, form, stays, more, status=422)
    if not asks:
        more.add_error(None, _("Choose at least one day."))
        return _shown(request, form, stays, more, status=422)
    note, key = more.cleaned_data["note"], more.cleaned_data["key"]
    wish = VisitWish(**{**wish.__dict__, "note": note})
    try:
        done = book_visit(request.user, wish, asks, key=key)
    except VisitNotBookedError as why:
        more.add_error(None, str(why))
        return _shown(request, form, stays, more, taken=why.full, status=409)
    except KeyReusedError:
        words = _(
            "A visit was booked from this page before. Look at your bookings first."
        )
        more.add_error(None, words)
        return _shown(request, form, stays, more, status=409)
    except RefusedError as why:
        more.add_error(None, str(why))
        return _shown(request, form, stays, more, status=409)
    except ValidationError as wrong:
        more.add_error(None, _("Nothing is booked: what is possible has changed."))
        more.add_error(None, list(dict.fromkeys(wrong.messages)))
        return _shown(request, form, stays, more, status=422)
    if done.is_new:
        messages.success(request, _("Your visit is booked."))
    return redirect("spaces:visit", done.visit.uuid)


def _shown(
    request: Any,
    form: PlanForm,
    stays: list[OwnStay],
    more: VisitForm | None = None,
    *,
    taken: Any = (),
    status: int = 200,
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    shown = None
    if form.is_bound and form.wish is not None:
        shown = PlanShown.of(request.user, form.wish, asked, taken)
    address = address_of(asked) if shown else ""
    context = {
        "form": form,
        "plan": shown,
        "booked": _booked_then(request.user, form.wish) if shown else 0,
        "more": more or VisitForm(),
        # (what was sent before was another wish)
        "key": new_key(),
        "address": address,
        "stays": [(one, stay_address(one)) for one in stays],
        "kept": [(name, v) for name in ASKED for v in asked.getlist(name)],
    }
    return render(request, "spaces/plan.html", context, status=status)


def _booked_then(user: Any, wish: VisitWish | None) -> int:
    """How many places one has on these days already: who comes back to a plan should
    not book it a second time unawares."""
    if wish is None or not user.is_authenticated:
        return 0
    rows = Booking.objects.filter(member=user).live()
    return rows.filter(local_date__range=(wish.first, wish.last)).count()
