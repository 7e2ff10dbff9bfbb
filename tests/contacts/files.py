"""Files with contacts, as offices keep them, and contacts that are held already."""

import csv
import io
from datetime import date, timedelta

from django.utils import timezone
from openpyxl import Workbook

from community.accounts.actions import (
    check_rows,
    import_rows,
    park_file,
    queue_invitations,
    send_invitations,
)
from community.accounts.models import ImportBatch, ImportedContact

TITLES = ["Emri dhe mbiemri", "E-mail", "Telefoni", "Shteti", "Qyteti", "Profesioni"]
ARTA = [
    "Arta Gashi", "arta@example.org", "+41 44 000", "Switzerland", "Zürich", "Mjeke",
]  # fmt: skip
TOLD = {
    "lawful_basis": "interest",
    "source": "Conference of the diaspora, Prishtina 2019",
    "collected_on": date(2019, 8, 5),
    "kept_days": 180,
}


def as_csv(rows, *, delimiter=",", encoding="utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def park(rows=None, by=None) -> ImportBatch:
    content = as_csv(rows or [TITLES, ARTA])
    return park_file(io.BytesIO(content), len(content), "people.csv", by)


def bring_in(rows=None, **told) -> ImportBatch:
    """A batch that is imported to its end."""
    batch = park(rows)
    check_rows(batch, batch.mapping, {**TOLD, **told})
    while batch.state != ImportBatch.State.DONE:
        batch = import_rows(batch)
    return batch


def invited(rows=None, **told) -> ImportBatch:
    """A batch whose mails were sent."""
    batch = bring_in(rows, **told)
    queue_invitations(batch)
    send_invitations(batch)
    batch.refresh_from_db()
    return batch


def a_contact(batch, **values) -> ImportedContact:
    """One more person in a batch, not written to."""
    number = batch.contacts.count() + 100
    values = {"email": f"person{number}@example.org", "line": number, **values}
    values.setdefault("purge_on", timezone.localdate() + timedelta(days=30))
    return ImportedContact.objects.create(batch=batch, **values)
