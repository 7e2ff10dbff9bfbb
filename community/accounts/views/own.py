"""A member's own screens."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from community.accounts.forms import SettingsForm
from community.accounts.models import User, time_zones
from community.accounts.permissions import can_change_settings, lacks_second_factor


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    context = {"lacks_second_factor": lacks_second_factor(request.user)}
    return render(request, "account/overview.html", context)


@login_required
def settings_screen(request: HttpRequest) -> HttpResponse:
    # Read anew: a refused form must not change the name that the page's head shows.
    account = User.objects.get(pk=request.user.pk)
    if not can_change_settings(request.user, account):
        raise PermissionDenied
    form = SettingsForm(request.POST or None, instance=account)
    if form.is_valid():
        return _saved(request, form.save())
    # Places only: the zones without a stroke are abbreviations and offsets.
    zones = sorted(zone for zone in time_zones() if "/" in zone)
    return render(request, "account/settings.html", {"form": form, "zones": zones})


def _saved(request: HttpRequest, account: User) -> HttpResponse:
    """Back to the same screen in the language that was chosen, and kept in a cookie."""
    with translation.override(account.language):
        messages.success(request, _("Your settings are saved."))
        response = redirect("account-settings")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        account.language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
