"""The list of people: filters, facets, paging, empty states, and what it costs."""

import base64
import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from community.profiles.actions import show_fields
from community.profiles.audiences import Audience
from community.profiles.facets import facets_of, number_for_partners
from community.profiles.filters import Search, people_of
from community.profiles.models import Label, Occupation, ProfileIndex
from community.profiles.querysets import counting, pages, sampling
from tests.factories.directory import make_person
from tests.factories.people import UserFactory
from tests.factories.taxonomy import make_skill

URL = "/en/people/"
TODAY = timezone.localdate()
SOON = (TODAY + timedelta(days=10), TODAY + timedelta(days=20))


@pytest.fixture
def words(db):
    """Two occupations and three skills, in three languages."""
    names = {
        "2": ("Profesionistë", "Professionals", "Akademische Berufe"),
        "22": ("Shëndetësi", "Health professionals", "Gesundheit"),
        "221": ("Mjekë", "Doctors", "Ärztinnen und Ärzte"),
        "2212": ("Mjekë specialistë", "Specialist doctors", "Fachärzte"),
        "25": ("TI", "ICT professionals", "Informatik"),
        "251": ("Zhvillues", "Developers", "Entwicklung"),
        "2512": ("Zhvillues softueri", "Software developers", "Softwareentwickler"),
    }
    for code, (sq, en, de) in names.items():
        parent = Occupation.objects.filter(code=code[:-1]).first()
        one = Occupation.objects.create(code=code, level=len(code), parent=parent)
        for language, text in (("sq", sq), ("en", en), ("de", de)):
            Label.objects.create(
                occupation=one, language=language, text=text, kind="preferred"
            )
    make_skill({"en": "Cardiology", "de": "Kardiologie"}, slug="cardiology")
    make_skill({"en": "Teaching", "de": "Lehren"}, slug="teaching")
    make_skill({"en": "Python", "de": "Python"}, slug="python")


@pytest.fixture
def people(words):
    """Three people who differ in everything."""
    arta = make_person(
        "Arta Gashi", occupation="2212", country="CH", city="Zürich",
        origin="prizren", has=["cardiology", "teaching"], offers=["teaching"],
        languages=["sq", "de"], availability=["visit", "remote"], visits=[SOON],
        headline="Kardiologe", since=timezone.now() - timedelta(days=3),
    )  # fmt: skip
    besim = make_person(
        "Besim Krasniqi", occupation="2512", country="DE", city="Berlin",
        origin="peje", has=["python"], seeks=["teaching"], languages=["sq", "en"],
        availability=["remote"], since=timezone.now() - timedelta(days=2),
    )  # fmt: skip
    drita = make_person(
        "Drita Hoxha", occupation="2512", country="XK", city="Prishtinë",
        has=["python", "teaching"], languages=["sq"],
        since=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    return {"arta": arta, "besim": besim, "drita": drita}


def found(query: str, audience=Audience.MEMBERS) -> str:
    """Initials of the names found, in order: 'DBA'."""
    search = Search(QueryDict(query), audience)
    assert search.errors == {}
    rows = people_of(search, "", 50).page.rows
    return "".join(row.name[:1].upper() for row in rows)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "DBA"),
        ("sort=name", "ABD"),
        ("q=arta", "A"),
        ("q=Facharzt", "A"),
        ("q=fach%C3%A4rzte", "A"),
        ("q=kardiolog", "A"),
        ("q=prishtine", "D"),
        ("occupation=2", "DBA"),
        ("occupation=22", "A"),
        ("occupation=2512", "DB"),
        ("skill=python", "DB"),
        ("skill=python&skill=teaching", "D"),
        ("offers=teaching", "A"),
        ("seeks=teaching", "B"),
        ("country=CH", "A"),
        ("country=CH&country=DE", "BA"),
        ("city=zurich", ""),
        ("city=ZUERICH", "A"),
        ("city=Zürich", "A"),
        ("origin=peje", "B"),
        ("language=sq", "DBA"),
        ("language=sq&language=de", "A"),
        ("availability=visit", "A"),
        ("availability=visit&availability=remote", "BA"),
        ("where=in", "D"),
        ("where=abroad", "BA"),
        (f"visiting_from={SOON[0]}", "A"),
        (f"visiting_from={SOON[1]}&visiting_to={SOON[1]}", "A"),
        (f"visiting_from={SOON[1] + timedelta(days=1)}", ""),
        (f"visiting_to={SOON[0]}", "A"),
        (f"visiting_to={SOON[0] - timedelta(days=1)}", ""),
        ("verified=true", ""),
        ("skill=python&country=DE&q=besim", "B"),
        ("country=&q=&city=&sort=", "DBA"),
        ("unknown=1", "DBA"),
    ],
)
def test_each_filter_finds_who_fits(people, query, expected):
    assert found(query) == expected


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (f"q={'x' * 257}", "q"),
        ("occupation=doctor", "occupation"),
        ("occupation=22222", "occupation"),
        ("skill=Not a slug!", "skill"),
        ("&".join(f"skill=s{n}" for n in range(21)), "skill"),
        ("country=QQ", "country"),
        ("origin=paris", "origin"),
        ("language=xx", "language"),
        ("availability=always", "availability"),
        ("where=here", "where"),
        ("visiting_from=soon", "visiting_from"),
        ("visiting_from=2026-02-30", "visiting_from"),
        ("visiting_from=2027-05-02&visiting_to=2027-05-01", "visiting_to"),
        ("visiting_from=2027-05-02&visiting_to=2031-05-01", "visiting_to"),
        ("verified=perhaps", "verified"),
    ],
)
def test_a_wrong_value_is_named_and_finds_nobody(people, client, query, field):
    search = Search(QueryDict(query), Audience.MEMBERS)
    client.force_login(UserFactory())

    response = client.get(f"{URL}?{query}")

    assert list(search.errors) == [field]
    assert people_of(search, "", 20).page.rows == []
    assert response.status_code == 200
    assert list(response.context["search"].errors) == [field]
    assert "field-error" in response.content.decode()


@pytest.mark.parametrize("query", ["q=%00", "city=%00", "q=%F0%9F%98%80", "q='\\:*&|!"])
def test_odd_characters_are_no_error(people, client, query):
    client.force_login(UserFactory())

    assert client.get(f"{URL}?{query}").status_code in (200, 400)


@pytest.mark.parametrize("sort", ["newest", "name", "relevance"])
def test_pages_have_everybody_once_both_ways(words, sort):
    same = timezone.now() - timedelta(days=1)
    for number in range(23):
        name = f"Agim {'Berisha' if number % 3 else 'Krasniqi'}"
        skills = ["python"] if number % 2 else []
        make_person(name, has=skills, since=same if number % 4 else None)
    search = Search(QueryDict(f"q=agim&sort={sort}"), Audience.MEMBERS)

    whole = [row.profile_id for row in people_of(search, "", 50).page.rows]
    forwards, cursor = [], ""
    while True:
        page = people_of(search, cursor, 5).page
        forwards.append([row.profile_id for row in page.rows])
        if not page.next:
            break
        cursor = page.next
    backwards = [forwards[-1]]
    while page.previous:
        page = people_of(search, page.previous, 5).page
        backwards.append([row.profile_id for row in page.rows])

    assert len(whole) == len(set(whole)) == 23
    assert [pk for page in forwards for pk in page] == whole
    assert backwards == forwards[::-1]


@pytest.mark.parametrize("cursor", ["x", "W10", "a" * 700])
def test_a_foreign_cursor_is_no_page(people, client, cursor):
    assert client.get(f"{URL}?cursor={cursor}").status_code == 404


def test_a_cursor_of_the_right_shape_with_wrong_values_is_no_page(people, client):
    search = Search(QueryDict(""), Audience.MEMBERS)
    good = people_of(search, "", 1).page.next
    for name, values in (("name", '["x","y"]'), ("newest", '["soon",1]')):
        order = '["name","profile_id","people"]'
        if name == "newest":
            order = '["-since","-profile_id","people"]'
        text = f"[{order},{values},0]".encode()
        cursor = base64.urlsafe_b64encode(text).decode().rstrip("=")
        answer = client.get(f"{URL}?sort={name}&cursor={cursor}")
        assert answer.status_code == 404
    assert good


@pytest.mark.parametrize(
    "query", ["", "q=a", "country=CH", "skill=python", "availability=remote&q=hoxha"]
)
def test_facets_are_counts_of_the_rows(people, query):
    search = Search(QueryDict(query), Audience.MEMBERS)
    names = [row.profile_id for row in people_of(search, "", 50).page.rows]
    rows = ProfileIndex.objects.filter(for_members=True, profile__in=names)
    expected = Counter(token for row in rows for token in row.tokens)

    facets = facets_of(search)

    assert facets.approximate is False
    for name, prefix in (("skill", "s="), ("city", "t="), ("language", "l=")):
        assert facets.counts[name] == {
            token.removeprefix(prefix): n
            for token, n in expected.items()
            if token.startswith(prefix)
        }
    assert facets.counts["occupation"] == {
        token[2:]: n for token, n in expected.items() if token.startswith("o=")
    }


def test_where_one_of_several_is_enough_the_others_are_counted_too(people):
    search = Search(QueryDict("country=CH&language=sq"), Audience.MEMBERS)

    counts = facets_of(search).counts

    assert counts["country"] == {"CH": 1, "DE": 1, "XK": 1}
    assert counts["city"] == {"zuerich": 1}


def test_many_matches_are_counted_on_a_sample(people, monkeypatch):
    for module in (pages, sampling):
        monkeypatch.setattr(module, "EXACT", 1)
    for module in (pages, sampling, counting):
        monkeypatch.setattr(module, "MOST_COUNTED", 2)
    search = Search(QueryDict("language=sq"), Audience.MEMBERS)

    facets = facets_of(search)

    assert facets.approximate is True
    assert facets.counts["language"]["sq"] >= 3


def test_a_hidden_field_is_found_by_no_filter(people):
    assert found("country=DE") == "B"
    show_fields(people["besim"], {"country": 0, "name": 0, "skills": 0, "languages": 0})

    for query in ("country=DE", "q=besim", "skill=python&q=berlin", "language=en"):
        assert found(query) == ""
    assert (
        "DE" not in facets_of(Search(QueryDict(""), Audience.MEMBERS)).counts["country"]
    )


def test_visitors_find_who_shows_themselves_to_everyone(people, client):
    assert people["arta"].slug not in client.get(URL).content.decode()

    show_fields(people["arta"], {"name": 31, "country": 31})
    response = client.get(URL).content.decode()

    assert people["arta"].slug in response
    assert people["besim"].slug not in response
    assert "Zürich" not in response
    assert reverse("account_signup") in response


def test_a_visitor_is_told_that_members_see_more(people, client):
    response = client.get(f"{URL}?q=gashi").content.decode()

    assert "Members of this site see many more people." in response
    assert reverse("account_signup") in response


def test_a_name_with_errors_brings_those_with_a_like_name(people, client):
    client.force_login(UserFactory())

    response = client.get(f"{URL}?q=Arta+Gaschi")

    assert "Did you mean" in response.content.decode()
    cards = response.context["similar_names"]
    assert [card.slug for card in cards] == [people["arta"].slug]


@pytest.mark.parametrize(
    "typed", ["Arat", "Gsahi", "arta gasi", "Krsaniqi", "Kransiqi", "besim krasniki"]
)
def test_one_wrong_part_of_a_name_is_enough(people, client, typed):
    client.force_login(UserFactory())
    show_fields(people["besim"], {"name": 31})

    page = client.get(f"{URL}?q={typed}")
    answer = client.get(f"/api/v1/people/?q={typed}").json()

    slugs = [card.slug for card in page.context["similar_names"]]
    wanted = "besim" if "k" in typed.lower() else "arta"
    assert slugs[0] == people[wanted].slug
    assert [one["slug"] for one in answer["similar_names"]] == slugs
    assert answer["items"] == []


def test_a_hidden_name_is_not_guessed_from_errors(people, client):
    show_fields(people["arta"], {"name": 0})
    client.force_login(UserFactory())

    response = client.get(f"{URL}?q=Arta+Gaschi")

    assert response.context["similar_names"] == []


def test_chips_lead_to_the_search_without_each(people, client):
    client.force_login(UserFactory())
    response = client.get(f"{URL}?q=a&country=CH&country=DE&skill=teaching")

    chips = [(chip.value, chip.address) for chip in response.context["chips"]]

    assert chips == [
        ("a", "?skill=teaching&country=CH&country=DE"),
        ("Teaching", "?q=a&country=CH&country=DE"),
        ("Switzerland", "?q=a&skill=teaching&country=DE"),
        ("Germany", "?q=a&skill=teaching&country=CH"),
    ]


def test_occupations_are_gone_down_and_up(people, client):
    client.force_login(UserFactory())

    branch = client.get(f"{URL}?occupation=2").context["branch"]

    assert [(one.label, one.is_chosen) for one in branch.above] == [
        ("Professionals", True)
    ]
    assert [(one.label, one.number, one.address) for one in branch.below] == [
        ("ICT professionals", 2, "?occupation=25"),
        ("Health professionals", 1, "?occupation=22"),
    ]
    assert branch.all == "?"


def test_too_many_to_rank_are_said_to_be_newest_first(people, client, monkeypatch):
    monkeypatch.setattr("community.profiles.filters.found.EXACT", 1)
    client.force_login(UserFactory())

    response = client.get(f"{URL}?q=sh")

    assert response.context["sort"] == "newest"
    assert "shown newest first" in response.content.decode()


def test_htmx_gets_the_part_that_changes(people, client):
    client.force_login(UserFactory())

    response = client.get(f"{URL}?q=arta", headers={"HX-Request": "true"})

    text = response.content.decode()
    assert people["arta"].slug in text
    assert "<html" not in text
    assert "HX-Request" in response["Vary"]


def test_nobody_keeps_the_list(people, client):
    assert "no-store" in client.get(URL)["Cache-Control"]


def test_values_can_be_searched(people, client):
    client.force_login(UserFactory())

    response = client.get("/en/people/values/city/?find=zuri&language=sq")
    text = response.content.decode()

    assert re.findall(r'href="(/en/people/\?[^"]*city[^"]*)"', text) == []
    response = client.get("/en/people/values/city/?find=zue&language=sq")
    assert response.context["values"] == [("Zürich", 1, "?language=sq&city=zuerich")]
    assert client.get("/en/people/values/verified/").status_code == 404


@pytest.mark.parametrize("typed", ["fachär", "mjekë", "DOCTORS"])
def test_suggestions_find_occupations_in_any_language(people, client, typed):
    text = client.get("/en/people/suggest/", {"q": typed}).content.decode()

    assert "?occupation=2212" in text
    assert "Specialist doctors" in text


def test_suggested_are_people_whose_name_begins_so(people, client):
    make_person("Zamira Prizreni", headline="Besim is not my name")
    client.force_login(UserFactory())

    text = client.get("/en/people/suggest/?q=bes kra").content.decode()
    assert people["besim"].slug in text

    text = client.get("/en/people/suggest/?q=bes").content.decode()
    assert re.findall(r"Besim Krasniqi|Zamira", text) == ["Besim Krasniqi"]

    show_fields(people["besim"], {"name": 0})
    assert "Besim" not in client.get("/en/people/suggest/?q=bes").content.decode()


def test_suggestions_cost_three_statements(
    people, client, django_assert_max_num_queries
):
    client.get("/en/people/suggest/?q=bes")

    with django_assert_max_num_queries(3):
        client.get("/en/people/suggest/?q=bes")


@pytest.mark.parametrize(
    "query", ["", "q=a", "country=CH&q=a", "country=CH&availability=remote&q=zurch"]
)
def test_a_list_costs_six_statements(
    people, cms_tree, client, django_assert_max_num_queries, query
):
    client.force_login(UserFactory())
    client.get(f"{URL}?{query}")  # names of occupations and skills are kept
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{URL}?{query}")
    ours = [one["sql"] for one in asked if "profiles_" in one["sql"]]
    assert len(ours) <= 6
    assert query or len(ours) == 2

    # The session and its user; and what the head of every page costs a member.
    with django_assert_max_num_queries(6 + 2 + 4):
        client.get(f"{URL}?{query}")


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5")]
)
def test_partners_are_not_told_small_numbers(number, told):
    with translation.override("en"):
        assert number_for_partners(number) == told


def test_the_map_counts_whom_the_reader_may_see(people, client):
    show_fields(people["arta"], {"country": 31})

    rows = client.get("/en/people/map/").context["map"].rows
    client.force_login(UserFactory())
    of_member = client.get("/en/people/map/").context["map"].rows

    assert [(row.code, row.number) for row in rows] == [("CH", 1)]
    assert sorted(row.code for row in of_member) == ["CH", "DE", "XK"]
    assert {row.shade for row in of_member} == {5}
