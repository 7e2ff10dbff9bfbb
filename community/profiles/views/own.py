"""A member's own profile: everything at a glance, its sections, the photo, the listing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cms.core.downloads import private_file
from community.profiles.actions import (
    HasNoNameError,
    change_profile,
    list_profile,
    remove_photo,
    set_photo,
    share_with_partners,
    show_fields,
    start_profile,
    unlist_profile,
)
from community.profiles.actions.profiles import LAST_STEP
from community.profiles.completeness import completeness
from community.profiles.forms import (
    SECTION_FORMS,
    PhotoForm,
    SkillEditor,
    acted_on,
)
from community.profiles.forms.choosing import WHICH
from community.profiles.models import Profile
from community.profiles.presets import shown_to_partners
from community.profiles.projection import everything
from community.profiles.views.parts import deleted_lately

SECTION_TITLES: dict[str, Promise] = {
    "basics": gettext_lazy("Name and headline"),
    "work": gettext_lazy("Occupation and position"),
    "place": gettext_lazy("Place and availability"),
    "about": gettext_lazy("About me"),
    "contact": gettext_lazy("Contact"),
}
TYPES = {".png": "image/png", ".jpg": "image/jpeg"}


@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """All of it as the owner sees it, each section with its way to edit."""
    profile = Profile.objects.whole().filter(user=request.user).first()
    if profile is None:
        return redirect("profile:start")
    whole = everything(profile)
    context = {
        "profile": profile,
        "person": whole,
        "completeness": completeness(whole),
        "is_unfinished": profile.step <= LAST_STEP,
        "has_deleted": deleted_lately(request) is not None,
    }
    return render(request, "profiles/own/hub.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, name: str) -> HttpResponse:
    if name not in SECTION_FORMS:
        raise Http404
    profile = start_profile(request.user)
    posted = request.POST if request.method == "POST" else None
    form = SECTION_FORMS[name](posted, instance=profile)
    if form.is_valid():
        change_profile(profile, form.values)
        messages.success(request, _("Saved."))
        return redirect("profile:hub")
    context = {"form": form, "title": SECTION_TITLES[name], "name": name}
    status = 422 if form.is_bound else 200
    return render(request, "profiles/own/section.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def skills(request: HttpRequest) -> HttpResponse:
    """Skills that the member has, offers and seeks."""
    profile = start_profile(request.user)
    swapped = bool(request.htmx)
    editors = [SkillEditor(profile, which, is_swapped=swapped) for which in WHICH]
    if request.method == "POST":
        acting = acted_on(editors, request.POST)
        if acting is None:
            messages.success(request, _("Saved."))
            return redirect("profile:hub")
        if request.htmx:
            return render(request, "profiles/own/_skills.html", {"editor": acting})
    return render(request, "profiles/own/skills.html", {"editors": editors})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_photo(request: HttpRequest) -> HttpResponse:
    """Choose a picture, or take it away."""
    profile = start_profile(request.user)
    if request.method == "POST" and "remove" in request.POST:
        remove_photo(profile)
        messages.success(request, _("Your photo is deleted."))
        return redirect("profile:hub")
    posted = request.method == "POST"
    form = PhotoForm(
        request.POST if posted else None, request.FILES if posted else None
    )
    if form.is_valid() and _photo_taken(profile, form):
        messages.success(request, _("Your photo is saved."))
        return redirect("profile:edit-photo")
    context = {"form": form, "profile": profile}
    status = 422 if posted else 200
    return render(request, "profiles/own/photo.html", context, status=status)


def _photo_taken(profile: Profile, form: PhotoForm) -> bool:
    try:
        set_photo(profile, form.cleaned_data["photo"])
    except ValidationError as wrong:
        form.add_error("photo", wrong)
        return False
    return True


@require_safe
def photo(request: HttpRequest) -> HttpResponseBase:
    """The own photo, also while nobody else may see it."""
    profile = Profile.objects.filter(user=request.user).first()
    if profile is None or not profile.photo:
        raise Http404
    suffix = "." + (profile.photo.name or "").rpartition(".")[2]
    return private_file(
        request,
        profile.photo,
        content_type=TYPES.get(suffix, "application/octet-stream"),
        title="photo",
        attachment=False,
        digest=profile.photo.name or "",
    )


@require_POST
def listing(request: HttpRequest) -> HttpResponse:
    """Give or withdraw one of the two consents. Giving one needs the box beside it."""
    profile = start_profile(request.user)
    asked = request.POST.get("do", "")
    if asked in ("list", "partners") and "agree" not in request.POST:
        messages.error(request, _("Tick the box if you agree. Nothing was changed."))
    elif asked in _DO:
        _DO[asked](request, profile)
    else:
        messages.error(request, _("Nothing was changed."))
    place = "profile:visibility" if asked.endswith("partners") else "profile:hub"
    return redirect(place)


def _list(request: HttpRequest, profile: Profile) -> None:
    try:
        list_profile(profile)
    except HasNoNameError:
        messages.error(request, _("Give your name first."))
    else:
        messages.success(request, _("Your profile is in the directory now."))


def _unlist(request: HttpRequest, profile: Profile) -> None:
    unlist_profile(profile)
    messages.success(
        request, _("Your profile is no longer in the directory. Nothing is lost.")
    )


def _share(request: HttpRequest, profile: Profile) -> None:
    if profile.partners_since is None:
        show_fields(profile, shown_to_partners(profile.visibility))
        share_with_partners(profile, True)
    messages.success(
        request, _("Partner organisations may see what you have ticked for them.")
    )


def _no_longer_share(request: HttpRequest, profile: Profile) -> None:
    share_with_partners(profile, False)
    messages.success(request, _("Partner organisations see nothing of you any more."))


_DO: dict[str, Any] = {
    "list": _list,
    "unlist": _unlist,
    "partners": _share,
    "no-partners": _no_longer_share,
}
