"""Addresses to which this server may connect for somebody: those of the public internet.

Who names an address must not reach through it what only this server reaches: itself, its
network, the metadata of its host. So the scheme and the port are fixed, and each number
that the name stands for is looked at before anything is connected to.
"""

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from community.spaces.ics.errors import Fault, SourceError

PORT = 443
_LONGEST = (
    2000  # characters (of a redirect; of what people write the table has a limit)
)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
_LONGEST_HOST = 253
_KEPT = "/%:@!$&'()*+,;=~?-._"  # in paths and queries as it is
# https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast.
_CLOSED_4 = [
    ipaddress.IPv4Network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
        "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
        "240.0.0.0/4",
    )
]  # fmt: skip
# https://www.iana.org/assignments/iana-ipv6-special-registry: of what is given out at all
# (2000::/3) what is meant for something else, Teredo and 6to4 among it.
_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
_CLOSED_6 = [
    ipaddress.IPv6Network(one)
    for one in (
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
]  # fmt: skip
# Behind these stands an address of the older kind (RFC 6052): that one counts.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Target(NamedTuple):
    """What is asked for: the name of the host in ASCII, and the path with its query."""

    host: str
    path: str

    @property
    def address(self) -> str:
        return f"https://{self.host}{self.path}"


def target_of(address: str) -> Target:
    """Raises SourceError for what is no https address of a named host; `webcal` is https.
    Credentials and other ports are refused."""
    text = address.strip()
    if _UNSEEN.search(text) or len(text) > _LONGEST:
        raise SourceError(Fault.ADDRESS)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as wrong:
        raise SourceError(Fault.ADDRESS) from wrong
    is_plain = parts.username is None and parts.password is None
    if parts.scheme not in ("https", "webcal", "webcals") or port not in (None, PORT):
        raise SourceError(Fault.ADDRESS)
    if not is_plain or not parts.hostname:
        raise SourceError(Fault.ADDRESS)
    path = quote(parts.path or "/", safe=_KEPT)
    if parts.query:
        path += "?" + quote(parts.query, safe=_KEPT)
    return Target(_host(parts.hostname), path)


def next_target(before: Target, location: str) -> Target:
    """Where an answer sends on to. Raises as `target_of`."""
    try:
        found = urljoin(before.address, location.strip())
    except ValueError as wrong:
        raise SourceError(Fault.ADDRESS) from wrong
    return target_of(found)


def is_number(host: str) -> bool:
    """An IP address in place of a name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_public(number: str) -> bool:
    """An IP address to which anybody may connect; False for what is none."""
    try:
        found = ipaddress.ip_address(number)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = _inner(found)
        if inner is None:
            return (
                found in _GIVEN_OUT
                and not any(found in one for one in _CLOSED_6)
                and found.is_global
            )
        found = inner
    return not any(found in one for one in _CLOSED_4) and found.is_global


def _inner(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if found in _NAT64:
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped


def _host(name: str) -> str:
    if ":" in name:  # (an IPv6 address, whose brackets are gone)
        try:
            number = ipaddress.IPv6Address(name)
        except ValueError as wrong:
            raise SourceError(Fault.ADDRESS) from wrong
        if number.scope_id is not None:
            raise SourceError(Fault.ADDRESS)
        return f"[{number}]"
    try:
        found = name.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError as wrong:
        raise SourceError(Fault.ADDRESS) from wrong
    if not _HOST.fullmatch(found) or len(found) > _LONGEST_HOST:
        raise SourceError(Fault.ADDRESS)
    return found
