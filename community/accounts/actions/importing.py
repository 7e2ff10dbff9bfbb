"""Contacts from a file: parked, looked through, imported chunk by chunk, undone."""

import time
from collections.abc import Generator, Mapping
from datetime import timedelta
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, NamedTuple

from allauth.account.models import EmailAddress
from django.core.files.base import File
from django.db import connection, transaction
from django.utils import timezone

from community.accounts.imports import (
    Finding,
    Row,
    guess_columns,
    park_table,
    parked_rows,
    tidy_row,
)
from community.accounts.models import (
    ImportBatch,
    ImportedContact,
    LeftAlone,
    User,
)
from community.accounts.models.contacts import purge_date
from community.accounts.postal import address_hashes

CHUNK = 1000  # rows that are compared and stored together
FORGOTTEN_AFTER = timedelta(days=7)
IN_MEMORY = 2 * 1024 * 1024
# Two steps at once must not both find an address new.
_ONE_AT_A_TIME = 7_204_001
State = ImportBatch.State


class CannotUndoError(Exception):
    """Somebody of the batch has joined already."""


class Judged(NamedTuple):
    """A row of the file; `position` is where the next one begins."""

    position: int
    row: Row
    cells: list[str]
    finding: Finding


@transaction.atomic
def park_file(file: BinaryIO, size: int, name: str, by: User | None) -> ImportBatch:
    """Keep the rows of a file until they are imported. Raises UnreadableTableError."""
    with SpooledTemporaryFile(IN_MEMORY) as out:
        parked = park_table(file, size, out)  # type: ignore[arg-type]
        batch = ImportBatch(
            file_name=name[-120:],
            titles=parked.titles,
            rows=parked.rows,
            mapping=guess_columns(parked.titles),
            created_by=by,
        )
        out.seek(0)
        batch.parked.save("rows", File(out), save=False)
    batch.save()
    return batch


@transaction.atomic
def check_rows(
    batch: ImportBatch, mapping: Mapping[str, int], values: Mapping[str, Any]
) -> ImportBatch:
    """The dry run: how many rows are what. Stores the numbers, and no contact.

    `values` are lawful basis, source, day of collection and days until the deletion.
    """
    for name, value in values.items():
        setattr(batch, name, value)
    batch.mapping = dict(mapping)
    batch.found = dict.fromkeys(Finding, 0)
    for one in judged(batch):
        batch.found[one.finding] += 1
    batch.state = State.CHECKED
    batch.full_clean(exclude=["parked", "file_name", "created_by"])
    batch.save()
    return batch


def judged(batch: ImportBatch, start: int = 0) -> Generator[Judged, None, None]:
    """Every row from a position on; addresses are looked up `CHUNK` at a time."""
    seen: set[int] = set()
    with batch.parked.open("rb") as file:
        rows = parked_rows(file, start)  # type: ignore[arg-type]
        while chunk := list(islice(rows, CHUNK)):
            tidied = [
                (position, tidy_row(line, cells, batch.mapping), cells)
                for position, (line, cells) in chunk
            ]
            addresses = [row.values["email"] for _p, row, _c in tidied if row.values]
            taken = _taken(addresses, batch)
            for position, row, cells in tidied:
                yield Judged(position, row, cells, _finding(row, taken, seen))


def _finding(row: Row, taken: Mapping[str, Finding], seen: set[int]) -> Finding:
    if row.problem:
        return Finding.WRONG
    address = row.values["email"]
    if hash(address) in seen:
        return Finding.TWICE
    seen.add(hash(address))
    return taken.get(address, Finding.OK)


def _taken(addresses: list[str], batch: ImportBatch) -> dict[str, Finding]:
    """What is known of these addresses; those of which nothing is are not in it."""
    found: dict[str, Finding] = {}
    contacts = ImportedContact.objects.filter(email__in=addresses)
    for address, number in contacts.values_list("email", "batch"):
        # Of this file, and imported by an earlier step.
        found[address] = Finding.TWICE if number == batch.pk else Finding.KNOWN
    for address in addresses_of_members(addresses):
        found[address] = Finding.MEMBER
    hashes = {digest: one for one in addresses for digest in address_hashes(one)}
    alone = LeftAlone.objects.filter(address_hash__in=list(hashes))
    for digest in alone.values_list("address_hash", flat=True):
        found[hashes[digest]] = Finding.LEFT_ALONE
    return found


def addresses_of_members(addresses: list[str]) -> set[str]:
    """Those of the normal addresses that open an account, or would once confirmed."""
    logins = User.objects.filter(email__in=addresses).values_list("email", flat=True)
    further = EmailAddress.objects.filter(email__in=addresses, verified=True)
    return {*logins, *further.values_list("email", flat=True)}


@transaction.atomic
def import_rows(batch: ImportBatch, seconds: float = 2.0) -> ImportBatch:
    """Import for about so long; to be called again until the state is `done`.

    Each call goes on where the last one ended: nothing is imported twice or left out.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in (State.CHECKED, State.IMPORTING):
        return batch
    if batch.state == State.CHECKED:
        batch.found = dict.fromkeys(Finding, 0)
    batch.state = State.IMPORTING
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    end = time.monotonic() + seconds
    rows = judged(batch, batch.position)
    while chunk := list(islice(rows, CHUNK)):
        _store(batch, chunk)
        if time.monotonic() > end:
            break
    else:
        _finish(batch)
    rows.close()
    batch.save()
    return batch


def _store(batch: ImportBatch, chunk: list[Judged]) -> None:
    last_day = purge_date(batch.kept_days)
    contacts = [
        ImportedContact(
            batch=batch, line=one.row.line, purge_on=last_day, **one.row.values
        )
        for one in chunk
        if one.finding == Finding.OK
    ]
    ImportedContact.objects.bulk_create(contacts)
    for one in chunk:
        batch.found[one.finding] += 1
    batch.imported += len(contacts)
    batch.position = chunk[-1].position


def _finish(batch: ImportBatch) -> None:
    batch.state = State.DONE
    _drop_parked(batch)


def _drop_parked(batch: ImportBatch) -> None:
    name, storage = batch.parked.name, batch.parked.storage
    batch.parked = ""  # type: ignore[assignment]
    batch.position = 0
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def undo_batch(batch: ImportBatch) -> ImportBatch:
    """Delete all contacts of the batch, and its file. Raises CannotUndoError."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.claimed:
        raise CannotUndoError
    batch.contacts.all().delete()
    batch.state = State.UNDONE
    _drop_parked(batch)
    batch.save()
    return batch


@transaction.atomic
def forget_parked() -> int:
    """Give up files that nobody imported within a week; how many."""
    before = timezone.now() - FORGOTTEN_AFTER
    waiting = (State.UPLOADED, State.CHECKED)
    old = ImportBatch.objects.filter(state__in=waiting, created_at__lt=before)
    return len([undo_batch(batch) for batch in old])
