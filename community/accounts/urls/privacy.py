"""Below /account/privacy/: what a member agrees to, and what happens to their data."""

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from community.accounts.views import data, privacy

app_name = "privacy"
_own = [
    path("", privacy.centre, name="centre"),
    path("consents/<slug:code>/", privacy.change, name="consent"),
    path("history/", privacy.history, name="history"),
    path("export/", data.export, name="export"),
    path("export/<str:token>/", data.download, name="download"),
    path("erasure/", data.erasure, name="erasure"),
]
urlpatterns = [
    *decorate_urlpatterns(_own, login_required),
    # Whoever has the mail answers, logged in or not.
    path("confirm/<str:token>/", privacy.confirm, name="confirm"),
    path("stay/<str:token>/", data.keep_account, name="stay"),
]
# What stands on these screens is for one person: no cache may keep it.
urlpatterns = decorate_urlpatterns(urlpatterns, never_cache)
