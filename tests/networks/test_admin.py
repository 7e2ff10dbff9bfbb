"""Founding a network in the editors' admin."""

from community.networks.models import Network
from home.actions import MODERATORS
from tests.factories.people import UserFactory
from tests.profiles.own import make_occupation

ADD = "/admin/snippets/networks/network/add/"


def test_moderators_found_a_network(cms_tree, client, django_assert_max_num_queries):
    doctor = make_occupation("2212", en="Specialist doctors")
    client.force_login(UserFactory(groups=[MODERATORS]))
    with django_assert_max_num_queries(45):
        page = client.get(ADD).content.decode()
    assert "2212 Specialist doctors" in page

    response = client.post(
        ADD,
        {
            "code": "medicine",
            "position": "10",
            "name_sq": "Mjekësia",
            "name_en": "Medicine",
            "name_de": "Medizin",
            "joining": "request",
            "is_public": "on",
            "occupations": [doctor.pk],
        },
    )

    made = Network.objects.get()
    assert response.status_code == 302
    assert (made.code, made.joining, made.is_public) == ("medicine", "request", True)
    assert list(made.occupations.all()) == [doctor]


def test_members_do_not(cms_tree, client):
    client.force_login(UserFactory())

    assert client.get(ADD).status_code in (302, 403)
