"""`expand`: whole items in place of references, as the asker sees them, one query more."""

import jsonschema
import pytest
import yaml
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.library.models import Subject, WorkRelation
from home.demo.works import load_subjects
from tests.api.openapi import response_schema
from tests.factories.content import make_entry, make_news, make_topic, make_work
from tests.factories.people import UserFactory
from tests.factories.states import close


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    file = tmp_path_factory.mktemp("schema") / "schema.yaml"
    call_command("spectacular", "--file", str(file))
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def get(client, address, **parameters):
    answer = client.get(f"/api/v1/{address}", {"locale": "en", **parameters})
    assert answer.status_code == 200, answer.content
    return answer.json()


def items(client, address, **parameters):
    """Items of a list by key."""
    found = get(client, address, **parameters)["items"]
    return {item["key"]: item for item in found}


def key_of(pages):
    return str(next(iter(pages.values())).translation_key)


@pytest.fixture
def things(cms_tree):
    """News and a question that both name a work, news and a question, in this order."""
    work = make_work(cms_tree, {"sq": "Libri", "en": "Book"})
    other = make_news(cms_tree, {"de": "Andere"})
    topic = make_topic(cms_tree, {"en": "Topic"})
    asked = make_entry(topic, {"en": "Asked"})
    chosen = [
        ("work", work.item_pages.get(locale__language_code="sq")),
        ("page", other["de"]),
        ("page", asked["en"]),
    ]
    return {
        "targets": [str(work.uid), key_of(other), key_of(asked)],
        "news": make_news(cms_tree, {"en": "News"}, related=chosen),
        "entry": make_entry(topic, {"en": "Entry"}, related=chosen),
        "work": work,
        "other": other,
    }


@pytest.mark.parametrize(
    ("name", "address"), [("news", "news/"), ("entry", "faq/entries/")]
)
def test_related_things_come_as_items_of_lists(client, document, things, name, address):
    key = key_of(things[name])

    in_list = items(client, address, expand="related")
    alone = get(client, f"pages/{key}/", expand="related")

    related = in_list[key]["related"]
    assert [item["key"] for item in related] == things["targets"]
    assert alone["content"]["related"] == related
    listed = items(client, "library/works/") | items(client, "news/")
    listed |= items(client, "faq/entries/")
    for item in related:
        # In the works' own list the type is that of the work.
        assert item | {"type": ""} == listed[item["key"]] | {"type": ""}
    assert [i["related"] for k, i in in_list.items() if k != key] == [[]] * (
        len(in_list) - 1
    )
    page = get(client, address, expand="related,body")
    jsonschema.validate(page, response_schema(document, f"/api/v1/{address}"))
    jsonschema.validate(alone, response_schema(document, "/api/v1/pages/{key}/"))


def test_related_things_follow_the_readers_language(client, things):
    key = key_of(things["news"])

    found = items(client, "news/", expand="related", locale="de")[key]["related"]

    assert [item["title"] for item in found] == ["Book", "Andere", "Asked"]
    assert {item["requested_locale"] for item in found} == {"de"}
    only = items(client, "news/", expand="related", fallback="none")
    assert [i["title"] for i in only[key]["related"]] == ["Book", "Asked"]


def test_what_the_reader_may_not_see_is_not_expanded(client, things):
    close(things["other"]["de"], "login")
    key = key_of(things["news"])

    visitor = items(client, "news/", expand="related")[key]["related"]
    client.force_login(UserFactory())
    alone = get(client, f"pages/{key}/", expand="related")["content"]["related"]

    assert [item["title"] for item in visitor] == ["Book", "Asked"]
    assert [item["title"] for item in alone] == ["Book", "Asked"]


def test_a_work_comes_with_works_and_subjects(cms_tree, client, document):
    load_subjects()
    work, other = (make_work(cms_tree, {"en": t}) for t in ("Book", "Other"))
    hidden = make_work(cms_tree, {"en": "Hidden"}, live=False)
    for number, one in enumerate((other, hidden)):
        WorkRelation.objects.create(
            work=work, kind=["cites", "part_of"][number], other=one
        )
    subjects = get(client, "library/subjects/")
    code = next(s["code"] for s in subjects if s["parent"])
    work.subjects.set(Subject.objects.filter(code=code))
    work.save()

    alone = get(client, f"library/works/{work.uid}/", expand="relations,subjects")
    listed = items(client, "library/works/", expand="relations,subjects")

    whole = items(client, "library/works/")[str(other.uid)]
    assert alone["relations"] == [{"relation": "cites", **whole}]
    (subject,) = alone["subjects"]
    assert subject == {s["code"]: s for s in get(client, "library/subjects/")}[code]
    assert (subject["works"], set(subject["labels"])) == (1, {"sq", "en", "de"})
    assert listed[str(work.uid)]["relations"] == alone["relations"]
    assert listed[str(work.uid)]["subjects"] == alone["subjects"]
    assert listed[str(other.uid)]["relations"] == []
    path = "/api/v1/library/works/{uid}/"
    jsonschema.validate(alone, response_schema(document, path))
    page = get(client, "library/works/", expand="relations,subjects,body")
    jsonschema.validate(page, response_schema(document, "/api/v1/library/works/"))
    assert all(item["body"] for item in page["items"])


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("news/", "body, related"),
        ("faq/entries/", "body, related"),
        ("library/works/", "body, relations, subjects"),
        ("library/works/{work}/", "relations, subjects"),
        ("pages/{news}/", "related"),
    ],
)
def test_what_cannot_be_expanded_is_a_problem_that_names_what_can(
    client, things, address, known
):
    path = address.format(work=things["work"].uid, news=key_of(things["news"]))

    answer = client.get(f"/api/v1/{path}?expand=body,nothing&locale=en")

    assert answer.status_code == 400
    assert answer.json()["errors"]["expand"][0].endswith(f": {known}.")


# Queries, tags --------------------------------------------------------------------------


def cost(client, address, **parameters):
    get(client, address, **parameters)
    with CaptureQueriesContext(connection) as captured:
        get(client, address, **parameters)
    return len(captured)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("news/", "related"),
        ("library/works/", "relations"),
        ("library/works/", "subjects"),
    ],
)
def test_an_expansion_costs_one_query_for_any_number(cms_tree, client, address, name):
    load_subjects()
    subjects = list(Subject.objects.all()[:4])
    works = [make_work(cms_tree, {"en": f"Work {n}"}) for n in range(4)]
    for number, work in enumerate(works):
        WorkRelation.objects.create(
            work=work, kind="cites", other=works[(number + 1) % 4]
        )
        work.subjects.set(subjects[: number + 1])
        work.save()
        chosen = [("work", other.item_pages.get()) for other in works]
        make_news(cms_tree, {"en": f"News {number}"}, related=chosen)

    plain = cost(client, address, limit=4)

    assert cost(client, address, limit=4, expand=name) == plain + 1
    assert cost(client, address, limit=1, expand=name) == plain + 1


def test_a_page_and_a_work_cost_one_query_more(client, things):
    page = f"pages/{key_of(things['news'])}/"
    work = f"library/works/{things['work'].uid}/"

    assert cost(client, page, expand="related") == cost(client, page) + 1
    # Nothing to expand is nothing to ask for.
    assert cost(client, work, expand="relations") == cost(client, work)


def test_the_tag_covers_what_is_expanded(client, things):
    address = f"/api/v1/pages/{key_of(things['news'])}/?expand=related&locale=en"
    first = client.get(address)
    same = client.get(address, headers={"if-none-match": first["ETag"]})
    assert same.status_code == 304
    assert first["ETag"] != client.get(address.replace("expand=related&", ""))["ETag"]

    page = things["other"]["de"]
    page.lead = "Changed lead."
    page.save_revision().publish()

    after = client.get(address, headers={"if-none-match": first["ETag"]})
    assert after.status_code == 200
    assert after.json()["content"]["related"][1]["lead"] == "Changed lead."


def test_what_becomes_public_later_is_named_then(cms_tree, client):
    waiting = make_news(cms_tree, {"en": "Waiting"}, live=False)
    news = make_news(cms_tree, {"en": "News"}, related=[("page", waiting["en"])])
    address = f"pages/{key_of(news)}/"
    assert get(client, address)["content"]["related"] == []

    waiting["en"].save_revision().publish()

    (named,) = get(client, address)["content"]["related"]
    assert named["title"] == "Waiting"
