"""A task for the browser that costs a person nothing and a mass of sign-ups a lot.

The protocol is ALTCHA's second version (package `altcha`): the browser looks for a number
whose derived key begins with a given prefix. The site asks no third party. A solved task
counts once, and for ten minutes.
"""

import hashlib
import json
from base64 import b64decode
from typing import Any

import altcha
from django.conf import settings
from django.utils import timezone

from cms.core.limits import wait

LIFETIME = 10 * 60  # seconds
ALGORITHM = "PBKDF2/SHA-256"
# On average 256 derivations of so many rounds: half a second on a desk's machine, some
# on a telephone, all while the form is filled in. Checking costs one derivation.
ROUNDS = 8_000
PREFIX = "00"
LONGEST = 4_000  # characters of an answer


def new_challenge() -> dict[str, Any]:
    """A signed task, as the script of the page reads it."""
    expires = int(timezone.now().timestamp()) + LIFETIME
    task = altcha.create_challenge(
        ALGORITHM, ROUNDS, key_prefix=PREFIX, expires_at=expires, hmac_secret=_secret()
    )
    return task.to_dict()


def is_solved(answer: str) -> bool:
    """Whether this is the solution of one of our tasks that has not been used yet."""
    if len(answer) > LONGEST:
        return False
    if not altcha.verify_solution(answer, _secret()).verified:
        return False
    signature = json.loads(b64decode(answer))["challenge"]["signature"]
    # Counted rather than noted: two requests at the same moment cannot both be first.
    return wait("challenge-used", signature, most=1, seconds=LIFETIME) == 0


def _secret() -> bytes:
    return hashlib.sha256(f"challenge:{settings.SECRET_KEY}".encode()).digest()
