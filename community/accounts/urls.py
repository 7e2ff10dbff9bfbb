from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from community.accounts import views

urlpatterns = [
    path("", views.overview, name="account-overview"),
    path("settings/", views.settings_screen, name="account-settings"),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$",
        views.ConfirmAddress.as_view(),
        name="account_confirm_email",
    ),
    path("", include("allauth.account.urls")),
]
# What stands on these screens is for one person: no cache may keep it.
urlpatterns = decorate_urlpatterns(urlpatterns, never_cache)
