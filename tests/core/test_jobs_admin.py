"""The screen of jobs in the editors' admin."""

import pytest
from django.contrib.auth.models import Group, Permission
from django_tasks_db.models import DBTaskResult

from cms.core.jobs import outcomes
from community.accounts.models import PrivilegedAction
from home.actions import EDITORS
from tests.core import work
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/jobs/"


@pytest.fixture
def letter(cms_tree, settings) -> DBTaskResult:
    """A job that was given up."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    work.broken.later(1)
    for worker in ("a", "b", "c"):
        row = DBTaskResult.objects.get()
        row.claim(worker)
        try:
            work.broken.func(1)
        except work.BrokenError as error:
            outcomes.fail(row, error, work.broken.rules)
    return DBTaskResult.objects.failed().get()


@pytest.fixture
def admin(client, cms_tree):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def test_the_list_tells_what_was_given_up_and_no_words_of_the_error(
    client, admin, letter
):
    body = client.get(PAGE).content.decode()

    for told in ("broken", "given up", "3 of 3", "BrokenError", "Try again", "Discard"):
        assert told in body
    assert "arta@" not in body


@pytest.mark.parametrize("query", ["?state=open", "?state=done", "?state=x&after=y"])
def test_other_states_and_nonsense(client, admin, letter, query):
    response = client.get(PAGE + query)

    assert response.status_code == 200
    assert ("given up" in response.content.decode()) is ("x" in query)


def test_the_list_goes_on_where_a_page_ends(client, admin, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for number in range(60):
        work.quick.later(number)

    first = client.get(PAGE, {"state": "open"})
    second = client.get(PAGE, {"state": "open", "after": first.context["after"]})

    shown = [line.row.pk for one in (first, second) for line in one.context["lines"]]
    assert len(shown) == len(set(shown)) == 60


def test_try_again_and_discard_are_posted_and_logged(client, admin, letter):
    for word in ("again", "discard"):
        assert client.get(f"{PAGE}{letter.pk}/{word}/").status_code == 405
    assert DBTaskResult.objects.failed().exists()

    assert client.post(f"{PAGE}{letter.pk}/again/")["Location"] == PAGE
    assert DBTaskResult.objects.get().status == "READY"
    DBTaskResult.objects.update(status="FAILED")
    client.post(f"{PAGE}{letter.pk}/discard/")

    assert not DBTaskResult.objects.exists()
    lines = PrivilegedAction.objects.values_list("action", "by", "target", "network")
    target = f"tests.core.work.broken {letter.pk}"
    assert list(lines) == [
        ("job-discarded", admin.pk, target, "127.0.0.0"),
        ("job-again", admin.pk, target, "127.0.0.0"),
    ]
    gone = client.post(f"{PAGE}{letter.pk}/again/", follow=True)
    assert "not given up any more" in gone.content.decode()


def test_only_those_with_the_permission(client, letter):
    editor = UserFactory(groups=[EDITORS["en"]])
    client.force_login(editor)
    paths = [PAGE, f"{PAGE}{letter.pk}/again/", f"{PAGE}{letter.pk}/discard/"]

    for path in paths:
        ask = client.get if path == PAGE else client.post
        assert ask(path).status_code in (302, 403)
    assert DBTaskResult.objects.failed().count() == 1
    assert "Jobs" not in client.get("/admin/").content.decode()

    group = Group.objects.get(name=EDITORS["en"])
    group.permissions.add(Permission.objects.get(codename="change_dbtaskresult"))
    assert client.get(PAGE).status_code == 200
    assert "1 job was given up." in client.get("/admin/").content.decode()


def test_jobs_that_nobody_takes_are_told(client, admin, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    work.quick.later(1)
    assert "no worker" not in client.get(PAGE).content.decode()

    DBTaskResult.objects.update(enqueued_at="2026-01-01T00:00:00Z")

    assert "no worker is running" in client.get(PAGE).content.decode()
    assert "no worker takes them" in client.get("/admin/").content.decode()
