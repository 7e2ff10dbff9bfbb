"""Below /networks/: what members do there. The networks' own pages are in the tree."""

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from community.networks.views import inviting, joining, members, own, requests

app_name = "networks"
urlpatterns = [
    path("mine/", own.own, name="own"),
    path("invite/<slug:slug>/", inviting.invite, name="invite"),
    path("<slug:code>/join/", joining.join, name="join"),
    path("<slug:code>/ask/", joining.ask, name="ask"),
    path("<slug:code>/ask/withdraw/", joining.withdraw, name="withdraw"),
    path("<slug:code>/decline/", joining.decline, name="decline"),
    path("<slug:code>/leave/", joining.leave, name="leave"),
    path("<slug:code>/members/", members.members, name="members"),
    path("<slug:code>/members/<int:pk>/role/", members.set_role, name="role"),
    path("<slug:code>/members/<int:pk>/remove/", members.remove, name="remove"),
    path("<slug:code>/requests/", requests.requests, name="requests"),
    path("<slug:code>/requests/<int:pk>/", requests.decide, name="decide"),
    path("<slug:code>/invitations/", inviting.invitations, name="invitations"),
    path(
        "<slug:code>/invitations/<int:pk>/withdraw/",
        inviting.withdraw,
        name="withdraw-invitation",
    ),
]
urlpatterns = decorate_urlpatterns(urlpatterns, login_required)
# What stands on these screens is for one person: no cache may keep it.
urlpatterns = decorate_urlpatterns(urlpatterns, never_cache)
