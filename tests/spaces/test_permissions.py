"""Who may do what, by the table of roles."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.spaces import permissions
from community.spaces.actions import give_role, take_role
from community.spaces.models import Booking, Resource, Space
from home.actions import MODERATORS
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.conftest import fresh

MANAGE = ("can_book_for_others",)
ROLES = ("visitor", "closed", "member", "viewer", "host", "manager", "staff")


@pytest.fixture
def people(cms_tree, space, viewer, host, manager, arta):
    return {
        "visitor": AnonymousUser(),
        "closed": UserFactory(is_active=False),
        "member": UserFactory(),
        "owner": arta,
        "viewer": viewer,
        "host": host,
        "manager": manager,
        "staff": UserFactory(groups=[MODERATORS]),
    }


def allowed(people, ask):
    return {role for role, user in people.items() if ask(user)}


def test_the_table_of_a_space(people, space, room):
    asked = {
        "can_see_space": space,
        "can_see_occupancy": space,
        "can_host_space": space,
        "can_manage_space": space,
        "can_keep_hours": space,
        "can_book": room,
        "can_book_for_others": room,
    }

    found = {
        name: allowed(
            people, lambda user, n=name, o=one: getattr(permissions, n)(user, o)
        )
        for name, one in asked.items()
    }

    members = {"member", "owner", "viewer", "host", "manager", "staff"}
    assert found == {
        "can_see_space": {*members, "visitor", "closed"},
        "can_see_occupancy": {"viewer", "host", "manager", "staff"},
        "can_host_space": {"host", "manager", "staff"},
        "can_manage_space": {"manager", "staff"},
        "can_keep_hours": {"manager", "staff"},
        "can_book": members,
        "can_book_for_others": {"manager", "staff"},
    }


@pytest.mark.parametrize("is_today", [True, False])
def test_the_table_of_a_booking(people, room, arta, is_today):
    start = timezone.now() + timedelta(days=0 if is_today else 3)
    one = places.booking(room, arta, start)
    names = (
        "can_see_booking",
        "can_cancel_booking",
        "can_decide_booking",
        "can_check_in",
        "can_mark_no_show",
    )

    found = {
        name: allowed(people, lambda user, n=name: getattr(permissions, n)(user, one))
        for name in names
    }
    seen = allowed(people, lambda user: one in Booking.objects.visible_to(user))

    told = {"owner", "manager", "staff"} | ({"host"} if is_today else set())
    assert seen == told
    assert found == {
        "can_see_booking": told,
        "can_cancel_booking": {"owner", "manager", "staff"},
        "can_decide_booking": {"manager", "staff"},
        "can_check_in": {"owner", "host", "manager", "staff"},
        "can_mark_no_show": {"host", "manager", "staff"},
    }


def test_a_role_is_for_one_space(people, manager):
    other = places.resource(places.space("peja"))
    one = places.booking(other, UserFactory())

    assert not permissions.can_manage_space(manager, other.space)
    assert not permissions.can_see_booking(manager, one)
    assert not Booking.objects.visible_to(manager).exists()


def test_a_hidden_space_is_seen_by_those_who_look_after_it(people, space, room):
    Space.objects.filter(pk=space.pk).update(is_open=False)
    space.refresh_from_db()

    seen = allowed(people, lambda user: space in Space.objects.visible_to(user))
    rooms = allowed(people, lambda user: room in Resource.objects.visible_to(user))
    can = allowed(people, lambda user: permissions.can_see_space(user, space))

    assert seen == rooms == can == {"viewer", "host", "manager", "staff"}


def test_roles_are_given_and_taken(space, arta):
    give_role(arta, space, "host")
    assert permissions.can_host_space(arta, space)

    give_role(arta, space, "viewer")
    assert not permissions.can_host_space(arta, space)
    assert arta.space_roles.count() == 1

    take_role(arta, space)
    take_role(arta, space)
    assert permissions.role_in(fresh(arta), space) == ""
