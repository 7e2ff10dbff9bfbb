"""A member's own screens."""

import zoneinfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from community.accounts.actions import change_settings
from community.accounts.forms import SettingsForm


@never_cache
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "account/overview.html")


@never_cache
@login_required
def settings_screen(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = change_settings(request.user, form.cleaned_data)
        with translation.override(user.interface_language):
            messages.success(request, _("Your settings are saved."))
            response = redirect(reverse("account-settings"))
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.interface_language,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response
    zones = sorted(z for z in zoneinfo.available_timezones() if "/" in z)
    return render(request, "account/settings.html", {"form": form, "zones": zones})
