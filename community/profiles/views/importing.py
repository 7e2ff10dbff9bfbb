"""A profile from a file: choose the file, tick what to take, and it is there.

Between the two steps what was read travels in the form, signed; no file is kept.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.limits import is_over_limit
from community.profiles.actions import Applied, apply_draft, start_profile
from community.profiles.forms import ProfileFileForm
from community.profiles.imports import Change, Draft, changes_of, seal, unseal
from community.profiles.models import Profile

MOST_FILES, HOUR = 30, 3600
HEADINGS = {
    "values": gettext_lazy("About you"),
    "experience": gettext_lazy("Experience"),
    "education": gettext_lazy("Education"),
    "licences": gettext_lazy("Licences"),
    "languages": gettext_lazy("Languages"),
    "skills": gettext_lazy("Skills"),
    "proposals": gettext_lazy("Skills that we do not have yet"),
    "links": gettext_lazy("Links"),
}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_profile(request: HttpRequest) -> HttpResponse:
    if "draft" in request.POST:
        return _apply(request)
    if request.method != "POST":
        return _upload(request, ProfileFileForm())
    if is_over_limit(request, "profile-import", most=MOST_FILES, seconds=HOUR):
        messages.error(request, _("These were many files. Please wait for an hour."))
        return _upload(request, ProfileFileForm(), status=429)
    form = ProfileFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload(request, form, status=422)
    return _preview(request, form.cleaned_data["draft"])


def _upload(
    request: HttpRequest, form: ProfileFileForm, status: int = 200
) -> HttpResponse:
    context = {"form": form}
    return render(request, "profiles/importing/upload.html", context, status=status)


def _preview(request: HttpRequest, draft: Draft) -> HttpResponse:
    changes = changes_of(draft, _profile_of(request.user))
    context = {
        "groups": _grouped(changes),
        "notes": draft.notes,
        "draft": seal(draft, request.user),
    }
    return render(request, "profiles/importing/preview.html", context)


def _grouped(changes: list[Change]) -> list[dict[str, Any]]:
    groups = [
        {
            "kind": kind,
            "title": title,
            "changes": [c for c in changes if c.kind == kind],
        }
        for kind, title in HEADINGS.items()
    ]
    return [group for group in groups if group["changes"]]


def _apply(request: HttpRequest) -> HttpResponse:
    draft = unseal(request.POST["draft"], request.user)
    if draft is None:
        messages.error(request, _("The file is no longer here. Choose it again."))
        return redirect("profile:import")
    chosen = set(request.POST.getlist("take"))
    if not chosen:
        messages.info(request, _("Nothing was ticked, so nothing was changed."))
        return redirect("profile:import")
    _tell(request, apply_draft(start_profile(request.user), draft, chosen))
    return redirect("profile:hub")


def _tell(request: HttpRequest, done: Applied) -> None:
    words = ngettext(
        "%(number)s thing was taken over into your profile.",
        "%(number)s things were taken over into your profile.",
        done.number,
    )
    messages.success(request, words % {"number": done.number})
    if done.refused:
        words = _("These could not be taken over: %(things)s")
        named = ", ".join(done.refused[:10])
        messages.warning(request, words % {"things": named})


def _profile_of(user: Any) -> Profile:
    """The member's own, or one that is not stored: a look makes nothing."""
    found = Profile.objects.filter(user=user).first()
    return found or Profile(user=user, name=user.display_name)
