"""Suggestions under a field while a member types."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.profiles.actions import start_profile
from community.profiles.forms import SkillEditor, choices_for
from community.profiles.forms.choosing import WHICH
from community.profiles.labels import tidy
from community.profiles.querysets.suggestions import (
    LONGEST_QUERY,
    OCCUPATION,
    SKILL,
)


@require_safe
def occupations(request: HttpRequest) -> HttpResponse:
    text = tidy(request.GET.get("occupation_text", ""))[:LONGEST_QUERY]
    context = {"choices": choices_for(text, OCCUPATION), "text": text}
    return render(request, "profiles/own/_occupations.html", context)


@require_safe
def skills(request: HttpRequest, which: str) -> HttpResponse:
    if which not in WHICH:
        raise Http404
    editor = SkillEditor(start_profile(request.user), which)
    editor.read(request.GET)
    editor.found = choices_for(editor.text, SKILL)
    return render(request, "profiles/own/_found.html", {"editor": editor})
