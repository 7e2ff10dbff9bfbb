"""How often one address may do a thing, without keeping the address.

A counter's name is an HMAC of the address, keyed by the site's secret and the day: it
cannot be joined with yesterday's, and it is gone with its counter after minutes. IPv6
counts by /64, the smallest network that one household is given (RFC 6177).
"""

import hashlib
import hmac
import ipaddress
import logging

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

log = logging.getLogger(__name__)


def is_over_limit(
    request: HttpRequest, action: str, *, most: int, seconds: int
) -> bool:
    """Count this request; tell whether it is one too many within `seconds`.

    The window begins with the first request counted. When the cache does not answer,
    nobody is held back.
    """
    name = f"limit:{action}:{_pseudonym(client_network(request))}"
    try:
        return _counted(name, seconds) > most
    except Exception:  # (whatever the cache raises: a form must not fail with it)
        log.exception("The cache does not count %s.", action)
        return False


def _counted(name: str, seconds: int) -> int:
    if cache.add(name, 1, seconds):
        return 1
    try:
        return cache.incr(name)
    except ValueError:  # ran out in between
        cache.set(name, 1, seconds)
        return 1


def client_network(request: HttpRequest) -> str:
    """The sender's IPv4 address or IPv6 /64, '' when there is none.

    `X-Forwarded-For` is believed as far as there are trusted proxies: each adds the
    address that it saw at the end, so whatever a visitor wrote in front does not count.
    """
    try:
        address = ipaddress.ip_address(_address(request).strip("[]"))
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped or address.version == 4:
        return str(mapped or address)
    return str(ipaddress.ip_network((int(address), 64), strict=False))


def _address(request: HttpRequest) -> str:
    seen = str(request.META.get("REMOTE_ADDR", ""))
    # The one setting for the number of proxies in front, which allauth reads too.
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    hops = [h.strip() for h in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(hops) >= proxies and hops[-proxies]:
        return hops[-proxies]
    return seen


def _pseudonym(network: str) -> str:
    today = timezone.localdate().isoformat()
    key = hashlib.sha256(f"limits:{today}:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, network.encode(), hashlib.sha256).hexdigest()[:32]
