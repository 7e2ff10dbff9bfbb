"""Mails to imported contacts: queued by staff, sent in chunks, each at most once."""

import logging
import smtplib
import time
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from community.accounts import notify
from community.accounts.actions.contacts import token_hash, token_of
from community.accounts.actions.importing import addresses_of_members
from community.accounts.models import ImportBatch, ImportedContact, LeftAlone
from community.accounts.postal import address_hashes

log = logging.getLogger(__name__)
REMINDED_AFTER = timedelta(days=30)
MAILS = 50  # that are written down together, before they are sent
_State = ImportedContact.State


@transaction.atomic
def queue_invitations(
    batch: ImportBatch,
    *,
    countries: Collection[str] = (),
    languages: Collection[str] = (),
) -> int:
    """Put those of the batch on the way who were never written to; how many.

    `countries` as they stand in the file and `languages` narrow it down; empty is all.
    """
    today = timezone.localdate()
    chosen = ImportedContact.objects.filter(batch=batch).never_invited(today)
    if countries:
        chosen = chosen.filter(country__in=countries)
    if languages:
        chosen = chosen.filter(language__in=languages)
    return chosen.update(state=_State.WAITING)


def send_invitations(batch: ImportBatch | None = None, seconds: float = 20.0) -> int:
    """Send what waits, of this batch or of all, for about so long; how many are left."""
    waiting = ImportedContact.objects.filter(state=_State.WAITING)
    if batch is not None:
        waiting = waiting.filter(batch=batch)
    return _send(waiting, seconds, is_reminder=False)


def send_reminders(seconds: float = 20.0) -> int:
    """Write once more to who was invited 30 days ago and did nothing; see above."""
    now = timezone.now()
    due = ImportedContact.objects.to_remind(
        now - REMINDED_AFTER, timezone.localdate(now)
    )
    return _send(due, seconds, is_reminder=True)


def _send(due: QuerySet, seconds: float, *, is_reminder: bool) -> int:
    end = time.monotonic() + seconds
    while True:
        found, contacts = _written_down(due, is_reminder)
        refused = [one for one in contacts if not _mailed(one, is_reminder)]
        if not found or refused or time.monotonic() > end:
            return due.count()


@transaction.atomic
def _written_down(
    due: QuerySet, is_reminder: bool
) -> tuple[int, list[ImportedContact]]:
    """(number of the next few, those to write to), noted before the mail leaves.

    Whatever happens after that, nobody is written to twice; a mail may be lost with a
    dying process. Rows that another process sends are left to it.
    """
    locked = due.select_for_update(of=("self",), skip_locked=True).order_by("pk")
    found: list[ImportedContact] = list(locked.select_related("batch")[:MAILS])
    kept = _still_to_be_written_to(found)
    now = timezone.now()
    for contact in kept:
        contact.token_hash = token_hash(token_of(contact))
        contact.state = _State.INVITED
        if is_reminder:
            contact.reminded_at = now
        else:
            contact.invited_at = now
    fields = ["token_hash", "state", "invited_at", "reminded_at"]
    ImportedContact.objects.bulk_update(kept, fields)
    if not is_reminder:
        for contact in kept:
            _count_invited(contact.batch_id, 1)
    return len(found), kept


def _still_to_be_written_to(found: list[ImportedContact]) -> list[ImportedContact]:
    """Without those who joined by themselves, or asked to be left alone, or whose last
    day has passed: the first two are dropped, the last ones wait for the purge."""
    addresses = [one.email for one in found]
    hashes = {digest: one for one in addresses for digest in address_hashes(one)}
    alone = LeftAlone.objects.filter(address_hash__in=list(hashes))
    gone = {hashes[one] for one in alone.values_list("address_hash", flat=True)}
    gone |= addresses_of_members(addresses)
    dropped = [one for one in found if one.email in gone]
    for one in dropped:
        one.delete()
        ImportBatch.objects.filter(pk=one.batch_id).update(deleted=F("deleted") + 1)
    today = timezone.localdate()
    late = [one.pk for one in found if one.pk and one.purge_on < today]
    ImportedContact.objects.filter(pk__in=late).update(state=_State.HELD)
    return [one for one in found if one.pk and one.purge_on >= today]


def _mailed(contact: ImportedContact, is_reminder: bool) -> bool:
    try:
        notify.invite_contact(contact, token_of(contact), is_reminder=is_reminder)
    except (OSError, smtplib.SMTPException):
        # The server did not take it, so it has not been sent: it waits again.
        log.warning(
            "An invitation could not be sent; it is tried again.", exc_info=True
        )
        _take_back(contact, is_reminder)
        return False
    return True


@transaction.atomic
def _take_back(contact: ImportedContact, is_reminder: bool) -> None:
    row = ImportedContact.objects.filter(pk=contact.pk, state=_State.INVITED)
    if is_reminder:
        row.update(reminded_at=None)
    elif row.update(state=_State.WAITING, invited_at=None):
        _count_invited(contact.batch_id, -1)


def _count_invited(batch: int, number: int) -> None:
    ImportBatch.objects.filter(pk=batch).update(invited=F("invited") + number)
