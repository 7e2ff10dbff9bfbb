"""Calendars from elsewhere that keep a space busy, for those who manage it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.spaces import actions
from community.spaces.actions import MOST_SOURCES, RefusedError
from community.spaces.forms import SourceChangeForm, SourceForm
from community.spaces.models import IcsSource
from community.spaces.permissions import can_keep_sources
from community.spaces.views.asking import desk_called, front_of


def _source(request: Any, slug: str, pk: int) -> IcsSource:
    space = desk_called(request.user, slug, can_keep_sources)
    rows = IcsSource.objects.visible_to(request.user).filter(space=space)
    found: IcsSource | None = rows.told(timezone.now()).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def sources(request: Any, slug: str) -> HttpResponse:
    """The list, and a form for one more."""
    space = desk_called(request.user, slug, can_keep_sources)
    posted = request.POST if request.method == "POST" else None
    form = SourceForm(posted, space=space)
    if form.is_valid():
        try:
            actions.add_source(request.user, space, form.wish())
        except ValidationError as wrong:
            form.refuse(wrong)
        except RefusedError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Added. It is being read now."))
            return redirect("spaces:sources", space.slug)
    now = timezone.now()
    rows = IcsSource.objects.visible_to(request.user).filter(space=space)
    context = {
        "space": space,
        "front": front_of(request, space),
        "sources": list(rows.told(now)[: 2 * MOST_SOURCES]),
        "form": form,
        "now": now,
    }
    status = 422 if form.errors else 200
    return render(request, "spaces/sources.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Any, slug: str, pk: int) -> HttpResponse:
    """Another name, address, place, with titles or without."""
    source = _source(request, slug, pk)
    posted = request.POST if request.method == "POST" else None
    form = SourceChangeForm(posted, source=source)
    if form.is_valid():
        try:
            actions.change_source(request.user, source, **form.changes())
        except ValidationError as wrong:
            form.refuse(wrong)
        else:
            messages.success(request, _("Saved."))
            return redirect("spaces:sources", slug)
    context = {
        "space": source.space,
        "front": front_of(request, source.space),
        "source": source,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "spaces/source_change.html", context, status=status)


@require_POST
def fetch(request: Any, slug: str, pk: int) -> HttpResponse:
    said = _("It is being read. Look again in a moment.")
    return _done(request, slug, pk, actions.fetch_now, said)


@require_POST
def pause(request: Any, slug: str, pk: int) -> HttpResponse:
    said = _("Paused. What it keeps busy stays as it is.")
    return _done(request, slug, pk, actions.pause_source, said)


@require_POST
def resume(request: Any, slug: str, pk: int) -> HttpResponse:
    said = _("Resumed. It is being read now.")
    return _done(request, slug, pk, actions.resume_source, said)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Any, slug: str, pk: int) -> HttpResponse:
    """Asks once more, and does it."""
    if request.method == "POST":
        said = _("Removed. What it kept busy is free.")
        return _done(request, slug, pk, actions.remove_source, said)
    source = _source(request, slug, pk)
    context = {
        "space": source.space,
        "front": front_of(request, source.space),
        "source": source,
    }
    return render(request, "spaces/source_remove.html", context)


def _done(
    request: Any, slug: str, pk: int, act: Callable[..., object], said: str
) -> HttpResponse:
    source = _source(request, slug, pk)
    try:
        act(request.user, source)
    except RefusedError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, said)
    return redirect("spaces:sources", slug)
