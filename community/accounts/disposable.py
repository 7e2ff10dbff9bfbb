"""Addresses that are made to be thrown away after minutes.

The list is that of the package disposable-email-domains; operators add and take away by
`EMAIL_DOMAINS_DENIED` and `EMAIL_DOMAINS_ALLOWED`.
"""

from disposable_email_domains import blocklist
from django.conf import settings


def is_disposable(address: str) -> bool:
    """Whether the address's domain, or one above it, is known for that.

    What operators say counts before the list, and the longer name before the shorter.
    """
    for domain in _with_parents(address.rpartition("@")[2]):
        if domain in settings.EMAIL_DOMAINS_ALLOWED:
            return False
        if domain in settings.EMAIL_DOMAINS_DENIED or domain in blocklist:
            return True
    return False


def _with_parents(domain: str) -> list[str]:
    """`a.b.example` and the domains above it, in the form that DNS knows."""
    try:
        plain = domain.strip().rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        plain = domain.strip().lower()
    parts = plain.split(".")
    return [".".join(parts[n:]) for n in range(len(parts) - 1)]
