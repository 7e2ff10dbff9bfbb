"""The feeds: whose, what they hold, and 304 for who has it already."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.languages import current
from community.spaces.actions import feed_was_used
from community.spaces.entries import (
    Closure,
    block_entry,
    kept_entry,
    own_entry,
    public_entry,
)
from community.spaces.feeds.called import token_called
from community.spaces.feeds.reads import (
    Content,
    Scope,
    Span,
    closures_of,
    content_of,
    of_member,
    of_resource,
    of_space,
    stays_of,
)
from community.spaces.ics import Calendar, Event, write
from community.spaces.models import FeedToken, Resource, Space
from community.spaces.permissions import can_manage_space

TYPE = "text/calendar; charset=utf-8"
KEPT_FOR = 300  # seconds that a cache may go without asking
# Raised when entries are written otherwise, so that readers fetch them anew.
FORM = 1


@dataclass(frozen=True)
class Feed:
    """`entry`: how a booking is told; `reasons`: whether why a place is closed is told."""

    scope: Scope
    name: str
    entry: Callable[..., Event]
    reasons: bool = False
    is_private: bool = False


@require_safe
def space_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """When places are taken, for everybody: what visitors may know, whoever asks."""
    spaces = Space.objects.visible_to(AnonymousUser())
    space = get_object_or_404(spaces, slug=slug)
    return _answer(request, Feed(of_space(space.pk), space.name, public_entry))


@require_safe
def resource_feed(request: HttpRequest, pk: int) -> HttpResponse:
    resources = Resource.objects.visible_to(AnonymousUser()).select_related("space")
    resource = get_object_or_404(resources, pk=pk)
    name = _("%(resource)s, %(space)s") % {
        "resource": resource.name,
        "space": resource.space.name,
    }
    return _answer(request, Feed(of_resource(resource.pk), name, public_entry))


@require_safe
def secret_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """One's own bookings, or those of a space for as long as one manages it."""
    token = token_called(secret)
    if token is None:
        raise Http404
    feed = _feed_of(token)
    feed_was_used(token)
    return _answer(request, feed)


def _feed_of(token: FeedToken) -> Feed:
    """Raises Http404 where the member does not look after the space any more."""
    if token.space is None:
        name = _("My bookings, %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}
        return Feed(of_member(token.user_id), name, own_entry, is_private=True)
    if not can_manage_space(token.user, token.space):
        raise Http404
    name = _("Bookings in %(space)s") % {"space": token.space.name}
    scope = of_space(token.space.pk, months_back=1)
    return Feed(scope, name, kept_entry, reasons=True, is_private=True)


def _answer(request: HttpRequest, feed: Feed) -> HttpResponse:
    now = timezone.now()
    span = Span.around(now, feed.scope.months_back)
    content = content_of(feed.scope, span, current(), now)
    etag = _etag(feed, span, content)
    response = get_conditional_response(request, etag)
    if response is None:
        entries = list(_entries(feed, span, content, now))
        body = write(entries, Calendar(feed.name))
        response = HttpResponse(body, content_type=TYPE)
        response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.headers["ETag"] = etag
    if feed.is_private:
        patch_cache_control(response, private=True, no_cache=True)
        response.headers["X-Robots-Tag"] = "noindex"
    else:
        patch_cache_control(response, public=True, max_age=KEPT_FOR)
        # (no cookie makes a difference)
        response.is_public = True  # type: ignore[attr-defined]
    return response


def _etag(feed: Feed, span: Span, content: Content) -> str:
    """Weak: it names the versions of the entries, not the bytes."""
    told = (FORM, settings.SITE_URL, current(), feed.name, feed.entry.__name__)
    text = repr((*told, feed.scope, span, content))
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _entries(
    feed: Feed, span: Span, content: Content, now: datetime
) -> Iterator[Event]:
    places = content.places
    for resource, stay in stays_of(feed.scope, span, now):
        # (what came between the two statements is in the next answer)
        if resource in places:
            yield feed.entry(stay, places[resource])
    for resource, closure in closures_of(feed.scope, span):
        if resource in places:
            shown = closure if feed.reasons else Closure(*closure[:4])
            yield block_entry(shown, places[resource])
