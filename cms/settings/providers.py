"""Providers of accounts elsewhere, as operators describe them in OIDC_PROVIDERS."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

REQUIRED = ("id", "name", "server_url", "client_id", "secret")
OPTIONAL = ("hosts",)
# Accounts are kept under this name for ever, and it stands in the address.
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
OWN_MACHINE = ("127.0.0.1", "localhost", "::1")


class Provider(NamedTuple):
    """One provider; `origins` are all that the site may fetch from for it."""

    id: str
    name: str
    server_url: str
    client_id: str
    secret: str
    origins: list[str]


def read(value: str) -> list[Provider]:
    """The providers of a JSON list of objects; none of an empty text.

    Raises ImproperlyConfigured that names every mistake at once.
    """
    if not value:
        return []
    try:
        entries = json.loads(value)
    except json.JSONDecodeError as error:
        raise ImproperlyConfigured(f"OIDC_PROVIDERS is not JSON: {error}.") from error
    if not isinstance(entries, list):
        raise ImproperlyConfigured("OIDC_PROVIDERS must be a JSON list of objects.")
    problems = [
        f"entry {number}: {problem}"
        for number, entry in enumerate(entries, start=1)
        for problem in _problems(entry)
    ]
    ids = [entry.get("id") for entry in entries if isinstance(entry, dict)]
    problems += [f"the id {i!r} stands twice" for i in {*ids} if ids.count(i) > 1]
    if problems:
        raise ImproperlyConfigured(f"OIDC_PROVIDERS: {'; '.join(problems)}.")
    return [_provider(entry) for entry in entries]


def _problems(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "must be an object"
        return
    if missing := [n for n in REQUIRED if not _is_text(entry.get(n))]:
        yield f"needs a text for {', '.join(missing)}"
        return
    if unknown := sorted(entry.keys() - {*REQUIRED, *OPTIONAL}):
        yield f"has unknown keys: {', '.join(unknown)}"
    if not ID.fullmatch(entry["id"]):
        yield "the id may have small letters, digits and hyphens only"
    if not _is_safe(entry["server_url"]):
        yield "the server_url must begin with https:// and name a host"
    hosts = entry.get("hosts", [])
    if not isinstance(hosts, list) or not all(_is_text(host) for host in hosts):
        yield "hosts must be a list of host names"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    if parts.username or parts.query or parts.fragment or not parts.hostname:
        return False
    # Without TLS only what never leaves the machine.
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in OWN_MACHINE
    )


def _provider(entry: dict[str, Any]) -> Provider:
    parts = urlsplit(entry["server_url"])
    further = [f"https://{host.strip().lower()}" for host in entry.get("hosts", [])]
    return Provider(
        **{name: entry[name].strip() for name in REQUIRED},
        origins=[f"{parts.scheme}://{parts.netloc}".lower(), *further],
    )
