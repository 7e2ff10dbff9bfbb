"""The code at the door: who scans it finds their bookings of the day and says that they
are there. The address is signed, so that only codes which the space printed lead there;
what one may do is decided by the booking, as everywhere.
"""

from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from cms.core.languages import current
from community.spaces.models import Resource, Space

_SALT = "spaces.arrivals"
_SIGNS, _DIGITS = 20, 9
ENTRANCE = 0  # the number of no resource: the code of the whole space


def code_of(space: Space, resource: Resource | None = None) -> str:
    """As '12-3f9c…': the number of the resource and 80 bits of a signature."""
    number = resource.pk if resource else ENTRANCE
    return f"{number}-{_signature(space, number)}"


def number_in(space: Space, code: str) -> int | None:
    """Of the resource that a code stands for, `ENTRANCE` for the whole space; None for a
    code that is none of this space."""
    digits, _dash, signature = code.partition("-")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS
    if not is_number or str(int(digits)) != digits:
        return None
    number = int(digits)
    is_ours = constant_time_compare(signature, _signature(space, number))
    return number if is_ours else None


def arrival_address(space: Space, resource: Resource | None = None) -> str:
    """Without a language: whoever scans it is led to the page in their own."""
    path = reverse("spaces:here", args=[space.slug, code_of(space, resource)])
    return f"{settings.SITE_URL}{path.removeprefix(f'/{current()}')}"


@lru_cache(maxsize=512)
def picture_of(address: str) -> tuple[int, str]:
    """The address as a QR code: modules on each side, and the dark ones as the path of an
    SVG, a stretch of a row at a time."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    parts = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 1
            while x + length < len(row) and row[x + length] == row[x]:
                length += 1
            if row[x]:
                parts.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return len(rows), "".join(parts)


def _signature(space: Space, number: int) -> str:
    told = f"{space.pk}/{number}"
    return salted_hmac(_SALT, told, algorithm="sha256").hexdigest()[:_SIGNS]
