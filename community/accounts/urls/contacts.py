"""Below /account/: by the links of invitations, and a member's own invitations."""

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from community.accounts.views import claims, friends, limited

urlpatterns = [
    path("claim/<slug:token>/", claims.claim, name="contact-claim"),
    path("claim/<slug:token>/leave/", claims.leave, name="contact-leave"),
    path("invite/", login_required(friends.invite), name="account-invite"),
    path("invitation/<str:token>/", friends.follow, name="invitation"),
    path("invitation/<str:token>/leave/", friends.leave, name="invitation-leave"),
]
urlpatterns = decorate_urlpatterns(urlpatterns, limited)
# What stands on these screens is for one person: no cache may keep it.
urlpatterns = decorate_urlpatterns(urlpatterns, never_cache)
