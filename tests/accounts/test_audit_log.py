"""What privileged people do is kept, whoever would like to change it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from django.utils import timezone

from community.accounts.actions import forget_old_actions, record_privileged
from community.accounts.models import PrivilegedAction, User
from community.profiles.actions import begin_export, disclose, merge_skill
from home.actions import EDITORS, MODERATORS
from tests.accounts.steps import is_logged_in
from tests.factories.holders import make_holder
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.taxonomy import make_skill

pytestmark = pytest.mark.django_db
USERS = "/admin/users/"
LOG = "/admin/audit-log/"
REFUSED = (InternalError, IntegrityError)


@pytest.fixture
def admin(client, cms_tree) -> User:
    user = UserFactory(email="admin@example.org", is_superuser=True)
    client.force_login(user)
    return user


def lines() -> list[tuple]:
    found = PrivilegedAction.objects.order_by("pk")
    return list(found.values_list("action", "subject", "target"))


def edit(client, user: User, **changes):
    values = {
        "email": user.email,
        "display_name": user.display_name,
        "interface_language": user.interface_language,
        "is_active": "on",
        **changes,
    }
    values = {name: value for name, value in values.items() if value is not None}
    response = client.post(f"{USERS}edit/{user.pk}/", values)
    assert response.status_code == 302


def test_each_change_of_standing_is_a_line(client, admin):
    user = UserFactory()
    editors = Group.objects.get(name=EDITORS["en"])

    edit(client, user, groups=[editors.pk], is_superuser="on")
    edit(client, user, display_name="Another name", groups=[editors.pk])
    edit(client, user, is_active=None)

    assert lines() == [
        ("role-given", user.pk, EDITORS["en"]),
        ("all-rights-given", user.pk, ""),
        ("all-rights-taken", user.pk, ""),
        ("role-taken", user.pk, EDITORS["en"]),
        ("account-closed", user.pk, ""),
    ]
    line = PrivilegedAction.objects.first()
    assert (line.by, line.network) == (admin, "127.0.0.0")


def test_accounts_made_and_erased_by_staff(client, admin):
    values = {
        "email": "new@example.org",
        "display_name": "Redaktore",
        "interface_language": "de",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "groups": [Group.objects.get(name=EDITORS["de"]).pk],
    }
    client.post(f"{USERS}new/", values)
    user = User.objects.get(email="new@example.org")
    assert lines() == [("role-given", user.pk, EDITORS["de"])]

    client.post(f"{USERS}delete/{user.pk}/", {"reason": "By letter of 1 March."})

    assert lines() == [
        ("role-given", user.pk, EDITORS["de"]),
        ("erasure-asked", user.pk, ""),
    ]
    assert PrivilegedAction.objects.first().reason == "By letter of 1 March."


@pytest.mark.parametrize(
    ("action", "values", "expected"),
    [
        ("assign_role", "role", "role-given"),
        ("set_active_state", "closed", "account-closed"),
    ],
)
def test_many_accounts_at_once(client, admin, action, values, expected):
    users = [UserFactory(), UserFactory()]
    ids = "&".join(f"id={user.pk}" for user in users)
    told = {
        "role": {"role": Group.objects.get(name=MODERATORS).pk},
        "closed": {"mark_as_active": "False"},
    }.get(values, {})

    address = f"/admin/bulk/accounts/user/{action}/?next={USERS}&{ids}"
    assert client.post(address, told).status_code == 302

    assert [line[0] for line in lines()] == [expected] * 2


def test_closing_an_account_ends_its_sessions_for_good(client, admin):
    user = UserFactory()
    theirs = Client()
    theirs.force_login(user)
    assert is_logged_in(theirs)

    edit(client, user, is_active=None)
    assert not is_logged_in(theirs)
    edit(client, user)

    user.refresh_from_db()
    assert user.is_active
    assert not is_logged_in(theirs), "opening the account does not open the session"


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "other@example.org"},
        {"password1": "a much better password", "password2": "a much better password"},
    ],
)
def test_another_address_or_password_by_staff_ends_the_sessions(client, admin, changes):
    user = UserFactory()
    theirs = Client()
    theirs.force_login(user)
    assert is_logged_in(theirs)

    edit(client, user, **changes)

    assert not is_logged_in(theirs)
    assert is_logged_in(client)
    assert len(lines()) == 1


def test_exports_looks_and_merges_are_lines(cms_tree):
    staff = UserFactory()
    profile = make_holder(name="Arta Gashi")
    one, other = make_skill({"en": "Welding"}), make_skill({"en": "Soldering"})

    log = begin_export(staff, "Yearly report", "gashi", "csv", "192.0.2.77")
    disclose(profile.pk, staff, "A partner asks")
    merge_skill(one, other, staff)

    assert lines() == [
        ("directory-exported", None, f"export {log.pk}, csv"),
        ("member-disclosed", profile.user_id, ""),
        ("skill-merged", None, f"{one.slug} -> {other.slug}"),
    ]
    first = PrivilegedAction.objects.earliest("pk")
    assert (first.reason, first.network) == ("Yearly report", "192.0.2.0")


def test_an_unknown_action_is_refused():
    with pytest.raises(ValueError, match="nonsense"):
        record_privileged(None, "nonsense")


def test_the_database_refuses_to_change_a_line():
    user, other = UserFactory(), UserFactory()
    line = record_privileged(user, "role-given", subject=user, target="Editors")
    mine = PrivilegedAction.objects.filter(pk=line.pk)

    for change in (
        {"target": "x"},
        {"action": "role-taken"},
        {"reason": "x"},
        {"network": "x"},
        {"created_at": timezone.now() - timedelta(days=9999)},
        {"by": other},
        {"subject": other},
    ):
        with pytest.raises(REFUSED), transaction.atomic():
            mine.update(**change)
    with pytest.raises(REFUSED), transaction.atomic():
        mine.delete()
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_privilegedaction")
    assert mine.get() == line


def test_people_are_forgotten_and_after_three_years_the_line():
    user = UserFactory()
    with time_machine.travel(datetime(2020, 1, 1, tzinfo=UTC)):
        record_privileged(user, "role-given", subject=user)
    record_privileged(user, "role-taken", subject=user)

    user.delete()
    assert set(PrivilegedAction.objects.values_list("by", "subject")) == {(None, None)}

    assert forget_old_actions() == 1
    assert PrivilegedAction.objects.get().action == "role-taken"


def test_the_screen_has_filters_and_pages(client, admin):
    user = UserFactory(email="arta@example.org")
    for number in range(60):
        record_privileged(admin, "skill-merged", target=f"s{number}-merged")
    record_privileged(None, "role-given", subject=user, target="Editors")

    page = client.get(LOG)
    assert len(page.context["lines"]) == 50
    following = client.get(f"{LOG}?{page.context['next']}")
    assert len(following.context["lines"]) == 11
    by_person = client.get(LOG, {"who": " Arta@Example.org"}).context["lines"]
    assert [line.target for line in by_person] == ["Editors"]
    of_a_kind = client.get(LOG, {"action": "role-given"}).context["lines"]
    assert [line.subject for line in of_a_kind] == [user]
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    assert client.get(LOG, {"since": today, "until": today}).context["lines"]
    assert not client.get(LOG, {"since": tomorrow}).context["lines"]
    assert "No line fits" in client.get(LOG, {"since": tomorrow}).content.decode()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"after": "9" * 18}, 200),
        ({"after": "x"}, 200),
        ({"action": "x"}, 422),
        ({"since": "2026-99-99"}, 422),
        ({"who": "\x01"}, 200),
    ],
)
def test_nonsense_gets_a_screen(client, admin, query, status):
    record_privileged(admin, "role-given")

    assert client.get(LOG, query).status_code == status


def test_only_those_with_all_rights_read_it(client, cms_tree):
    client.force_login(UserFactory(groups=[MODERATORS]))

    assert client.get(LOG).status_code == 302
    assert LOG not in client.get("/admin/").content.decode()


def test_a_page_takes_few_queries(client, admin, django_assert_max_num_queries):
    for _number in range(40):
        record_privileged(admin, "role-given", subject=UserFactory())
    client.get(LOG)

    with django_assert_max_num_queries(12):
        client.get(LOG)
