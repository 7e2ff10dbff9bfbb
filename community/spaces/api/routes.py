"""Every address of the spaces in the API."""

from django.urls import URLPattern, path

from community.spaces.api import (
    availability,
    bookings,
    deciding,
    sources,
    spaces,
    visits,
    waiting,
)


def routes() -> list[URLPattern]:
    return [
        path("spaces/", spaces.SpaceList.as_view(), name="spaces"),
        path("spaces/<slug:slug>/", spaces.SpaceDetail.as_view(), name="space"),
        path(
            "spaces/<slug:slug>/opening-hours/",
            spaces.OpeningHours.as_view(),
            name="space-hours",
        ),
        path("resources/", spaces.ResourceList.as_view(), name="resources"),
        path(
            "resources/<int:id>/",
            availability.ResourceDetail.as_view(),
            name="resource",
        ),
        path(
            "resources/<int:id>/availability/",
            availability.ResourceAvailability.as_view(),
            name="resource-availability",
        ),
        path("availability/", availability.Availability.as_view(), name="availability"),
        path("bookings/", bookings.BookingList.as_view(), name="bookings"),
        path("bookings/<uuid:uid>/", bookings.BookingDetail.as_view(), name="booking"),
        path(
            "bookings/<uuid:uid>/events/",
            bookings.BookingHistory.as_view(),
            name="booking-events",
        ),
        *deciding.routes(),
        path("waitlist/", waiting.WaitList.as_view(), name="waitlist"),
        path("waitlist/<uuid:uid>/", waiting.WaitDetail.as_view(), name="wait"),
        path("ics-sources/", sources.SourceList.as_view(), name="ics-sources"),
        path(
            "ics-sources/<int:id>/", sources.SourceDetail.as_view(), name="ics-source"
        ),
        path(
            "ics-sources/<int:id>/fetch/",
            sources.SourceFetching.as_view(),
            name="ics-source-fetch",
        ),
        path("visits/", visits.VisitList.as_view(), name="visits"),
        path("visits/plan/", visits.VisitPlanning.as_view(), name="visit-plan"),
        path("visits/<uuid:uid>/", visits.VisitDetail.as_view(), name="visit"),
        path(
            "visits/<uuid:uid>/cancel/",
            visits.VisitCancelling.as_view(),
            name="visit-cancel",
        ),
    ]
