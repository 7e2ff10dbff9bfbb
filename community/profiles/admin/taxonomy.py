"""Proposed skills, and words for occupations.

They work without JavaScript: a decision is a form, a search is an address.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cms.core.languages import NAMES, current
from cms.core.limits import client_network
from community.profiles.actions import (
    CannotMergeError,
    LabelTakenError,
    UnusableLabelError,
    approve_skill,
    is_left_behind,
    merge_skill,
    reject_skill,
    word_occupation,
)
from community.profiles.forms import ApprovalForm, MergeForm, WordsForm
from community.profiles.models import Label, Occupation, Skill
from community.profiles.permissions import can_curate_occupations, can_curate_skills
from community.profiles.querysets.suggestions import LONGEST_QUERY, SKILL

ON_A_PAGE = 25
SIMILAR = 10


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What members proposed, the oldest first."""
    _curators_only(request)
    waiting = Skill.objects.pending().select_related("proposed_by").with_names()
    page = Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("p"))
    return render(request, "profiles/admin/proposals.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: approve it under these labels, or find what it can be merged into."""
    _curators_only(request)
    skill = _pending(pk)
    names = skill.names
    if request.method != "POST":
        initial = {f"label_{code}": text for code, text in names.items()}
        return _shown(request, skill, ApprovalForm(initial=initial))
    form = ApprovalForm(request.POST)
    if form.is_valid():
        try:
            approve_skill(skill, form.labels, request.user, form.cleaned_data["group"])
        except (UnusableLabelError, LabelTakenError) as wrong:
            form.add_error(None, str(wrong))
        else:
            return _decided(request, _("“%(skill)s” can be chosen now."), skill)
    return _shown(request, skill, form, status=422)


@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    _curators_only(request)
    skill = _pending(pk)
    form = MergeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the skill to merge into."))
        return redirect("profiles_admin:proposal", pk=pk)
    try:
        into = merge_skill(
            skill, form.cleaned_data["into"], request.user, client_network(request)
        )
    except CannotMergeError as wrong:
        messages.error(request, str(wrong))
        return redirect("profiles_admin:proposal", pk=pk)
    if is_left_behind(into):
        words = _(
            "Many members have this skill. The directory follows when an operator "
            "runs: python manage.py reindex_profiles --skill %(slug)s"
        )
        messages.warning(request, words % {"slug": into.slug})
    return _decided(request, _("“%(skill)s” was merged."), skill)


@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    _curators_only(request)
    skill = _pending(pk)
    try:
        reject_skill(skill, request.user)
    except CannotMergeError as wrong:
        messages.error(request, str(wrong))
        return redirect("profiles_admin:proposals")
    return _decided(request, _("“%(skill)s” was rejected."), skill)


@require_safe
def occupations(request: HttpRequest) -> HttpResponse:
    """The groups of ISCO-08, read only, with a way to the words of each."""
    if not can_curate_occupations(request.user):
        raise PermissionDenied
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    found = Occupation.objects.matching(query).order_by("code").with_names()
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "query": query}
    return render(request, "profiles/admin/occupations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def occupation(request: HttpRequest, code: str) -> HttpResponse:
    """Alternative labels of one group; those of the files can only be read."""
    if not can_curate_occupations(request.user):
        raise PermissionDenied
    found = get_object_or_404(Occupation.objects.with_labels(), code=code)
    if request.method != "POST":
        form = WordsForm(initial=_own_words(found))
        return _words_shown(request, found, form)
    form = WordsForm(request.POST)
    if form.is_valid():
        try:
            word_occupation(found, form.words, request.user)
        except UnusableLabelError as wrong:
            form.add_error(None, str(wrong))
        else:
            words = _("The words for “%(occupation)s” were saved.")
            messages.success(request, words % {"occupation": found})
            return redirect("profiles_admin:occupations")
    return _words_shown(request, found, form, status=422)


def _curators_only(request: HttpRequest) -> None:
    if not can_curate_skills(request.user):
        raise PermissionDenied


def _pending(pk: int) -> Skill:
    waiting = Skill.objects.pending().select_related("proposed_by").with_labels()
    return get_object_or_404(waiting, pk=pk)


def _shown(
    request: HttpRequest, skill: Skill, form: ApprovalForm, status: int = 200
) -> HttpResponse:
    """With approved skills that are called similarly, or as what was searched for."""
    name = skill.label_in(current())
    query = request.GET.get("q", name)[:LONGEST_QUERY]
    similar = Label.objects.suggested(query, current(), SIMILAR, [SKILL])
    context = {
        "skill": skill,
        "name": name,
        "language": next((NAMES[code] for code in skill.names), ""),
        "form": form,
        "query": query,
        "similar": similar,
    }
    return render(request, "profiles/admin/proposal.html", context, status=status)


def _decided(request: HttpRequest, words: str, skill: Skill) -> HttpResponse:
    messages.success(request, words % {"skill": skill.label_in(current())})
    return redirect("profiles_admin:proposals")


def _own_words(found: Occupation) -> dict[str, str]:
    own = [o for o in found.labels.all() if o.source == Label.Source.STAFF]
    return {
        f"words_{code}": "\n".join(o.text for o in own if o.language == code)
        for code, _name in settings.LANGUAGES
    }


def _words_shown(
    request: HttpRequest, found: Occupation, form: WordsForm, status: int = 200
) -> HttpResponse:
    fixed = [
        {
            "language": name,
            "preferred": found.names.get(code, "-"),
            "alternatives": [
                one.text
                for one in found.labels.all()
                if one.language == code
                and one.kind == Label.Kind.ALTERNATIVE
                and one.source != Label.Source.STAFF
            ],
        }
        for code, name in settings.LANGUAGES
    ]
    context: dict[str, Any] = {"occupation": found, "form": form, "fixed": fixed}
    return render(request, "profiles/admin/occupation.html", context, status=status)
