"""The desk: from the upload to the numbers, for staff with the permission alone."""

import csv
import io

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from community.accounts.actions import import_rows, leave_alone
from community.accounts.models import ImportBatch, ImportedContact
from community.accounts.postal import address_hash
from home.actions import CONTACTS, EDITORS, MODERATORS
from tests.contacts.files import ARTA, TITLES, as_csv, bring_in, park
from tests.factories.people import UserFactory

DESK = "/admin/contacts/"
LAW = {
    "lawful_basis": "interest",
    "source": "Conference 2019",
    "collected_on": "2019-08-05",
    "kept_days": "180",
}


@pytest.fixture
def staff(cms_tree, client):
    user = UserFactory(groups=[CONTACTS])
    client.force_login(user)
    return client


def upload(client, content, name="people.csv"):
    return client.post(DESK, {"file": SimpleUploadedFile(name, content)})


def only() -> ImportBatch:
    return ImportBatch.objects.get()


def at(pk, more=""):
    return f"{DESK}{pk}/{more}"


def test_the_whole_way_of_a_file(staff, django_capture_on_commit_callbacks):
    assert upload(staff, as_csv([TITLES, ARTA])).url == at(only().pk)
    screen = staff.get(at(only().pk)).content.decode()
    assert '<option value="1" selected>E-mail</option>' in screen
    assert "arta@example.org" in screen

    columns = {"column_email": "1", "column_name": "0", "column_country": "3"}
    answer = staff.post(at(only().pk), {**columns, **LAW})
    assert answer.status_code == 302
    assert "Import 1 contact" in staff.get(at(only().pk)).content.decode()
    assert not ImportedContact.objects.exists()

    staff.post(at(only().pk, "step/"))
    held = ImportedContact.objects.get()
    assert (held.name, held.country, held.phone) == ("Arta Gashi", "Switzerland", "")

    with django_capture_on_commit_callbacks(execute=True):
        staff.post(at(only().pk, "invite/"), {"countries": "Switzerland"})
    assert [message.to for message in mail.outbox] == [["arta@example.org"]]
    assert only().invited == 1


@pytest.mark.parametrize("content", [b"", b"E-mail\n", b"PK\x03\x04", bytes(99)])
def test_a_broken_file_is_a_message_beside_the_field(staff, content):
    answer = upload(staff, content)

    assert answer.status_code == 422
    assert 'class="error-message"' in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_file_is_asked_for(staff):
    assert staff.post(DESK).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"lawful_basis": ""},
        {"lawful_basis": "because"},
        {"source": ""},
        {"source": " x "},
        {"collected_on": ""},
        {"collected_on": "2999-01-01"},
        {"kept_days": "366"},
        {"kept_days": "0"},
        {"column_email": ""},
        {"column_email": "99"},
        {"column_name": "1"},
    ],
)
def test_the_law_and_the_columns_are_required(staff, wrong):
    batch = park([TITLES, ARTA])

    answer = staff.post(at(batch.pk), {"column_email": "1", **LAW, **wrong})

    assert answer.status_code == 422
    assert "error-message" in answer.content.decode()
    batch.refresh_from_db()
    assert (batch.state, batch.source) == ("uploaded", "")


def test_columns_can_be_changed_after_the_dry_run(staff):
    batch = park([TITLES, ARTA])
    staff.post(at(batch.pk), {"column_email": "0", **LAW})
    batch.refresh_from_db()
    assert batch.found["wrong"] == 1
    assert staff.get(at(batch.pk) + "?mapping").status_code == 200

    staff.post(at(batch.pk) + "?mapping", {"column_email": "1", **LAW})

    batch.refresh_from_db()
    assert (batch.found["wrong"], batch.found["ok"]) == (0, 1)


FORMULAS = ["=cmd()", "+1", "-1", "@x", "\t=1", " =1"]


def test_problems_are_listed_and_downloaded_without_formulas(staff):
    UserFactory(email="member@example.org")
    leave_alone(address_hash("alone@example.org"))
    rows = [["E-mail", "Name"], *[["no address", one] for one in FORMULAS]]
    rows += [["member@example.org", "Member"], ["alone@example.org", "Alone"]]
    batch = park(rows)
    staff.post(at(batch.pk), {"column_email": "0", "column_name": "1", **LAW})

    screen = staff.get(at(batch.pk)).content.decode()
    answer = staff.get(at(batch.pk, "problems/"))
    content = b"".join(answer.streaming_content).decode("utf-8-sig")

    lines = list(csv.reader(io.StringIO(content)))
    assert lines[0] == ["Line", "Reason", "E-mail", "Name"]
    assert [line[0] for line in lines[1:]] == [str(n) for n in range(2, 9)]
    assert lines[1][1] == "This is no e-mail address."
    assert lines[-1][1] == "The address belongs to a member."
    cells = [cell for line in lines for cell in line]
    assert not [
        c for c in cells if c.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))
    ]
    # Whoever asked to be left out is a number, and no line.
    assert "alone@example.org" not in content + screen
    assert "asked to be left out" in screen
    assert 'attachment; filename="contacts-' in answer["Content-Disposition"]


def test_progress_is_shown_and_goes_on(staff, monkeypatch):
    monkeypatch.setattr("community.accounts.actions.importing.CHUNK", 2)
    batch = park([["E-mail"], *[[f"p{n}@example.org"] for n in range(5)]])
    staff.post(at(batch.pk), {"column_email": "0", **LAW})
    batch.refresh_from_db()
    import_rows(batch, seconds=0)

    screen = staff.get(at(batch.pk)).content.decode()

    assert "2 of 5 rows are done" in screen
    assert "data-continue" in screen
    staff.post(at(batch.pk, "step/"))
    assert batch.contacts.count() == 5


def test_undo(staff):
    batch = bring_in()

    staff.post(at(batch.pk, "undo/"))

    assert batch.contacts.count() == 0
    assert "undone" in staff.get(at(batch.pk)).content.decode()
    again = bring_in()
    ImportBatch.objects.filter(pk=again.pk).update(claimed=1)
    answer = staff.post(at(again.pk, "undo/"), follow=True)
    assert "cannot be undone" in answer.content.decode()
    assert again.contacts.count() == 1


def test_the_numbers_are_drawn_and_told(staff):
    batch = bring_in([["E-mail"], *[[f"p{n}@example.org"] for n in range(4)]])
    ImportBatch.objects.filter(pk=batch.pk).update(invited=3, opened=2, claimed=1)

    for address in (DESK, at(batch.pk)):
        screen = staff.get(address).content.decode()
        assert '<rect class="funnel-part" width="75"' in screen
        assert "75 %" in screen
        assert "25 %" in screen


def test_the_desk_shows_no_person_of_a_batch(staff):
    batch = bring_in()
    assert batch.contacts.get().name == "Arta Gashi"

    for address in (DESK, at(batch.pk)):
        screen = staff.get(address).content.decode()
        assert "Arta Gashi" not in screen
        assert "arta@example.org" not in screen


def paths(pk):
    get = [DESK, at(pk), at(pk, "problems/")]
    return [("get", one) for one in get] + [
        ("post", one)
        for one in (DESK, *(at(pk, name) for name in ("step/", "invite/", "undo/")))
    ]


@pytest.mark.parametrize("groups", [[], EDITORS["en"], MODERATORS])
def test_nobody_else_gets_in(cms_tree, groups):
    batch = park()
    client = Client()
    client.force_login(UserFactory(groups=[groups] if groups else []))

    for method, path in paths(batch.pk):
        assert getattr(client, method)(path).status_code in (302, 403), path
    assert ImportBatch.objects.get().state == "uploaded"


def test_what_is_not_there_is_404(staff):
    for method, path in paths(999)[1:]:
        if path != DESK:
            assert getattr(staff, method)(path).status_code == 404, path
