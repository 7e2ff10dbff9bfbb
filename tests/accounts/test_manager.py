"""Reading one account by its number, which is written by hand: as the ORM would."""

import pytest
from django.contrib.auth.models import Group

from community.accounts.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_an_account_is_read_with_all_its_columns(django_assert_num_queries):
    arta = UserFactory(display_name="Arta Gashi")

    with django_assert_num_queries(1):
        found = User.objects.get(pk=arta.pk)
        told = {one.attname: getattr(found, one.attname) for one in User._meta.fields}

    assert told == User.objects.filter(pk=arta.pk).values().get()
    assert (found, found._state.adding, found._state.db) == (arta, False, "default")
    found.display_name = "Arta Krasniqi"
    found.save()
    arta.refresh_from_db()
    assert arta.display_name == "Arta Krasniqi"


def test_an_account_that_is_not_there_is_missed():
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=10**9)
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=None)


def test_within_a_relation_others_are_not_found():
    group = Group.objects.create(name="Readers")
    inside, outside = UserFactory(), UserFactory()
    group.user_set.add(inside)

    assert group.user_set.get(pk=inside.pk) == inside
    with pytest.raises(User.DoesNotExist):
        group.user_set.get(pk=outside.pk)
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=inside.pk, is_active=False)
