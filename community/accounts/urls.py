from django.urls import include, path

from community.accounts import views

urlpatterns = [
    path("", views.overview, name="account-overview"),
    path("settings/", views.settings_screen, name="account-settings"),
    path("", include("allauth.account.urls")),
]
