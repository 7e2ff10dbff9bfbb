"""Who meets which row: restrictions of pages, files of works, embargoes."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, Group, Permission
from wagtail.models import PageViewRestriction

from cms.core.models import ContentRow
from cms.core.rows.circles import (
    LOGIN,
    PASSWORD,
    circles_of,
    group,
    permission,
    subsets,
)
from cms.core.rows.refresh import drift, refresh_stale
from cms.library.models import WorkFile
from tests.factories.content import make_news, make_work
from tests.factories.media import make_document
from tests.factories.people import UserFactory
from tests.factories.states import close


@pytest.fixture
def partners():
    return Group.objects.create(name="Partners")


def close_to(page, *groups):
    closed = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    closed.groups.set(groups)


def readers(client, partners):
    """A client for each kind of reader."""
    people = {
        "visitor": None,
        "member": UserFactory(),
        "partner": UserFactory(),
        "superuser": UserFactory(is_superuser=True),
    }
    people["partner"].groups.add(partners)
    found = {}
    for name, user in people.items():
        found[name] = type(client)()
        if user is not None:
            found[name].force_login(user)
    return found


def titles(client, locale="de"):
    items = client.get(f"/api/v1/news/?locale={locale}").json()["items"]
    return [item["title"] for item in items]


def test_a_page_for_a_group_is_told_to_the_group_alone(cms_tree, client, partners):
    close_to(make_news(cms_tree, {"de": "Partner"})["de"], partners)

    found = {n: titles(c) for n, c in readers(client, partners).items()}

    assert found == {
        "visitor": [],
        "member": [],
        "partner": ["Partner"],
        "superuser": ["Partner"],
    }


def test_a_closed_language_is_replaced_for_those_whom_it_is_closed_to(
    cms_tree, client, partners
):
    pages = make_news(cms_tree, {"de": "Deutsch", "en": "English"})
    close(pages["de"], "login")

    found = {n: titles(c) for n, c in readers(client, partners).items()}

    assert found == {
        "visitor": ["English"],
        "member": ["Deutsch"],
        "partner": ["Deutsch"],
        "superuser": ["Deutsch"],
    }


def test_restrictions_above_and_below_count_together(cms_tree, client, partners):
    others = Group.objects.create(name="Others")
    page = make_news(cms_tree, {"de": "Beide"})["de"]
    close_to(cms_tree["news", "de"], partners)
    close_to(page, others)
    both, one = UserFactory(), UserFactory()
    both.groups.add(partners, others)
    one.groups.add(others)

    found = []
    for user in (both, one):
        client.force_login(user)
        found.append(titles(client))

    assert found == [["Beide"], []]


def test_a_password_keeps_everybody_out_of_lists_but_superusers(
    cms_tree, client, partners
):
    close(make_news(cms_tree, {"de": "Geheim"})["de"], "password")

    found = {n: titles(c) for n, c in readers(client, partners).items()}

    assert found == {
        "visitor": [],
        "member": [],
        "partner": [],
        "superuser": ["Geheim"],
    }


def test_opening_again_shows_it_to_everybody(cms_tree, client, partners):
    page = make_news(cms_tree, {"de": "Partner"})["de"]
    close_to(page, partners)
    assert titles(client) == []

    PageViewRestriction.objects.get(page=page).delete()

    assert titles(client) == ["Partner"]


@pytest.mark.parametrize(
    ("access", "seen"),
    [
        ("open", {"visitor", "member", "partner", "superuser", "keeper"}),
        ("members", {"member", "partner", "superuser", "keeper"}),
        ("closed", {"superuser", "keeper"}),
        ("embargo", {"superuser", "keeper"}),
    ],
)
def test_files_are_told_to_those_who_may_open_them(
    cms_tree, client, partners, access, seen
):
    work = make_work(
        cms_tree, {"de": "Buch"}, access=access, embargo_until="2031-01-01"
    )
    WorkFile.objects.create(work=work, document=make_document())
    clients = readers(client, partners)
    keeper = UserFactory()
    keeper.user_permissions.add(Permission.objects.get(codename="change_work"))
    clients["keeper"] = type(client)()
    clients["keeper"].force_login(keeper)

    told = {
        name
        for name, one in clients.items()
        if one.get(f"/api/v1/library/works/{work.uid}/?locale=de").json()["files"]
    }
    listed = {
        name
        for name, one in clients.items()
        if one.get("/api/v1/library/works/?locale=de&has_file=true").json()["items"]
    }

    assert told == listed == seen


def test_an_embargo_ends_on_its_day(cms_tree, client):
    work = make_work(
        cms_tree,
        {"de": "Buch"},
        access="embargo",
        embargo_until=datetime.date(2031, 1, 1),
    )
    WorkFile.objects.create(work=work, document=make_document())
    address = f"/api/v1/library/works/{work.uid}/?locale=de"

    with time_machine.travel(datetime.datetime(2030, 12, 31, 12, tzinfo=datetime.UTC)):
        assert (refresh_stale(), client.get(address).json()["files"]) == (0, [])
    with time_machine.travel(datetime.datetime(2031, 1, 1, 12, tzinfo=datetime.UTC)):
        assert refresh_stale() == 1
        assert len(client.get(address).json()["files"]) == 1
        assert (refresh_stale(), drift()) == (0, [])


def test_each_reader_meets_one_row_of_a_thing(cms_tree, partners):
    pages = make_news(cms_tree, {"de": "Deutsch", "en": "English", "sq": "Shqip"})
    close(pages["de"], "login")
    close_to(pages["en"], partners)

    rows = ContentRow.objects.filter(key=pages["de"].translation_key, locale="en")
    around = frozenset({LOGIN, PASSWORD, group(partners.pk)})
    for chosen in subsets(around):
        met = [
            row
            for row in rows
            if set(row.needs) <= chosen and not set(row.excludes) & chosen
        ]
        assert len(met) == 1, sorted(chosen)


def test_a_visitor_costs_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert circles_of(AnonymousUser()) == frozenset()


def test_a_reader_who_leaves_a_group_is_out_of_its_circle_at_once(db):
    """What is kept in memory of readers goes with each change of groups."""
    keepers, reader = Group.objects.create(name="Keepers"), UserFactory()
    allowed = Permission.objects.get(codename="change_work")
    keepers.permissions.add(allowed)
    held = permission("library.change_work")
    assert held not in circles_of(reader)

    for enter, leave in (
        (lambda: reader.groups.add(keepers), lambda: reader.groups.remove(keepers)),
        (lambda: keepers.user_set.add(reader), lambda: reader.groups.clear()),
        (
            lambda: reader.user_permissions.add(allowed),
            lambda: reader.user_permissions.set([]),
        ),
        (
            lambda: reader.groups.add(keepers),
            lambda: keepers.permissions.remove(allowed),
        ),
    ):
        enter()
        assert held in circles_of(type(reader).objects.get(pk=reader.pk))
        leave()
        assert held not in circles_of(type(reader).objects.get(pk=reader.pk))
