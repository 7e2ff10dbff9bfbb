from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from community.accounts import views

urlpatterns = [
    path("", views.overview, name="account-overview"),
    path("settings/", views.settings_screen, name="account-settings"),
    path("challenge/", views.challenge, name="account-challenge"),
    path("sessions/", views.sessions, name="account-sessions"),
    path("sessions/<int:pk>/end/", views.end_session, name="account-session-end"),
    path("security/", include("allauth.mfa.urls")),
    path("connections/", include("allauth.socialaccount.urls")),
    path(
        "connections/<slug:provider_id>/login/",
        views.provider_login,
        name="openid_connect_login",
    ),
    path("", include("allauth.account.urls")),
]
urlpatterns = decorate_urlpatterns(urlpatterns, views.limited)
# What stands on these screens is for one person: no cache may keep it.
urlpatterns = decorate_urlpatterns(urlpatterns, never_cache)
