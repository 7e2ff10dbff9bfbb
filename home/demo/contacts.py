"""One batch of invented contacts, some of them invited, and none at a real address."""

from datetime import date, timedelta

from django.utils import timezone

from community.accounts.models import ImportBatch, ImportedContact
from community.accounts.models.contacts import KEPT_DAYS
from home.demo.files import read

FILE = "demo-contacts.csv"


def load_contacts() -> int:
    """How many were made; nothing where the batch is there already."""
    if ImportBatch.objects.filter(file_name=FILE).exists():
        return 0
    people = read("contacts.yaml")
    batch = ImportBatch.objects.create(
        file_name=FILE,
        state=ImportBatch.State.DONE,
        lawful_basis=ImportBatch.Basis.INTEREST,
        source="Konferenca e diasporës (demo), Prishtinë 2019",
        collected_on=date(2019, 8, 5),
        rows=len(people) + 2,
        found={"ok": len(people), "wrong": 1, "twice": 1},
        imported=len(people),
        invited=sum(one.get("days_ago") is not None for one in people),
        opened=sum(bool(one.get("opened")) for one in people),
    )
    ImportedContact.objects.bulk_create(
        _contact(batch, line, one) for line, one in enumerate(people, start=2)
    )
    return len(people)


def _contact(batch: ImportBatch, line: int, told: dict) -> ImportedContact:
    """`days_ago` tells when the person was invited; no mail is sent for it."""
    told = dict(told)
    days, opened = told.pop("days_ago", None), told.pop("opened", False)
    now = timezone.now()
    contact = ImportedContact(
        batch=batch,
        line=line,
        purge_on=timezone.localdate() + timedelta(days=KEPT_DAYS),
        **told,
    )
    if days is not None:
        contact.state = ImportedContact.State.INVITED
        contact.invited_at = now - timedelta(days=days)
        contact.opened_at = now - timedelta(days=days - 1) if opened else None
    return contact
