"""Addresses of the feeds, and of the screen on which members make their own."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from community.spaces.feeds import answers, screens


def routes() -> list[Any]:
    """Below the prefix of the language, in which the entries are written too."""
    own = [
        path("account/calendars/", screens.calendars, name="account-calendars"),
        path(
            "account/calendars/<int:pk>/revoke/",
            screens.revoke,
            name="account-calendar-revoke",
        ),
    ]
    own = decorate_urlpatterns(own, login_required)
    return [
        path(
            "spaces/mine/<str:secret>.ics",
            answers.secret_feed,
            name="secret-calendar",
        ),
        path(
            "spaces/<slug:slug>/calendar.ics",
            answers.space_feed,
            name="space-calendar",
        ),
        path(
            "spaces/resources/<int:pk>/calendar.ics",
            answers.resource_feed,
            name="resource-calendar",
        ),
        # What stands on these screens is for one person: no cache may keep it.
        *decorate_urlpatterns(own, never_cache),
    ]
