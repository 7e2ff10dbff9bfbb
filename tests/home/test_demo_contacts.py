"""The demo's contacts: invented, at no real address, loaded once."""

from community.accounts.models import ImportBatch, ImportedContact
from home.demo.contacts import load_contacts


def test_the_batch(db):
    assert load_contacts() == 12
    assert load_contacts() == 0

    batch = ImportBatch.objects.get()
    people = list(ImportedContact.objects.all())
    assert len(people) == batch.imported == 12
    assert all(one.email.endswith("@example.org") for one in people)
    assert all(one.name.endswith(" (demo)") for one in people)
    assert (batch.invited, batch.opened) == (6, 3)
    assert sum(one.state == "invited" for one in people) == 6
    for one in people:
        one.full_clean(
            exclude=[
                "token_hash",
                "invited_at",
                "reminded_at",
                "opened_at",
                "claimed_at",
            ]
        )
