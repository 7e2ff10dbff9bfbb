"""Below /profile/: a member's own profile."""

from django.urls import URLPattern, path

from community.profiles.views import disclosures, importing

app_name = "profile"
urlpatterns: list[URLPattern] = [
    path("import/", importing.import_profile, name="import"),
    path("disclosures/", disclosures.disclosures, name="disclosures"),
]
