"""Forums in the editors' admin."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission

from community.forums.models import Forum
from tests.factories import talk
from tests.factories.people import UserFactory

LIST = "/admin/snippets/forums/forum/"


@pytest.fixture
def keeper(cms_tree, client):
    user = UserFactory(is_staff=True)
    codes = ["access_admin", "add_forum", "change_forum", "delete_forum"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(user)
    return client


def fields(network, **values) -> dict:
    names = {f"name_{code}": f"Clinics {code}" for code in ("sq", "en", "de")}
    abouts = {f"about_{code}": "" for code in ("sq", "en", "de")}
    given = {"network": network.pk, "code": "clinics", "position": 0}
    return {**given, **names, **abouts, **values}


def test_a_forum_is_founded_and_read_at_once(
    keeper, network, django_capture_on_commit_callbacks
) -> None:
    assert not Forum.objects.visible_to(AnonymousUser()).exists()

    with django_capture_on_commit_callbacks(execute=True):
        answer = keeper.post(f"{LIST}add/", fields(network))

    assert answer.status_code == 302
    assert [one.code for one in Forum.objects.visible_to(AnonymousUser())] == [
        "clinics"
    ]


def test_it_moves_to_a_closed_network_and_is_hidden_at_once(
    keeper, forum, django_capture_on_commit_callbacks
) -> None:
    closed = talk.network("law", is_public=False)
    assert Forum.objects.visible_to(AnonymousUser()).exists()

    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(f"{LIST}edit/{forum.pk}/", fields(closed, code=forum.code))

    assert not Forum.objects.visible_to(AnonymousUser()).exists()


def test_a_forum_without_topics_can_go(
    keeper, forum, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(f"{LIST}delete/{forum.pk}/")

    assert not Forum.objects.exists()


def test_a_forum_with_topics_stays(keeper, topic) -> None:
    answer = keeper.post(f"{LIST}delete/{topic.forum_id}/")

    assert answer.status_code == 302
    assert Forum.objects.exists()


def test_a_code_is_taken_once(keeper, network, forum) -> None:
    answer = keeper.post(f"{LIST}add/", fields(network, code=forum.code))

    assert answer.status_code == 200
    assert Forum.objects.count() == 1


def test_the_list_names_them(keeper, forum) -> None:
    shown = keeper.get(LIST)

    assert shown.status_code == 200
    assert forum.code in shown.content.decode()


def test_who_may_not_change_forums_does_not_see_them(cms_tree, client, forum) -> None:
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(user)

    assert client.get(LIST).status_code == 302
    assert client.post(f"{LIST}add/", {}).status_code == 302
