from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from community.accounts import views

urlpatterns = [
    path("", views.overview, name="account-overview"),
    path("settings/", views.settings_screen, name="account-settings"),
    path("", include("allauth.account.urls")),
]
# What stands on these screens is for one person: no cache may keep it.
urlpatterns = decorate_urlpatterns(urlpatterns, never_cache)
