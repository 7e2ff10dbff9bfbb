"""Asking the API of bookings, and what is asked for."""

from typing import Any

from community.spaces.models import Resource
from tests.forums.asking import Api

NAIVE = {"starts_at": "2027-06-07T10:00", "ends_at": "2027-06-07T11:00"}
# The same in Prishtina, which is two hours before UTC in June.
TEN = {"starts_at": "2027-06-07T10:00:00+02:00", "ends_at": "2027-06-07T11:00:00+02:00"}
NOBODY = "00000000-0000-4000-8000-000000000000"


def wanted(room: Resource, **values: Any) -> dict[str, Any]:
    """From ten to eleven on a Monday, unless told otherwise; None leaves a member out."""
    told = {"resource": room.pk, **TEN, **values}
    return {name: value for name, value in told.items() if value is not None}


def stay(resource: Resource, **values: Any) -> dict[str, Any]:
    """A week of mornings in the space of the resource."""
    told = {
        "space": resource.space.slug,
        "first": "2027-06-07",
        "last": "2027-06-11",
        "opens": "10:00",
        "closes": "12:00",
        **values,
    }
    return {name: value for name, value in told.items() if value is not None}


def problem(response: Any) -> dict[str, Any]:
    """The body of a problem, which says the same as the status."""
    assert response["Content-Type"] == "application/problem+json", response.content
    body: dict[str, Any] = response.json()
    assert body["status"] == response.status_code
    assert body["title"]
    assert body["detail"]
    return body


__all__ = ["NAIVE", "NOBODY", "TEN", "Api", "problem", "stay", "wanted"]
