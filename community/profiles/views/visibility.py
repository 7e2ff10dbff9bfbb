"""Who may see what of one's own profile, and how it looks to them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from community.profiles.actions import show_fields, start_profile
from community.profiles.audiences import ALL, LABELS, NAMES, Audience
from community.profiles.forms import VisibilityForm
from community.profiles.models import Profile
from community.profiles.presets import PRESET_LABELS, PRESETS, masks_of, preset_of
from community.profiles.projection import shown_to

WORDS = {
    Audience.PUBLIC: gettext_lazy(
        "Whoever opens this site, and search engines. It may be copied elsewhere."
    ),
    Audience.MEMBERS: gettext_lazy(
        "People who have an account here and are logged in."
    ),
    Audience.NETWORKS: gettext_lazy(
        "Members of a profession network to which you belong, too. Used when you join a "
        "network."
    ),
    Audience.PARTNERS: gettext_lazy(
        "Universities, clinics, companies and others with an agreement with us, only "
        "with your consent."
    ),
    Audience.ORG: gettext_lazy(
        "Those who run this site. Each of their looks is noted with its reason."
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def visibility(request: HttpRequest) -> HttpResponse:
    """All fields and audiences as boxes; a preset sets them all."""
    profile = start_profile(request.user)
    preset = request.POST.get("preset", "")
    if preset in PRESETS:
        show_fields(profile, masks_of(preset, profile.visibility))
        messages.success(request, _("Saved."))
        return redirect("profile:visibility")
    posted = request.POST if request.method == "POST" else None
    form = VisibilityForm(posted, profile=profile)
    if form.is_valid():
        show_fields(profile, form.masks)
        messages.success(request, _("Saved. The directory shows it so already."))
        return redirect("profile:visibility")
    context = {
        "form": form,
        "profile": profile,
        "audiences": [(LABELS[one], WORDS[one]) for one in ALL],
        "presets": PRESET_LABELS.items(),
        "preset": preset_of(profile.visibility),
    }
    status = 422 if form.is_bound else 200
    return render(request, "profiles/own/visibility.html", context, status=status)


@require_safe
def preview(request: HttpRequest, audience: str) -> HttpResponse:
    """The profile exactly as a reader of this audience sees it."""
    asked = {name: one for one, name in NAMES.items()}.get(audience)
    if asked is None:
        raise Http404
    profile = Profile.objects.whole().filter(user=request.user).first()
    if profile is None:
        return redirect("profile:start")
    person = shown_to(profile, asked)
    context = {
        "profile": profile,
        "person": person,
        "asked": audience,
        "label": LABELS[asked],
        "words": WORDS[asked],
        "tabs": [(NAMES[one], LABELS[one]) for one in ALL],
        "is_empty": not _says_anything(person),
    }
    return render(request, "profiles/own/preview.html", context)


def _says_anything(person: dict) -> bool:
    """Whether there is more in it than what every row has."""
    always = {"slug", "language", "verified"}
    return any(value for name, value in person.items() if name not in always)
