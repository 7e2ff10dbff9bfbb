"""Files follow the access of their work; related works follow their own visibility."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from cms.library.models import Work, WorkFile, WorkRelation
from cms.library.permissions import can_open_files
from home.actions import EDITORS
from tests.factories.content import make_work
from tests.factories.media import make_document
from tests.factories.people import UserFactory

YESTERDAY = datetime.date(2026, 1, 1)
FAR = datetime.date(2999, 1, 1)


@pytest.mark.parametrize(
    ("access", "until", "visitor", "member"),
    [
        ("open", None, True, True),
        ("members", None, False, True),
        ("embargo", FAR, False, False),
        ("embargo", YESTERDAY, True, True),
        ("closed", None, False, False),
    ],
)
def test_files_open_by_access_in_page_api_and_download(
    cms_tree, client, access, until, visitor, member
):
    work = make_work(cms_tree, {"en": "A book"}, access=access, embargo_until=until)
    document = make_document()
    WorkFile.objects.create(work=work, document=document)

    seen = [shown_to(client, work, document)]
    client.force_login(UserFactory())
    seen.append(shown_to(client, work, document))

    assert seen == [(visitor,) * 3, (member,) * 3]


def shown_to(client, work: Work, document) -> tuple[bool, bool, bool]:
    """Whether the file is on the page, in the API, and served."""
    page = client.get(work.item_pages.get().url).content.decode()
    answer = client.get(f"/api/v1/library/works/{work.uid}/").json()
    served = client.get(document.url)
    if served.streaming:
        assert b"".join(served.streaming_content)
    assert served.status_code in (200, 404)
    return document.url in page, bool(answer["files"]), served.status_code == 200


def test_those_who_keep_the_records_open_closed_files(cms_tree):
    work = make_work(cms_tree, {"en": "A book"}, access="closed")
    editor = UserFactory(groups=list(EDITORS.values()))

    assert not can_open_files(AnonymousUser(), work)
    assert can_open_files(editor, work)


def test_related_works_are_named_only_while_they_are_visible(cms_tree, client):
    work = make_work(cms_tree, {"en": "A book"})
    other = make_work(cms_tree, {"en": "Its older version"})
    WorkRelation.objects.create(work=work, other=other, kind="version_of")
    path = work.item_pages.get().url
    api = f"/api/v1/library/works/{work.uid}/?locale=en"

    assert other.item_pages.get().url in client.get(path).content.decode()
    assert [r["title"] for r in client.get(api).json()["relations"]] == [
        "Its older version"
    ]

    other.item_pages.get().unpublish()

    assert "Its older version" not in client.get(path).content.decode()
    assert client.get(api).json()["relations"] == []
