"""Below /profile/: a member's own profile."""

from django.urls import URLPattern

app_name = "profile"
urlpatterns: list[URLPattern] = []
