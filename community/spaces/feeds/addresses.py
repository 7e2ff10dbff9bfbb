"""Where feeds are subscribed to, in the active language."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from community.spaces.models import Space

MOST = 200  # as on the index of spaces


def secret_address(secret: str) -> str:
    return f"{settings.SITE_URL}{reverse('secret-calendar', args=[secret])}"


def public_feeds() -> list[tuple[Space, str]]:
    """Spaces that everybody sees, each with the address of its feed."""
    shown = Space.objects.visible_to(AnonymousUser())[:MOST]
    return [
        (one, settings.SITE_URL + reverse("space-calendar", args=[one.slug]))
        for one in shown
    ]


def subscribing(address: str) -> str:
    """The same address by the scheme that calendar programs have taken for theirs; ''
    for none."""
    _scheme, separator, rest = address.partition("://")
    return f"webcal://{rest}" if separator else ""
