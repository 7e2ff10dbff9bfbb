"""A member's settings."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from community.accounts.actions import change_settings
from community.accounts.models import User
from community.accounts.permissions import can_change_settings, can_enter_admin
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/account/settings/"
VALUES = {
    "display_name": "Besa Gashi",
    "interface_language": "de",
    "reading_languages": ["de", "sq"],
    "time_zone": "Europe/Zurich",
}


@pytest.fixture
def arta(client) -> User:
    user = UserFactory(display_name="Arta Krasniqi")
    client.force_login(user)
    return user


def kept(user: User) -> dict:
    user = User.objects.get(pk=user.pk)
    return {name: getattr(user, name) for name in VALUES}


def test_settings_are_saved_and_the_site_goes_on_in_the_chosen_language(client, arta):
    response = client.post(PAGE, VALUES)

    assert response["Location"] == "/de/account/settings/"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "de"
    assert kept(arta) == {**VALUES, "reading_languages": ["sq", "de"]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", "   "),
        ("display_name", "x" * 81),
        ("interface_language", "fr"),
        ("reading_languages", []),
        ("reading_languages", ["sq", "fr"]),
        ("time_zone", "Europe/Atlantis"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", ""),
    ],
)
def test_settings_refuse_a_value_beside_its_field_and_keep_what_was_typed(
    client, arta, field, value
):
    before = kept(arta)

    response = client.post(PAGE, {**VALUES, field: value})

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (200, [field])
    for name in VALUES.keys() - {field}:
        assert form[name].value() == VALUES[name]
    assert kept(arta) == before


def test_a_refused_name_does_not_greet_anybody(client, arta):
    response = client.post(PAGE, {**VALUES, "time_zone": "nowhere"})

    assert response.context["user"].display_name == "Arta Krasniqi"


def test_settings_post_reaches_no_other_field(client, arta):
    client.post(PAGE, {**VALUES, "is_superuser": "on", "email": "x@example.org"})

    changed = User.objects.get(pk=arta.pk)
    assert (changed.is_superuser, changed.email) == (False, arta.email)


def test_change_settings_insists_where_no_form_stands_before_it():
    user = UserFactory()

    with pytest.raises(ValidationError) as refused:
        change_settings(user, {"reading_languages": [], "time_zone": "nowhere"})

    assert set(refused.value.message_dict) == {"reading_languages", "time_zone"}


def test_settings_are_for_oneself_while_active():
    user, other, gone = UserFactory(), UserFactory(), UserFactory(is_active=False)

    assert can_change_settings(user, user)
    assert not can_change_settings(other, user)
    assert not can_change_settings(gone, gone)


def test_settings_screen_asks_the_permission(client, arta, monkeypatch):
    monkeypatch.setattr(
        "community.accounts.views.own.can_change_settings", lambda user, account: False
    )

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, VALUES).status_code == 403


def test_members_do_not_enter_the_admin_and_inactive_administrators_neither():
    assert not can_enter_admin(UserFactory())
    assert can_enter_admin(UserFactory(is_superuser=True))
    assert not can_enter_admin(UserFactory(is_superuser=True, is_active=False))


def test_settings_screen_is_cheap(client, arta, django_assert_max_num_queries):
    client.get(PAGE)

    with django_assert_max_num_queries(12):
        client.get(PAGE)
