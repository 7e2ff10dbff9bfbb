"""The guided profile: four small steps that can be left and resumed."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from community.profiles.actions import (
    change_profile,
    finish_step,
    list_profile,
    set_photo,
    share_with_partners,
    show_fields,
    start_profile,
    unlist_profile,
)
from community.profiles.actions.profiles import LAST_STEP
from community.profiles.audiences import Audience
from community.profiles.completeness import completeness
from community.profiles.forms import (
    KEEP,
    ConsentForm,
    LanguageFormSet,
    PlaceForm,
    SkillEditor,
    VisitFormSet,
    WhoForm,
    WorkForm,
    acted_on,
    as_typed,
    save_rows,
)
from community.profiles.models import Profile
from community.profiles.presets import masks_of, preset_of, shown_to_partners
from community.profiles.projection import everything, shown_to


@dataclass(frozen=True)
class Step:
    number: int
    title: Promise
    lead: Promise
    form_class: Any
    editors: tuple[str, ...] = ()
    rows: dict[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:
        return f"profiles/own/step_{self.number}.html"


STEPS = {
    1: Step(
        1,
        gettext_lazy("Who you are"),
        gettext_lazy("So that others know whom they talk to."),
        WhoForm,
    ),
    2: Step(
        2,
        gettext_lazy("Your work"),
        gettext_lazy("Occupation and skills are what people search by."),
        WorkForm,
        editors=("has",),
    ),
    3: Step(
        3,
        gettext_lazy("Where and when"),
        gettext_lazy("Where you live, when you have time, which languages you speak."),
        PlaceForm,
        rows={"languages": LanguageFormSet, "visits": VisitFormSet},
    ),
    4: Step(
        4,
        gettext_lazy("What you offer, and who may see it"),
        gettext_lazy("You decide. You can change everything later."),
        ConsentForm,
        editors=("offers", "seeks"),
    ),
}


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where the member left off; the profile itself when all steps are done."""
    profile = start_profile(request.user)
    if profile.step > LAST_STEP:
        return redirect("profile:hub")
    return redirect("profile:step", number=profile.step)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: int) -> HttpResponse:
    asked = _step(number)
    profile = _whole(request)
    editors = [
        SkillEditor(profile, which, is_swapped=bool(request.htmx))
        for which in asked.editors
    ]
    if request.method != "POST":
        form = _form(asked, profile)
        return _shown(request, asked, profile, form, _rows(asked, profile), editors)
    acting = acted_on(editors, request.POST)
    if acting is not None:
        if request.htmx:
            return render(request, "profiles/own/_skills.html", {"editor": acting})
        form = as_typed(asked.form_class, request.POST, **_kwargs(asked, profile))
        return _shown(request, asked, profile, form, {}, editors)
    return _saved(request, asked, profile, editors)


@require_POST
def card(request: HttpRequest, number: int) -> HttpResponse:
    """What members would see if this form was saved; stores nothing."""
    asked = _step(number)
    profile = _whole(request)
    form = _form(asked, profile, request.POST)
    form.is_valid()  # as far as it holds, its values are in the profile now
    preset = form.cleaned_data.get("preset", KEEP)
    if preset != KEEP:
        profile.visibility = masks_of(preset, profile.visibility)
    return render(request, "profiles/own/_card.html", _preview(profile))


def _step(number: int) -> Step:
    if number not in STEPS:
        raise Http404
    return STEPS[number]


def _whole(request: HttpRequest) -> Profile:
    start_profile(request.user)
    return Profile.objects.whole().get(user=request.user)


def _kwargs(asked: Step, profile: Profile) -> dict[str, Any]:
    if asked.form_class is ConsentForm:
        return {"has_own_choice": not preset_of(profile.visibility)}
    return {"instance": profile}


def _form(asked: Step, profile: Profile, data: Any = None, files: Any = None) -> Any:
    kwargs = _kwargs(asked, profile)
    if asked.form_class is ConsentForm:
        kwargs["initial"] = {
            "preset": preset_of(profile.visibility) or KEEP,
            "listed": profile.is_listed,
            "partners": profile.partners_since is not None,
        }
    return asked.form_class(data, files, **kwargs)


def _rows(asked: Step, profile: Profile, data: Any = None) -> dict[str, Any]:
    return {
        name: made(data, queryset=getattr(profile, name).all(), prefix=name)
        for name, made in asked.rows.items()
    }


def _saved(
    request: HttpRequest, asked: Step, profile: Profile, editors: list[SkillEditor]
) -> HttpResponse:
    form = _form(asked, profile, request.POST, request.FILES)
    rows = _rows(asked, profile, request.POST)
    is_good = all([form.is_valid(), *(one.is_valid() for one in rows.values())])
    with transaction.atomic():
        if form.cleaned_data.get("photo"):
            # Kept at once: a browser does not send a file twice by itself.
            set_photo(profile, form.cleaned_data["photo"])
        if is_good:
            _store(profile, form, rows)
            finish_step(profile, asked.number)
    if not is_good:
        return _shown(request, asked, profile, form, rows, editors, status=422)
    if asked.number < LAST_STEP:
        return redirect("profile:step", number=asked.number + 1)
    words = (
        _("Your profile is in the directory now.")
        if profile.is_listed
        else _("Your profile is saved. Nobody else sees it yet.")
    )
    messages.success(request, words)
    return redirect("profile:hub")


def _store(profile: Profile, form: Any, rows: dict[str, Any]) -> None:
    if isinstance(form, ConsentForm):
        _store_consent(profile, form.cleaned_data)
        return
    change_profile(profile, form.values)
    for one in rows.values():
        save_rows(one, profile)


def _store_consent(profile: Profile, said: dict[str, Any]) -> None:
    masks = dict(profile.visibility)
    if said["preset"] != KEEP:
        masks = masks_of(said["preset"], profile.visibility)
    if said["partners"] and profile.partners_since is None:
        masks = shown_to_partners(masks)
    show_fields(profile, masks)
    if said["partners"] != (profile.partners_since is not None):
        share_with_partners(profile, said["partners"])
    if said["listed"] and not profile.is_listed:
        list_profile(profile)
    elif profile.is_listed and not said["listed"]:
        unlist_profile(profile)


def _shown(
    request: HttpRequest,
    asked: Step,
    profile: Profile,
    form: Any,
    rows: dict[str, Any],
    editors: list[SkillEditor],
    status: int = 200,
) -> HttpResponse:
    # Read anew: what a refused form left in the profile is no part of it.
    kept = _whole(request) if request.method == "POST" else profile
    context = {
        "step": asked,
        "steps": STEPS.values(),
        "last": LAST_STEP,
        "profile": kept,
        "form": form,
        "rows": rows,
        "editors": editors,
        "completeness": completeness(everything(kept)),
        **_preview(kept),
    }
    return render(request, asked.template, context, status=status)


def _preview(profile: Profile) -> dict[str, Any]:
    return {"profile": profile, "person": shown_to(profile, Audience.MEMBERS)}
