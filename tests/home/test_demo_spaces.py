"""The demo's spaces: founded once, open, and told of in three languages."""

from datetime import date

import pytest

from cms.core.languages import CODES
from cms.core.rows.refresh import together
from community.spaces.calendar import clean_date_set
from community.spaces.models import OpeningRule, Resource, Space, SpacePage
from community.spaces.timetable import open_days
from home.demo.files import read
from home.demo.spaces import found_spaces, planned_spaces
from home.demo.texts import fill
from home.demo.tree import plant

SATURDAYS = (date(2027, 1, 2), date(2027, 1, 9))


def test_every_text_stands_in_three_languages():
    data = read("spaces.yaml")
    things = [*data["spaces"], data["index"]]

    assert all(set(one["texts"]) == set(CODES) for one in things)
    named = [*data["spaces"], *(r for one in data["spaces"] for r in one["resources"])]
    assert all(set(one["names"]) == set(CODES) for one in named)
    assert len({one["names"]["sq"] for one in data["spaces"]}) == 3


@pytest.mark.django_db
def test_three_spaces_with_25_resources_that_can_be_let():
    found_spaces()
    found = found_spaces()

    assert list(found) == ["prishtina", "prizren", "peja"]
    assert Resource.objects.count() == 25
    for one in [*Space.objects.all(), *Resource.objects.all()]:
        one.full_clean()
    for rule in OpeningRule.objects.all():
        assert clean_date_set(rule.dates) == rule.dates
    monday, holiday = open_days(found["peja"], date(2027, 2, 16), date(2027, 2, 17))
    assert (monday.is_closed, holiday.is_closed) == (False, True)


def test_their_pages(cms_tree, client):
    homes = {code: cms_tree["home", code] for code in CODES}
    with together():
        for plan in planned_spaces():
            plant(plan, homes)
            fill(plan)

    assert SpacePage.objects.filter(live=True).count() == 9
    html = client.get("/de/coworking-spaces/space-prizren/").content.decode()
    assert "Der Saal unter der Kuppel" in html
    assert "Hausordnung" in html or "House rules" in html
