"""Tombstones: they find an erased account again after an old backup was restored.

A backup that is older than the erasure knows nothing of it, so each tombstone is also
written to a file outside the database, which is no part of the backup.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from community.accounts.models import Tombstone, User

NOBODY = "@erased.invalid"  # RFC 2606: no mail can ever reach it


def is_erased(user: User) -> bool:
    return user.email.endswith(NOBODY)


def entomb(user: User) -> Tombstone:
    """Note the erasure of this account, in the file first; once for each account."""
    known = Tombstone.objects.filter(uuid_hash=_uuid_hash(user)).first()
    if known is not None:
        return known
    stone = Tombstone(
        uuid_hash=_uuid_hash(user),
        email_hash=_hash(user.email.lower()),
        created_at=timezone.now(),
    )
    _append(stone)
    stone.save()
    return stone


def restore_tombstones(file: Path) -> int:
    """Take over from the file what the database does not have; how many there are."""
    for uuid_hash, email_hash, created_at in _written(file):
        Tombstone.objects.get_or_create(
            uuid_hash=uuid_hash,
            defaults={"email_hash": email_hash, "created_at": created_at},
        )
    return Tombstone.objects.count()


def buried_accounts() -> Iterator[User]:
    """Accounts that were erased once and are here again.

    By uuid; or by the address, if the account is older than the erasure: whoever comes
    back later signs up anew, and that account is theirs.
    """
    uuids = set(Tombstone.objects.values_list("uuid_hash", flat=True))
    emails = dict(
        Tombstone.objects.order_by("created_at").values_list("email_hash", "created_at")
    )
    for user in User.objects.exclude(email__endswith=NOBODY).iterator(chunk_size=1000):
        erased_at = emails.get(_hash(user.email.lower()))
        is_older = erased_at is not None and user.date_joined < erased_at
        if is_older or _uuid_hash(user) in uuids:
            yield user


def _append(stone: Tombstone) -> None:
    """One line, on the disk before anything is erased."""
    file = Path(settings.TOMBSTONES_FILE)
    file.parent.mkdir(parents=True, exist_ok=True)
    told = [stone.uuid_hash, stone.email_hash, stone.created_at.isoformat()]
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{json.dumps(told)}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written(file: Path) -> Iterator[tuple[str, str, datetime]]:
    if not file.exists():
        return
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            # A machine that stopped in the middle leaves half a line.
            if line.endswith("]\n"):
                uuid_hash, email_hash, moment = json.loads(line)
                yield uuid_hash, email_hash, datetime.fromisoformat(moment)


def _uuid_hash(user: User) -> str:
    return _hash(str(user.uuid))


def _hash(value: str) -> str:
    key = hashlib.sha256(
        f"tombstones:{settings.TOMBSTONES_KEY or settings.SECRET_KEY}".encode()
    ).digest()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()
