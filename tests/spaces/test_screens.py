"""The index of spaces and the page of one."""

import uuid
from datetime import date, time

import pytest
import time_machine
from django.core.exceptions import ValidationError
from wagtail.models import Page

from community.spaces.models import DayException, Space, SpaceIndexPage, SpacePage
from tests.factories.content import body, make_pages

SLUGS = {"sq": "hapesirat", "en": "spaces", "de": "spaces-de"}
DASH = "\u2013"
MONDAY = "2027-06-07T08:00:00Z"


@pytest.fixture
def front(cms_tree, space):
    indexes = make_pages(
        SpaceIndexPage,
        {code: cms_tree["home", code] for code in SLUGS},
        {code: slug.title() for code, slug in SLUGS.items()},
        show_in_menus=True,
    )
    return make_pages(
        SpacePage,
        {code: Page.objects.get(pk=page.pk) for code, page in indexes.items()},
        {"en": "Prishtina", "sq": "Prishtinë"},
        space=space,
        lead="In the middle of the city.",
        body=body("What it is like."),
        translation_key=uuid.uuid4(),
    )


@time_machine.travel(MONDAY, tick=False)
def test_the_index_shows_todays_hours(front, client, django_assert_max_num_queries):
    url = front["en"].get_parent().url
    client.get(url)
    with django_assert_max_num_queries(20):
        html = client.get(url).content.decode()

    assert "In the middle of the city." in html
    assert "Rr. Nëna Terezë 1, Prishtina" in html
    assert f"09:00{DASH}17:00" in html


@time_machine.travel(MONDAY, tick=False)
def test_the_page_tells_hours_closures_and_what_is_let(front, space, room, client):
    DayException.objects.create(
        space=space, first=date(2027, 6, 8), last=date(2027, 6, 8), label_en="Painting"
    )
    DayException.objects.create(
        space=space, first=date(2027, 6, 20), last=date(2027, 6, 20),
        opens=time(10), closes=time(12), label_en="Open day", is_estimated=True,
    )  # fmt: skip

    html = " ".join(client.get(front["en"].url).content.decode().split())

    assert "Room en" in html
    assert "8 people" in html
    assert "Prishtina time" in html
    assert 'closed</span><span class="space-why">Painting</span>' in html
    assert "Open day (the date may still change)" in html
    assert f"10:00{DASH}12:00" in html
    assert html.count(f"09:00{DASH}17:00") == 6


def test_a_space_without_anything_says_so(front, client):
    html = client.get(front["en"].url).content.decode()

    assert "Nothing can be booked here yet." in html


def test_a_hidden_space_is_shown_to_those_who_look_after_it(
    front, space, manager, client
):
    Space.objects.update(is_open=False)
    assert client.get(front["en"].url).status_code == 404
    assert (
        "Prishtina"
        not in client.get(front["en"].get_parent().url)
        .content.decode()
        .split("<main")[1]
    )

    client.force_login(manager)

    assert client.get(front["en"].url).status_code == 200


def test_a_space_has_one_page(front, space):
    other = SpacePage(title="Again", slug="again", space=space, lead="x")
    with pytest.raises(ValidationError) as caught:
        other.clean()

    assert "space" in caught.value.message_dict


def test_the_page_names_its_space_in_the_api(front, client):
    key = front["en"].translation_key
    answer = client.get(f"/api/v1/pages/{key}/?locale=en").json()

    assert answer["content"]["space"] == "prishtina", answer
