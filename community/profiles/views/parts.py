"""Entries of one's own profile: add, edit, delete, and bring back what was deleted."""

import time
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from community.profiles.actions import remove_part, save_part, start_profile
from community.profiles.forms import PART_FORMS
from community.profiles.models import Profile

# What the screens say, by the name in the address.
TITLES: dict[str, tuple[Promise, Promise]] = {
    "experience": (gettext_lazy("Add experience"), gettext_lazy("Edit experience")),
    "education": (gettext_lazy("Add education"), gettext_lazy("Edit education")),
    "licences": (gettext_lazy("Add a licence"), gettext_lazy("Edit licence")),
    "languages": (gettext_lazy("Add a language"), gettext_lazy("Edit language")),
    "visits": (gettext_lazy("Add a visit"), gettext_lazy("Edit visit")),
    "links": (gettext_lazy("Add a link"), gettext_lazy("Edit link")),
}
MOST = 40  # entries of one kind
# Where the session keeps the last deleted entry, and for how many seconds it is offered.
UNDO, OFFERED = "deleted_part", 15 * 60


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, part: str) -> HttpResponse:
    profile = _profile(request, part)
    if getattr(profile, part).count() >= MOST:
        messages.error(
            request, _("At most %(number)s of these fit in.") % {"number": MOST}
        )
        return redirect("profile:hub")
    model = PART_FORMS[part]._meta.model
    return _edited(request, part, model(profile=profile), TITLES[part][0])


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, part: str, pk: int) -> HttpResponse:
    profile = _profile(request, part)
    one = get_object_or_404(getattr(profile, part), pk=pk)
    return _edited(request, part, one, TITLES[part][1])


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, part: str, pk: int) -> HttpResponse:
    """Asks first; POST deletes, and the next screen offers to take it back."""
    profile = _profile(request, part)
    one = get_object_or_404(getattr(profile, part), pk=pk)
    if request.method == "POST":
        fields = PART_FORMS[part]._meta.fields
        values = {k: v for k, v in model_to_dict(one, fields).items() if v is not None}
        request.session[UNDO] = {
            "part": part,
            "values": _as_typed(values),
            "until": time.time() + OFFERED,
        }
        remove_part(one)
        return _back(part)
    context = {"part": part, "one": one}
    return render(request, "profiles/own/part_delete.html", context)


@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Bring back the entry that was deleted last."""
    kept = deleted_lately(request)
    request.session.pop(UNDO, None)
    if kept is None:
        messages.info(request, _("There is nothing to bring back any more."))
        return redirect("profile:hub")
    profile = _profile(request, kept["part"])
    form_class = PART_FORMS[kept["part"]]
    form = form_class(kept["values"], instance=form_class._meta.model(profile=profile))
    if form.is_valid():
        save_part(form.instance)
        messages.success(request, _("It is back in your profile."))
    else:
        messages.error(request, _("This cannot be brought back: it no longer fits in."))
    return _back(kept["part"])


def deleted_lately(request: HttpRequest) -> dict[str, Any] | None:
    """The entry that can still be brought back: its kind and its values."""
    kept = request.session.get(UNDO)
    if kept and kept["until"] > time.time():
        return dict(kept)
    # What was deleted does not stay longer than it is offered.
    request.session.pop(UNDO, None)
    return None


def _as_typed(values: dict[str, Any]) -> dict[str, Any]:
    """Plain values, as a form would send them."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}


def _profile(request: HttpRequest, part: str) -> Profile:
    if part not in PART_FORMS:
        raise Http404
    return start_profile(request.user)


def _edited(request: HttpRequest, part: str, one: Any, title: Promise) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = PART_FORMS[part](posted, instance=one)
    if form.is_valid():
        save_part(form.instance)
        messages.success(request, _("Saved."))
        return _back(part)
    context = {"form": form, "title": title, "part": part, "one": one}
    status = 422 if form.is_bound else 200
    return render(request, "profiles/own/part.html", context, status=status)


def _back(part: str) -> HttpResponse:
    response = redirect("profile:hub")
    response["Location"] += f"#{part}"
    return response
