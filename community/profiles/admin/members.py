"""Members as the organisation sees them. Every look needs a reason and is noted."""

import json
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cms.core.limits import client_network
from community.profiles.actions import (
    disclose,
    tighten_field,
    verify_profile,
    withdraw_verification,
)
from community.profiles.audiences import Audience, mask_of
from community.profiles.cards import PersonCard, facts_of
from community.profiles.forms import MOST, ReasonForm, TightenForm
from community.profiles.models import Profile
from community.profiles.permissions import can_read_as_organisation, can_verify_profiles
from community.profiles.querysets import Directory
from community.profiles.querysets.suggestions import LONGEST_QUERY

ON_A_PAGE = 25
MOST_REASONS = 50  # profiles whose reasons a session remembers
ORGANISATION = Directory(Audience.ORG)


@never_cache
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """The newest first; words find what is shown to the organisation, and no more."""
    _staff_only(request)
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    directory = ORGANISATION.matching(query) if query else ORGANISATION
    place = _place(request.GET.get("after", ""))
    matches = directory.count()
    found = directory.page("newest", ON_A_PAGE + 1, place, matches)
    people, more = found[:ON_A_PAGE], len(found) > ON_A_PAGE
    last = people[-1] if more else None
    context = {
        "people": [(PersonCard(one), one.since) for one in people],
        "query": query,
        "matches": matches,
        "is_first": place is None,
        "after": f"{last.since.isoformat()}_{last.profile_id}" if last else "",
    }
    return render(request, "profiles/admin/members.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks for a reason once in a session, and notes it at each look."""
    _staff_only(request)
    found = ORGANISATION.whole(slug)
    if found is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _remember(request, slug, form.cleaned_data["reason"])
        return redirect("members_admin:member", slug=slug)
    reason = _reason(request, slug)
    if request.method == "POST" or not reason:
        status = 422 if form.is_bound else 200
        context = {"form": form}
        return render(request, "profiles/admin/reason.html", context, status=status)
    number, whole, _tokens, _photo = found
    disclose(number, request.user, reason, client_network(request))
    return _shown(request, number, json.loads(whole), reason)


@require_POST
def verify(request: HttpRequest, slug: str) -> HttpResponse:
    profile = _looked_at(request, slug)
    if "withdraw" in request.POST:
        withdraw_verification(profile)
        messages.success(request, _("The verification was withdrawn."))
    else:
        verify_profile(profile, by=request.user)
        messages.success(request, _("The member is verified."))
    return redirect("members_admin:members")


@require_POST
def tighten(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a field to fewer; nobody but the member can show it to more."""
    profile = _looked_at(request, slug)
    form = TightenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a field and who may see it at most."))
        return redirect("members_admin:member", slug=slug)
    field, most = form.cleaned_data["field"], MOST[form.cleaned_data["most"]]
    before = mask_of(field, profile.visibility)
    if before & most == before:
        messages.info(request, _("It is shown to no more people than that already."))
        return redirect("members_admin:member", slug=slug)
    tighten_field(profile, field, most)
    messages.success(request, _("The field is shown to fewer people now."))
    return redirect("members_admin:members")


def _staff_only(request: HttpRequest) -> None:
    if not can_read_as_organisation(request.user):
        raise PermissionDenied


def _looked_at(request: HttpRequest, slug: str) -> Profile:
    """The profile, for who may change it and has given a reason to look at it."""
    _staff_only(request)
    if not can_verify_profiles(request.user):
        raise PermissionDenied
    if ORGANISATION.whole(slug) is None or not _reason(request, slug):
        raise Http404
    found: Profile = get_object_or_404(Profile, slug=slug)
    return found


def _shown(
    request: HttpRequest, number: int, whole: dict[str, Any], reason: str
) -> HttpResponse:
    context = {
        "slug": whole["slug"],
        "name": whole["name"] or _("Member without a shown name"),
        "facts": facts_of(whole),
        "verified": whole["verified"],
        "reason": reason,
        "can_verify": can_verify_profiles(request.user),
        "tighten_form": TightenForm(),
    }
    return render(request, "profiles/admin/member.html", context)


def _reason(request: HttpRequest, slug: str) -> str:
    told: str = request.session.get("disclosure_reasons", {}).get(slug, "")
    return told


def _remember(request: HttpRequest, slug: str, reason: str) -> None:
    told = {**request.session.get("disclosure_reasons", {}), slug: reason}
    kept = list(told.items())[-MOST_REASONS:]
    request.session["disclosure_reasons"] = dict(kept)


def _place(text: str) -> tuple[datetime, int] | None:
    """(listed since, id) of the last row before; None for what is no place."""
    moment, _sign, number = text.partition("_")
    try:
        since, place = datetime.fromisoformat(moment), int(number)
    except ValueError:
        return None
    return (since, place) if since.tzinfo and abs(place) < 2**31 else None
