"""What nobody claimed goes on its day, and the batch keeps the numbers."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from community.accounts.actions import purge_contacts
from community.accounts.models import ImportedContact
from tests.contacts.files import a_contact, bring_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch():
    """Five people: one whose last day is today, and two each before and after it."""
    batch = bring_in([["E-mail"], *[[f"p{n}@example.org"] for n in range(5)]])
    for number, contact in enumerate(batch.contacts.order_by("line")):
        contact.purge_on = timezone.localdate() + timedelta(days=number - 2)
        contact.save()
    return batch


def run(*options):
    out = StringIO()
    call_command("purge_contacts", *options, stdout=out)
    return out.getvalue()


def test_the_last_day_is_still_theirs(batch):
    assert "2 contacts deleted" in run()

    rest = batch.contacts.order_by("line").values_list("email", flat=True)
    assert list(rest) == ["p2@example.org", "p3@example.org", "p4@example.org"]
    batch.refresh_from_db()
    assert (batch.purged, batch.imported) == (2, 5)
    assert "0 contacts deleted" in run()


def test_a_dry_run_deletes_nobody(batch):
    assert run("--dry-run") == "2 contacts would be deleted.\n"

    assert batch.contacts.count() == 5


def test_who_joined_is_not_purged_but_empty(batch):
    long_ago = timezone.localdate() - timedelta(days=400)
    batch.contacts.all().delete()
    a_contact(batch, email="", state="claimed", purge_on=long_ago)

    assert purge_contacts() == 0

    assert ImportedContact.objects.get().facts == [("language", "Shqip")]
