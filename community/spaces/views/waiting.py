"""Joining the waiting list, leaving it, and joining it again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.spaces import actions
from community.spaces.actions import Ask, FreeNowError, RefusedError
from community.spaces.cards import let_in
from community.spaces.forms import WaitForm, asked_day, asked_time, new_key
from community.spaces.forms.waiting import ANY, THIS
from community.spaces.models import Resource, WaitlistEntry
from community.spaces.permissions import can_book, can_leave_waitlist, can_manage_space
from community.spaces.views.asking import (
    front_of,
    insist,
    resource_asked,
    space_called,
)
from community.spaces.views.booking import asked_for, day_of
from community.spaces.views.offering import choices_of, free_on
from community.spaces.views.waits import booking_address

LOOK = "look"  # sent by a booking form: show what it said, and join nothing yet
_MOST_PEOPLE = 10**6


@require_http_methods(["GET", "HEAD", "POST"])
def wait(request: Any, slug: str) -> HttpResponse:
    space = space_called(request.user, slug)
    insist(request.user.is_active)
    resource = resource_asked(request, space)
    if resource is None:
        path = reverse("spaces:book", args=[space.slug])
        return redirect(f"{path}?{request.GET.urlencode()}")
    insist(can_book(request.user, resource))
    others = _has_others(resource)
    if request.method != "POST" or LOOK in request.POST:
        first = _first(request, resource)
        form = WaitForm(initial=first, resource=resource, others=others)
        form.offer_first()
        return _form(request, form)
    form = WaitForm(request.POST, resource=resource, others=others)
    if not form.is_valid() or form.told is None:
        return _form(request, form, status=422)
    return _joined(request, form)


def _joined(request: Any, form: WaitForm) -> HttpResponse:
    assert form.told is not None  # noqa: S101 (the form is valid)
    try:
        done = actions.join_waitlist(
            request.user, form.told.ask, is_any=form.is_any, until=form.deadline
        )
    except ValidationError as wrong:
        form.refuse(wrong)
        return _form(request, form, status=422)
    except FreeNowError as free:
        form.add_error(None, str(free))
        kept = form.cleaned_data | {"key": new_key()}
        return _form(request, form, choices_of(free.choices, kept), status=409)
    except RefusedError as why:
        form.add_error(None, str(why))
        return _form(request, form, status=409)
    _tell(request, is_new=done.is_new, hints=form.told.hints)
    return _to_own()


def _tell(request: Any, *, is_new: bool, hints: tuple[str, ...] = ()) -> None:
    if is_new:
        words = _("You are on the waiting list. You will be written to.")
    else:
        words = _("You waited for this already. What you wrote now holds.")
    messages.success(request, words)
    for hint in hints:
        messages.info(request, hint)


def _has_others(resource: Resource) -> bool:
    return any(
        one.kind == resource.kind and one.pk != resource.pk
        for one in let_in(resource.space)
    )


def _first(request: Any, resource: Resource) -> dict[str, Any]:
    """What the address says, or the booking form that could not be met."""
    if request.method != "POST":
        found, sent = asked_for(request, resource), request.GET
    else:
        found, sent = _times_sent(request.POST), request.POST
    people = sent.get("people", "")
    if people.isascii() and people.isdigit() and int(people[:7]) < _MOST_PEOPLE:
        found["people"] = int(people[:7])
    found["scope"] = ANY if sent.get("scope") == ANY else THIS
    if request.method == "POST":
        found["note"] = sent.get("note", "")
    return found


def _times_sent(sent: QueryDict) -> dict[str, Any]:
    times = {name: asked_time(sent.get(name)) for name in ("starts", "ends")}
    told = {"date": asked_day(sent.get("date")), "part": sent.get("part"), **times}
    return {name: value for name, value in told.items() if value is not None}


def _form(
    request: Any, form: WaitForm, choices: Any = (), status: int = 200
) -> HttpResponse:
    space = form.resource.space
    context = {
        "space": space,
        "front": front_of(request, space),
        "resource": form.resource,
        "form": form,
        "choices": choices,
        "choose_at": reverse("spaces:book", args=[space.slug]),
        "free": free_on(form.resource, day_of(form)),
    }
    return render(request, "spaces/wait.html", context, status=status)


# What becomes of an entry ----------------------------------------------------------------


@require_POST
def leave(request: Any, uid: Any) -> HttpResponse:
    """One's own place in the line, or who manages the space strikes out another's."""
    entry = _called(request.user, uid)
    insist(can_leave_waitlist(request.user, entry))
    is_own = entry.member_id == request.user.pk
    space = entry.resource.space
    try:
        actions.leave_waitlist(request.user, entry)
    except RefusedError:
        words = _("A place has come free in the meantime: this is a booking now.")
        messages.info(request, words)
        return _to_desk(space.slug) if not is_own else redirect("spaces:mine")
    if request.POST.get("back") == "desk" and can_manage_space(request.user, space):
        words = _("Struck out. The member is told.")
        messages.success(request, words if not is_own else _("Struck out."))
        return _to_desk(space.slug)
    if not is_own:
        return _to_desk(space.slug)
    return redirect(f"{reverse('spaces:mine')}?left={entry.uuid}")


@require_POST
def again(request: Any, uid: Any) -> HttpResponse:
    """Back on the list after having left it, as the last one."""
    entry = _called(request.user, uid)
    insist(entry.member_id == request.user.pk)
    times = (entry.starts_at, entry.ends_at)
    ask = Ask(entry.resource, *times, entry.party_size, entry.note)
    until = entry.until if entry.until < entry.starts_at else None
    try:
        done = actions.join_waitlist(
            request.user, ask, is_any=entry.is_any, until=until
        )
    except FreeNowError as free:
        messages.info(request, str(free))
        return redirect(booking_address(ask))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return _to_own()
    except RefusedError as why:
        messages.error(request, str(why))
        return _to_own()
    _tell(request, is_new=done.is_new)
    return _to_own()


def _called(user: Any, uid: Any) -> WaitlistEntry:
    """With its resource and space. Raises Http404."""
    rows = WaitlistEntry.objects.visible_to(user).select_related("resource__space")
    found: WaitlistEntry | None = rows.filter(uuid=uid).first()
    if found is None:
        raise Http404
    return found


def _to_own() -> HttpResponse:
    return redirect(f"{reverse('spaces:mine')}#waiting")


def _to_desk(slug: str) -> HttpResponse:
    return redirect(f"{reverse('spaces:desk', args=[slug])}#waitlist")
