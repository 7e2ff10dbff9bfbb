"""What a request owes to the person who is logged in."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from cms.core.limits import client_network
from community.accounts.actions import note_session
from community.accounts.permissions import can_enter_admin, must_set_up_second_factor

Answer = Callable[[HttpRequest], HttpResponse]

# What machines fetch is the same for everyone: asking who is there would cost a query
# and keep the answer out of shared caches.
_NEUTRAL = (
    path for path in settings.LANGUAGE_NEUTRAL_PATHS if path != settings.ADMIN_PATH
)
# Seconds until a session in use is noted again.
NOTED_EVERY = 300
NOTED = "noted"
FOR_MACHINES = ("/api/", "/oai", *_NEUTRAL)


def member_preferences(get_response: Answer) -> Answer:
    """The member's time zone, and their language where the address names none."""

    def activate(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(FOR_MACHINES):
            return get_response(request)
        # The person, not Django's proxy: screens ask for it a thousand times.
        if isinstance(request.user, SimpleLazyObject):
            request.user = get_user(request)
        if not request.user.is_authenticated:
            return get_response(request)
        if not translation.get_language_from_path(request.path_info):
            # Stays active: outside of here the redirect to a language is still made.
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(request.user.zone):
            return get_response(request)

    return activate


def session_in_use(get_response: Answer) -> Answer:
    """Keeps the member's list of sessions: the session itself tells when it is time."""

    def note(request: HttpRequest) -> HttpResponse:
        neutral = request.path_info.startswith(FOR_MACHINES)
        if not neutral and request.user.is_authenticated:
            _note(request)
        return get_response(request)

    return note


def _note(request: HttpRequest) -> None:
    key, now = request.session.session_key, int(time.time())
    # With its key, since changing the password gives the session a new one.
    before_key, before = request.session.get(NOTED, ("", 0))
    if key is None or (key == before_key and now - before < NOTED_EVERY):
        return
    request.session[NOTED] = (key, now)
    note_session(
        request.user,
        key=key,
        network=client_network(request),
        user_agent=request.headers.get("User-Agent", ""),
    )


def admin_entrance(get_response: Answer) -> Answer:
    """403 for members who may not enter the editors' admin; editors without a second
    factor are led to setting one up, where the site asks for it.

    Wagtail would send them to the login, which sends whoever is logged in straight
    back: a loop that browsers end with an error of their own.
    """

    def check(request: HttpRequest) -> HttpResponse:
        is_admin = request.path_info.startswith(settings.ADMIN_PATH)
        if not is_admin or not request.user.is_authenticated:
            return get_response(request)
        if not can_enter_admin(request.user):
            detail = _("This is for editors; your account does not open it.")
            return render(request, "403.html", {"detail": detail}, status=403)
        if must_set_up_second_factor(request.user):
            messages.warning(
                request,
                _("Editors need a second factor. Set one up; then the desk opens."),
            )
            return redirect("mfa_index")
        return get_response(request)

    return check
