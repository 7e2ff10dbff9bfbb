"""Below /profile/: a member's own profile."""

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from community.profiles.views import (
    blocks,
    disclosures,
    importing,
    own,
    parts,
    steps,
    suggest,
    visibility,
)

app_name = "profile"
urlpatterns = [
    path("", own.hub, name="hub"),
    path("start/", steps.start, name="start"),
    path("step/<int:number>/", steps.step, name="step"),
    path("step/<int:number>/card/", steps.card, name="card"),
    path("suggest/occupations/", suggest.occupations, name="suggest-occupations"),
    path("suggest/skills/<slug:which>/", suggest.skills, name="suggest-skills"),
    path("edit/<slug:name>/", own.section, name="section"),
    path("skills/", own.skills, name="skills"),
    path("parts/<slug:part>/add/", parts.add, name="add"),
    path("parts/<slug:part>/<int:pk>/", parts.edit, name="edit"),
    path("parts/<slug:part>/<int:pk>/delete/", parts.delete, name="delete"),
    path("parts/restore/", parts.restore, name="restore"),
    path("photo/", own.photo, name="photo"),
    path("photo/edit/", own.edit_photo, name="edit-photo"),
    path("visibility/", visibility.visibility, name="visibility"),
    path("preview/<slug:audience>/", visibility.preview, name="preview"),
    path("listing/", own.listing, name="listing"),
    path("import/", importing.import_profile, name="import"),
    path("blocked/", blocks.blocked, name="blocked"),
    path("blocked/<int:pk>/", blocks.let_near, name="unblock"),
    path("disclosures/", disclosures.disclosures, name="disclosures"),
]
urlpatterns = decorate_urlpatterns(urlpatterns, login_required)
# What stands on these screens is for one person: no cache may keep it.
urlpatterns = decorate_urlpatterns(urlpatterns, never_cache)
