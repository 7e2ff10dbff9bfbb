"""What a request owes to the person who is logged in."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from community.accounts.permissions import can_enter_admin

Answer = Callable[[HttpRequest], HttpResponse]

# What machines fetch is the same for everyone: asking who is there would cost a query
# and keep the answer out of shared caches.
_NEUTRAL = (
    path for path in settings.LANGUAGE_NEUTRAL_PATHS if path != settings.ADMIN_PATH
)
FOR_MACHINES = ("/api/", "/oai", *_NEUTRAL)


def member_preferences(get_response: Answer) -> Answer:
    """The member's time zone, and their language where the address names none."""

    def activate(request: HttpRequest) -> HttpResponse:
        if (
            request.path_info.startswith(FOR_MACHINES)
            or not request.user.is_authenticated
        ):
            return get_response(request)
        if not translation.get_language_from_path(request.path_info):
            # Stays active: outside of here the redirect to a language is still made.
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(request.user.zone):
            return get_response(request)

    return activate


def admin_entrance(get_response: Answer) -> Answer:
    """403 for members who may not enter the editors' admin.

    Wagtail would send them to the login, which sends whoever is logged in straight
    back: a loop that browsers end with an error of their own.
    """

    def check(request: HttpRequest) -> HttpResponse:
        is_admin = request.path_info.startswith(settings.ADMIN_PATH)
        if (
            is_admin
            and request.user.is_authenticated
            and not can_enter_admin(request.user)
        ):
            detail = _("This is for editors; your account does not open it.")
            return render(request, "403.html", {"detail": detail}, status=403)
        return get_response(request)

    return check
