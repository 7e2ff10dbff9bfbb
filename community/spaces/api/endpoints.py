"""What every endpoint of bookings has in common, and taking things as a reader sees them:
unseen is a 404, forbidden a 403, a broken rule a 422, what is not possible now a 409.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.api.endpoints import Endpoint
from cms.core.api.problems import BrokenRuleProblem, RefusedProblem, StaleProblem
from community.accounts.models import User
from community.profiles.querysets import directory_towards
from community.spaces.actions import (
    Ask,
    FreeChoice,
    FreeNowError,
    FullError,
    KeyReusedError,
    RefusedError,
    StaleError,
    VisitNotBookedError,
)
from community.spaces.actions.refusals import wrong
from community.spaces.api.times import told_times
from community.spaces.models import Booking, Resource, Space, Visit, WaitlistEntry

KEY = "Idempotency-Key"


class SpacesEndpoint(Endpoint):
    def told(self, exc: Exception) -> Exception:
        if isinstance(exc, RefusedError):
            return _refused(exc, self.locale)
        if isinstance(exc, ValidationError):
            return _broken(exc)
        return exc


def _refused(why: RefusedError, locale: str) -> Exception:
    if isinstance(why, StaleError):
        return StaleProblem(str(why))
    if isinstance(why, KeyReusedError):
        return BrokenRuleProblem(wrong(KEY, str(why), "key_reused"))
    extra: dict[str, Any] = {}
    if isinstance(why, FullError | FreeNowError):
        extra = {"choices": told_choices(why.choices, locale)}
    if isinstance(why, FullError):
        extra["waitlist"] = True
    if isinstance(why, VisitNotBookedError):
        extra = {"full": [_full(ask, found, locale) for ask, found in why.full]}
    return RefusedProblem(str(why), extra)


def _broken(why: ValidationError) -> Exception:
    """By field, the key by the name of its header."""
    if not hasattr(why, "error_dict"):
        return BrokenRuleProblem(ValidationError({"request": why}))
    found = {
        KEY if name == "key" else name: one for name, one in why.error_dict.items()
    }
    return BrokenRuleProblem(ValidationError(found))


def told_choices(choices: Sequence[FreeChoice], locale: str) -> list[dict[str, Any]]:
    """What is free instead."""
    return [
        told_part(one.resource, one.starts_at, one.ends_at, locale) for one in choices
    ]


def told_part(
    resource: Resource, starts_at: Any, ends_at: Any, locale: str
) -> dict[str, Any]:
    """A resource (with its space) from a moment to a moment."""
    zone = resource.space.zone_info
    return {
        "resource": resource.pk,
        "resource_name": resource.name_in(locale),
        "space": resource.space.slug,
        **told_times(starts_at, ends_at, zone),
    }


def _full(ask: Ask, choices: Sequence[FreeChoice], locale: str) -> dict[str, Any]:
    return {
        **told_part(ask.resource, ask.starts_at, ask.ends_at, locale),
        "choices": told_choices(choices, locale),
    }


# Things as this reader sees them; Http404 for all others -----------------------------------


def seen_space(user: Any, slug: str) -> Space:
    found: Space | None = Space.objects.visible_to(user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def seen_resource(user: Any, pk: int) -> Resource:
    """With its space."""
    rows = Resource.objects.visible_to(user).select_related("space")
    found: Resource | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def seen_resources(user: Any, keys: set[int]) -> dict[int, Resource]:
    """By number, each with its space; Http404 unless all of them are seen."""
    rows = Resource.objects.visible_to(user).select_related("space")
    found: dict[int, Resource] = rows.in_bulk(keys)
    if len(found) < len(keys):
        raise Http404
    return found


def seen_bookings(user: Any) -> Any:
    """With all that is told of them but names."""
    rows = Booking.objects.visible_to(user)
    return rows.select_related("resource__space", "visit")


def seen_booking(user: Any, uid: UUID) -> Booking:
    found: Booking | None = seen_bookings(user).filter(uuid=uid).first()
    if found is None:
        raise Http404
    return found


def seen_visit(user: Any, uid: UUID) -> Visit:
    found: Visit | None = Visit.objects.visible_to(user).filter(uuid=uid).first()
    if found is None:
        raise Http404
    return found


def seen_waits(user: Any) -> Any:
    """With all that is told of them but names."""
    rows = WaitlistEntry.objects.visible_to(user).with_before(timezone.now())
    return rows.select_related("resource__space", "booking")


def seen_wait(user: Any, uid: UUID) -> WaitlistEntry:
    found: WaitlistEntry | None = seen_waits(user).filter(uuid=uid).first()
    if found is None:
        raise Http404
    return found


def guest_called(user: Any, called: str) -> User:
    """The member of this slug, whom the reader meets in the directory, or of this UUID.

    Raises ValidationError on 'member'.
    """
    rows = User.objects.filter(is_active=True)
    found: User | None = None
    try:
        found = rows.filter(uuid=UUID(called)).first()
    except ValueError:
        one = directory_towards(user, called).whole(called)
        found = rows.filter(profile=one[0]).first() if one else None
    if found is None:
        raise wrong("member", _("No member has this slug or UUID."), "unknown")
    return found
