"""Whom a member has blocked."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.accounts.actions import CannotBlockError, unblock
from community.accounts.models import Block
from community.profiles.actions import block_person
from community.profiles.models import Profile
from community.profiles.permissions import can_confirm
from community.profiles.querysets import directory_of, directory_towards

ON_A_PAGE = 50


@require_safe
def blocked(request: HttpRequest) -> HttpResponse:
    """The newest first, by the names that one may read."""
    found = Block.objects.visible_to(request.user)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    names = directory_of(request.user).names_of([b.blocked_id for b in page])
    blocks = [(one, names.get(one.blocked_id)) for one in page]
    context = {"blocks": blocks, "found": page}
    return render(request, "profiles/blocked.html", context)


@require_POST
def let_near(request: Any, pk: int) -> HttpResponse:
    if not unblock(request.user, pk):
        raise Http404
    messages.success(request, _("This member can find you and write to you again."))
    return redirect("profile:blocked")


@login_required
@require_POST
def keep_away(request: Any, slug: str) -> HttpResponse:
    """Block somebody whose page one can see."""
    found = directory_towards(request.user, slug).whole(slug)
    if found is None:
        raise Http404
    profile = Profile.objects.select_related("user").get(pk=found[0])
    if not can_confirm(request.user, profile):
        raise Http404
    try:
        block_person(request.user, profile)
    except CannotBlockError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Blocked. Here you can take it back at any time."))
    return redirect("profile:blocked")
