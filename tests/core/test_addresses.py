"""Addresses: a page is reached in every language, also where it has no text in it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cms.core.addresses import Address, address_of, addresses
from tests.factories.content import make_entry, make_news, make_topic

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

    assert address_of(news["sq"], "de", VISITOR) == Address("/de/aktuelles/nje-lajm/", "sq")


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


def test_addresses_cost_two_queries_for_any_number_of_pages(
    cms_tree, django_assert_num_queries
):
    from cms.core.addresses import addresses  # noqa: PLC0415

    pages = [make_news(cms_tree, {"sq": f"Lajm {n}"})["sq"] for n in range(5)]
    addresses(pages[:1], VISITOR)

    with django_assert_num_queries(2):
        found = addresses(pages, VISITOR)

    assert len(found) == 5
