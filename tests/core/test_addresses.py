"""Addresses: a page is reached in every language, also where it has no text in it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from cms.core.addresses import Address, address_of, addresses
from cms.news.models import NewsPage
from tests.factories.content import make_entry, make_news, make_topic
from tests.factories.people import UserFactory
from tests.factories.states import close

VISITOR = AnonymousUser()


def test_address_of_a_translated_page_is_its_own_in_each_language(cms_tree):
    news = make_news(cms_tree, {"sq": "Një lajm", "en": "An item"})

    found = {code: address_of(news["sq"], code, VISITOR) for code in ("sq", "en")}

    assert found == {
        "sq": Address("/sq/lajme/nje-lajm/", "sq"),
        "en": Address("/en/news/an-item/", "en"),
    }


def test_address_in_a_missing_language_stays_below_that_language(cms_tree):
    news = make_news(cms_tree, {"sq": "Një lajm"})

    assert address_of(news["sq"], "de", VISITOR) == Address(
        "/de/aktuelles/nje-lajm/", "sq"
    )


def test_address_below_a_topic_that_is_missing_too(cms_tree):
    topic = make_topic(cms_tree, {"sq": "Puna"})
    entry = make_entry(topic, {"sq": "Si?"})

    assert address_of(entry["sq"], "en", VISITOR) == Address("/en/faq/puna/si/", "sq")


@pytest.mark.parametrize("code", ["sq", "en", "de"])
def test_a_reader_of_any_language_gets_the_page_and_not_a_404(cms_tree, client, code):
    topic = make_topic(cms_tree, {"sq": "Puna", "en": "Work"})
    entry = make_entry(topic, {"sq": "Si njihet diploma?"})
    place = address_of(entry["sq"], code, VISITOR)

    response = client.get(place.path)

    assert response.status_code == 200
    assert "Si njihet diploma?" in response.content.decode()


def test_old_language_path_leads_to_the_translation(cms_tree, client):
    make_news(cms_tree, {"sq": "Një lajm", "en": "An item"})

    response = client.get("/en/news/nje-lajm/")

    assert (response.status_code, response["Location"]) == (302, "/en/news/an-item/")


def test_every_language_version_has_the_same_address_for_a_reader(cms_tree, client):
    news = make_news(cms_tree, {"sq": "Një lajm", "en": "An item"})

    found = {code: address_of(page, "de", VISITOR) for code, page in news.items()}
    other = client.get("/de/aktuelles/nje-lajm/")

    assert found == dict.fromkeys(("sq", "en"), Address("/de/aktuelles/an-item/", "en"))
    assert (other.status_code, other["Location"]) == (302, "/de/aktuelles/an-item/")
    assert "An item" in client.get("/de/aktuelles/an-item/").content.decode()


def test_a_closed_version_leaves_the_address_to_the_open_one(cms_tree, client):
    news = make_news(cms_tree, {"sq": "Covid", "en": "Covid"}, lead="Open")
    NewsPage.objects.filter(pk=news["en"].pk).update(lead="Closed")
    assert "Closed" in client.get("/de/aktuelles/covid/").content.decode()

    close(news["en"], "login")

    response = client.get("/de/aktuelles/covid/")
    assert (response.status_code, "Open" in response.content.decode()) == (200, True)


def test_two_things_may_not_share_a_slug_across_languages(cms_tree):
    taken = make_news(cms_tree, {"sq": "Covid"})
    twin = make_news(
        cms_tree, {"en": "Covid"}, translation_key=taken["sq"].translation_key
    )
    assert twin["en"].slug == "covid"

    with pytest.raises(ValidationError) as refused:
        make_news(cms_tree, {"de": "Covid"})

    assert list(refused.value.message_dict) == ["slug"]


def test_a_slug_that_is_made_by_itself_avoids_those_of_other_languages(cms_tree):
    make_news(cms_tree, {"sq": "Covid"})

    page = NewsPage(title="Covid", lead="Lead", locale=cms_tree["news", "de"].locale)
    cms_tree["news", "de"].add_child(instance=page)

    assert page.slug == "covid-2"


def test_the_editors_form_names_the_slug_that_is_taken(cms_tree, client):
    make_news(cms_tree, {"sq": "Covid"})
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    parent = cms_tree["news", "de"]

    response = client.post(
        f"/admin/pages/add/news/newspage/{parent.pk}/",
        {
            "title": "Covid",
            "slug": "covid",
            "lead": "Lead",
            "date": "2026-05-04",
            "body-count": "0",
            "related-count": "0",
        },
    )

    assert list(response.context["form"].errors["slug"]) == [
        "Another page here has this slug, in this or another language."
    ]


def test_addresses_cost_two_queries_for_any_number_of_pages(
    cms_tree, django_assert_num_queries
):
    pages = [make_news(cms_tree, {"sq": f"Lajm {n}"})["sq"] for n in range(5)]
    addresses(pages[:1], VISITOR)

    with django_assert_num_queries(2):
        found = addresses(pages, VISITOR)

    assert len(found) == 5
