"""The directory as a file: only what the organisation sees, with a reason, flat in memory."""

import csv
import io
import tracemalloc
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from community.accounts.models import User
from community.profiles.actions import put_skill, rebuild_index, show_fields
from community.profiles.audiences import Audience
from community.profiles.exchange.people import (
    as_csv,
    as_xlsx,
    shown_to_organisation,
    table,
)
from community.profiles.models import ExportLog, Profile
from home.actions import MODERATORS
from tests.factories.holders import make_holder
from tests.factories.people import UserFactory
from tests.factories.taxonomy import make_skill

ADDRESS = "/admin/members/export/"
MANY = 3_000


@pytest.fixture
def staff(cms_tree, client):
    user = UserFactory(groups=[MODERATORS], email="staff@example.org")
    client.force_login(user)
    return user


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def post(client, **form):
    form = {"reason": "Yearly report", "format": "csv", **form}
    return client.post(ADDRESS, form)


def test_the_file_holds_what_the_organisation_sees(staff, client):
    skill = make_skill({"en": "Welding", "sq": "Saldim"})
    profile = make_holder(
        name="Arta Gashi", headline="=cmd()", country="CH", city="Bern", phone="+41 1"
    )
    put_skill(profile, skill, has=True, offers=True)
    show_fields(profile, {"country": Audience.MEMBERS, "city": Audience.ORG})

    answer = post(client)

    titles, row = read(b"".join(answer.streaming_content))
    told = dict(zip(titles, row, strict=True))
    assert answer["Content-Disposition"].endswith('.csv"')
    assert "no-store" in answer["Cache-Control"]
    assert told["Name"] == "Arta Gashi"
    assert told["Headline"] == "'=cmd()"
    assert (told["Country"], told["City"]) == ("", "Bern")
    assert (told["Skills"], told["Offers"]) == ("Welding", "Welding")
    assert told["Listed since"] == timezone.localdate().isoformat()
    assert "+41 1" not in ",".join(row)
    log = ExportLog.objects.get()
    assert (log.by, log.reason, log.number, log.format) == (
        staff, "Yearly report", 1, "csv",
    )  # fmt: skip


def test_excel_gets_the_same_and_words_narrow_it_down(staff, client):
    make_holder(name="Arta Gashi", headline="\x0b=1+1")
    make_holder(name="Blerta Hoxha")

    answer = post(client, format="xlsx", q="gashi")

    content = io.BytesIO(b"".join(answer.streaming_content))
    rows = list(load_workbook(content).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][1] == "Arta Gashi"
    assert rows[1][2].startswith("'=")
    assert ExportLog.objects.get().filters == "gashi"


def test_no_reason_no_file(staff, client):
    for form in ({"reason": ""}, {"reason": "abc"}, {"format": "pdf"}):
        assert post(client, **form).status_code == 422
    assert not ExportLog.objects.exists()
    drain(post(client).streaming_content)
    assert "Yearly report" in client.get(ADDRESS).content.decode()


def many():
    users = User.objects.bulk_create(
        User(email=f"m{n}@example.org", password="!", display_name="M")
        for n in range(MANY)
    )
    Profile.objects.bulk_create(
        Profile(
            user=user,
            language="en",
            name=f"Member {user.pk}",
            headline="=HYPERLINK()",
            summary="word " * 300,
            listed_at=timezone.now(),
        )
        for user in users
    )
    rebuild_index()


def peak(work):
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def drain(pieces):
    for _piece in pieces:
        pass


def test_memory_does_not_grow_with_the_rows(db):
    many()
    rows = table(shown_to_organisation(), "en")
    found = list(rows)
    assert len(found) == MANY + 1
    assert {row[2] for row in found[1:]} == {"'=HYPERLINK()"}
    assert len({row[0] for row in found}) == MANY + 1

    kept = peak(lambda: list(shown_to_organisation().after(0, MANY)))
    for write in (as_csv, as_xlsx):
        streamed = peak(
            lambda write=write: drain(write(table(shown_to_organisation(), "en")))
        )
        assert streamed < kept / 2


def run(tmp_path, **options):
    options = {
        "format": "csv",
        "reason": "Report",
        "by": "staff@example.org",
        **options,
    }
    out = StringIO()
    output = tmp_path / "people.csv"
    call_command("export_people", output=output, stdout=out, **options)
    return output.read_bytes()


def test_the_command_writes_and_notes(staff, tmp_path):
    make_holder(name="Arta Gashi")

    rows = read(run(tmp_path))

    assert [row[1] for row in rows[1:]] == ["Arta Gashi"]
    assert ExportLog.objects.get().number == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"reason": " "}, "Give a reason"),
        ({"by": "nobody@example.org"}, "may not"),
        ({"by": "member@example.org"}, "may not"),
    ],
)
def test_the_command_refuses(staff, tmp_path, options, words):
    UserFactory(email="member@example.org")

    with pytest.raises(CommandError, match=words):
        run(tmp_path, **options)

    assert not ExportLog.objects.exists()
