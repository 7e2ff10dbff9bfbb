"""E-mail addresses: how they are compared, and how one is remembered without it. Pure."""

import hashlib
import hmac
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 254  # RFC 5321, as the account's own
_PURPOSE = b"community.accounts.postal"


def normal_address(text: str) -> str:
    """The address as it is kept: 'ARTA@Example.ORG ' → 'arta@example.org'.

    Wide and other compatible forms become plain, what cannot be seen goes (Unicode Cc
    and Cf), and the domain is written as DNS knows it. Raises ValidationError.
    """
    plain = unicodedata.normalize("NFKC", text[: 2 * LONGEST])
    seen = "".join(c for c in plain if unicodedata.category(c) not in ("Cc", "Cf"))
    local, _at, domain = seen.strip().strip("<>").strip().lower().rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as odd:
        raise ValidationError("domain") from odd
    validate_email(address)
    if len(address) > LONGEST:
        raise ValidationError("length")
    return address


def address_hash(address: str) -> str:
    """An HMAC of a normal address, in hexadecimals: it tells nothing without the key."""
    return _hash(address, settings.ADDRESS_HASH_KEY or settings.SECRET_KEY)


def address_hashes(address: str) -> list[str]:
    """By today's key and by former ones: what was remembered under them still counts."""
    if settings.ADDRESS_HASH_KEY:
        return [address_hash(address)]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_hash(address, str(key)) for key in keys]


def _hash(address: str, secret: str) -> str:
    key = hmac.new(secret.encode(), _PURPOSE, hashlib.sha256).digest()
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()
