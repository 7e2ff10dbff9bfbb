"""Below /spaces/: what members do there. The spaces' own pages are in the tree, one level
below its index; here every address but the words of `RESERVED` is two levels deep."""

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from community.spaces.views import (
    arrivals,
    booking,
    changing,
    deciding,
    desk,
    hours,
    own,
    planning,
    sources,
    visits,
    waiting,
)

app_name = "spaces"
own_urls = [
    path("mine/", own.mine, name="mine"),
    path("mine/past/", own.past, name="past"),
    path("bookings/<uuid:uid>/", own.booking, name="booking"),
    path("bookings/<uuid:uid>/booking.ics", own.calendar_file, name="booking-ics"),
    path("bookings/<uuid:uid>/cancel/", changing.cancel, name="cancel"),
    path("bookings/<uuid:uid>/move/", changing.move, name="move"),
    path("bookings/<uuid:uid>/decide/", deciding.decide, name="decide"),
    path("bookings/<uuid:uid>/check-in/", deciding.arrive, name="check-in"),
    path("bookings/<uuid:uid>/check-out/", deciding.leave, name="check-out"),
    path("bookings/<uuid:uid>/no-show/", deciding.miss, name="no-show"),
]
visit_urls = [
    path("visits/<uuid:uid>/", visits.visit, name="visit"),
    path("visits/<uuid:uid>/calendar.ics", visits.calendar_file, name="visit-ics"),
    path("visits/<uuid:uid>/cancel/", visits.cancel, name="cancel-visit"),
]
wait_urls = [
    path("waiting/<uuid:uid>/leave/", waiting.leave, name="leave-waitlist"),
    path("waiting/<uuid:uid>/again/", waiting.again, name="wait-again"),
]
space_urls = [
    path("<slug:slug>/book/", booking.book, name="book"),
    path("<slug:slug>/codes/", arrivals.codes, name="codes"),
    path("<slug:slug>/here/<slug:code>/", arrivals.here, name="here"),
    path("<slug:slug>/wait/", waiting.wait, name="wait"),
    path("<slug:slug>/desk/", desk.desk, name="desk"),
    path("<slug:slug>/hours/", hours.hours, name="hours"),
    path("<slug:slug>/hours/<int:pk>/reopen/", hours.reopen, name="reopen"),
]
source_urls = [
    path("<slug:slug>/calendars/", sources.sources, name="sources"),
    path(
        "<slug:slug>/calendars/<int:pk>/change/", sources.change, name="source-change"
    ),
    path("<slug:slug>/calendars/<int:pk>/fetch/", sources.fetch, name="source-fetch"),
    path("<slug:slug>/calendars/<int:pk>/pause/", sources.pause, name="source-pause"),
    path(
        "<slug:slug>/calendars/<int:pk>/resume/", sources.resume, name="source-resume"
    ),
    path(
        "<slug:slug>/calendars/<int:pk>/remove/", sources.remove, name="source-remove"
    ),
]
urlpatterns = [*own_urls, *visit_urls, *wait_urls, *space_urls, *source_urls]
urlpatterns = decorate_urlpatterns(urlpatterns, login_required)
# What is free is no secret: a plan may be made before one belongs here.
urlpatterns = [path("plan/", planning.plan, name="plan"), *urlpatterns]
# What stands on these screens is for one person: no cache may keep it.
urlpatterns = decorate_urlpatterns(urlpatterns, never_cache)
