"""The page of one person, and what members say there of each other."""

import json
from hashlib import blake2b
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.core.downloads import private_file
from cms.core.rows.version import seen
from community.profiles.actions import (
    endorse,
    small_photo,
    vouch,
    withdraw_endorsement,
    withdraw_vouch,
)
from community.profiles.audiences import Audience
from community.profiles.cards import PersonCard
from community.profiles.models import Endorsement, Profile, ProfileSkill, Vouch
from community.profiles.permissions import can_confirm
from community.profiles.querysets import (
    Directory,
    directory_of,
    directory_towards,
    said_of,
)
from community.profiles.similar import Reason, ranked, searched_by

SIMILAR = 6
CANDIDATES = 20  # for each way of being alike
REASONS = {
    "offers": gettext_lazy("offers what is looked for here"),
    "seeks": gettext_lazy("looks for what is offered here"),
    "occupation": gettext_lazy("same occupation"),
    "field": gettext_lazy("related occupation"),
    "city": gettext_lazy("lives in the same city"),
}


class VouchForm(forms.ModelForm):
    class Meta:
        model = Vouch
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "maxlength": 300})}


@never_cache
@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    return _shown(request, slug)


def _shown(
    request: HttpRequest, slug: str, form: forms.ModelForm | None = None
) -> HttpResponse:
    # Others are compared as the reader sees them in the directory.
    directory = directory_of(request.user)
    here = directory_towards(request.user, slug)
    profile_id, whole, tokens, _photo = _found(here, slug)
    content = json.loads(whole)
    trust = _trust(request, profile_id, form)
    context = {
        "person": content,
        "title": content["name"] or _("Member"),
        "similar": similar_to(directory, profile_id, tokens),
        "is_indexed": directory.audience == Audience.PUBLIC and bool(content["name"]),
        **trust,
        "body_shows": _body_shows(whole, trust.get("endorsed")),
        "vouch_path": reverse("people:vouch", args=[slug]),
        "person_offers": offers_on(request.user, slug),
    }
    status = 422 if form is not None else 200
    return render(request, "profiles/people/person.html", context, status=status)


def _body_shows(whole: str, endorsed: frozenset[int] | None) -> tuple:
    """What the words about a person depend on besides the language: all that this reader
    is shown, the words of the taxonomy, and what they have confirmed (None: may not)."""
    digest = blake2b(whole.encode(), digest_size=16).digest()
    return digest, seen(), -1 if endorsed is None else tuple(sorted(endorsed))


def offers_on(reader: Any, slug: str) -> list[tuple[str, str]]:
    """(label, address) of what other apps let this reader do with the person."""
    if not reader.is_authenticated:
        return []
    found = (import_string(name)(reader, slug) for name in settings.PERSON_OFFERS)
    return [one for one in found if one]


def _found(directory: Directory, slug: str) -> tuple[int, str, list[str], str]:
    found = directory.whole(slug)
    if found is None:
        raise Http404
    return found


def similar_to(
    directory: Directory, profile_id: int, tokens: list[str]
) -> list[tuple[PersonCard, list[str]]]:
    """People who are like this one to the same readers, with reasons in words."""
    alike = directory.alike(searched_by(tokens), CANDIDATES)
    others = [one for one in alike if one[0].profile_id != profile_id]
    best = ranked(tokens, others, SIMILAR)
    return [(PersonCard(row), [_in_words(why) for why in all_]) for row, all_ in best]


def _in_words(reason: Reason) -> str:
    if reason.kind == "skills":
        words = ngettext(
            "%(number)s skill in common",
            "%(number)s skills in common",
            reason.number,
        )
        return words % {"number": reason.number}
    return str(REASONS[reason.kind])


def _trust(
    request: HttpRequest, profile_id: int, form: forms.ModelForm | None
) -> dict[str, Any]:
    """What members see and say of each other; nothing for visitors."""
    if not request.user.is_authenticated:
        return {}
    said = said_of(profile_id, request.user.pk)
    vouches = _vouches(profile_id) if said.has_vouches else []
    if not can_confirm(request.user, said):
        return {"is_own": said.user_id == request.user.pk, "vouches": vouches}
    own = next((one for one in vouches if one.by_id == request.user.pk), None)
    return {
        "vouches": vouches,
        "own_vouch": own,
        "vouch_form": form or VouchForm(instance=own),
        # (the empty form is the same for all)
        "is_new_vouch": True if form is None and own is None else None,
        "endorsed": said.endorsed,
        "skill_actions": "profiles/people/_endorse.html",
    }


def _vouches(profile_id: int) -> list[Vouch]:
    found = Vouch.objects.filter(profile=profile_id).select_related("by")
    return [one for one in found if one.by.is_active]


# What members do -----------------------------------------------------------------------


def _confirmable(request: HttpRequest, slug: str) -> tuple[Profile, dict[str, Any]]:
    """The profile and what this member sees of it; 404 unseen, 403 one's own."""
    found = _found(directory_towards(request.user, slug), slug)
    profile = Profile.objects.get(pk=found[0])
    if not can_confirm(request.user, profile):
        raise PermissionDenied
    return profile, json.loads(found[1])


@login_required
@require_POST
def endorse_skill(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm a skill, or take that back."""
    profile, content = _confirmable(request, slug)
    if pk not in {one["id"] for one in content["skills"]}:
        raise Http404
    held = ProfileSkill.objects.get(pk=pk, profile=profile)
    if Endorsement.objects.filter(profile_skill=held, by=request.user).exists():
        withdraw_endorsement(held, request.user)
    else:
        endorse(held, request.user)
    return redirect("people:person", slug)


@login_required
@require_POST
def vouch_for(request: HttpRequest, slug: str) -> HttpResponse:
    profile, _content = _confirmable(request, slug)
    form = VouchForm(request.POST)
    if not form.is_valid():
        return _shown(request, slug, form)
    vouch(profile, request.user, form.cleaned_data["text"])
    messages.success(request, _("Thank you: your words stand on the profile."))
    return redirect("people:person", slug)


@login_required
@require_POST
def unvouch(request: HttpRequest, slug: str) -> HttpResponse:
    profile, _content = _confirmable(request, slug)
    withdraw_vouch(profile, request.user)
    messages.success(request, _("Your words are taken back."))
    return redirect("people:person", slug)


# Photo ---------------------------------------------------------------------------------


@require_safe
def photo(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The square of a photo, for those who may see it and for its owner."""
    name = _photo_for(request, slug)
    small = small_photo(name) if name else None
    if small is None:
        raise Http404
    return private_file(
        request,
        small,
        content_type="image/jpeg",
        title=slug,
        attachment=False,
        # A new photo has a new name.
        digest=str(small.name),
    )


def _photo_for(request: HttpRequest, slug: str) -> str:
    found = directory_towards(request.user, slug).whole(slug)
    if found and found[3]:
        return found[3]
    if not request.user.is_authenticated:
        return ""
    own = Profile.objects.filter(user=request.user, slug=slug)
    return own.values_list("photo", flat=True).first() or ""
