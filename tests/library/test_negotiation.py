"""One address, several representations: by `Accept`, with quality values, never mixed up."""

import json

import pytest
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.utils import timezone

from cms.answer_cache import AnswerCache
from cms.library.exchange import api as exchange
from cms.library.formats import FORMATS
from cms.library.models import Work, WorkContributor
from tests.factories.content import make_work
from tests.factories.people import UserFactory
from tests.factories.states import close

BIBTEX = "application/x-bibtex"
RIS = "application/x-research-info-systems"
CSL = "application/vnd.citationstyles.csl+json"
APA = "text/x-bibliography; style=apa; locale="
PROBLEM = "application/problem+json"


@pytest.fixture
def work(cms_tree):
    work = make_work(cms_tree, {"sq": "Libri", "en": "The book"}, publisher="Rilindja")
    WorkContributor.objects.create(work=work, given="Arta", family="Gashi")
    return work


@pytest.fixture
def address(work):
    return f"/api/v1/library/works/{work.uid}/"


def get(client, address, accept, **parameters):
    return client.get(address, parameters, headers={"accept": accept})


@pytest.mark.parametrize("name", FORMATS)
def test_a_work_comes_as_it_is_exported(client, address, name):
    media_type = FORMATS[name].media_type

    answer = get(client, address, media_type, locale="en")

    exported = client.get(f"{address}export/", {"format": name, "locale": "en"})
    assert answer.content == exported.content
    assert answer["Content-Type"] == f"{media_type}; charset=utf-8"
    assert answer["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("code", "cited"),
    [("de", "de"), ("de-AT", "de"), ("sq", "sq")],
)
def test_a_work_comes_as_it_is_cited(client, address, code, cited):
    answer = get(client, address, f"{APA}{code}", locale="en")

    text = client.get(f"{address}cite/", {"style": "apa", "locale": cited}).json()
    assert answer.content.decode() == f"{text['text']}\n"
    assert answer["Content-Type"] == "text/x-bibliography; style=apa; charset=utf-8"
    assert answer["Content-Language"] == cited


def test_the_address_tells_the_language_where_the_type_does_not(client, address):
    answer = get(client, address, "text/x-bibliography; style=vancouver", locale="en")

    assert "The book" in answer.content.decode()
    assert answer["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/json", "application/json"),
        (f"{BIBTEX}, */*", BIBTEX),
        (f"{BIBTEX};q=0.1, */*", "application/json"),
        (f"{BIBTEX};q=0.5, {RIS};q=0.9", RIS),
        (f"{RIS}, {BIBTEX}", RIS),
        (f"application/json;q=0, {CSL};q=0.1, */*;q=0", CSL),
        ("application/json;q=0, application/*", BIBTEX),
        ("text/*", "text/x-bibliography"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"),
        (f"image/png, {BIBTEX};q=nonsense", BIBTEX),
    ],
)
def test_the_best_type_is_chosen(client, address, accept, given):
    answer = get(client, address, accept)

    assert answer.status_code == 200
    assert answer["Content-Type"].split(";")[0] == given


@pytest.mark.parametrize(
    "accept", ["image/png", f"{BIBTEX};q=0", "nonsense", "text/x; a*=bogus''b"]
)
@pytest.mark.parametrize("place", ["work", "list"])
def test_what_there_is_not_is_a_problem_that_names_what_there_is(
    client, address, accept, place
):
    where = address if place == "work" else "/api/v1/library/works/"

    answer = get(client, where, accept)

    assert (answer.status_code, answer["Content-Type"]) == (406, PROBLEM)
    assert BIBTEX in answer.json()["detail"]
    assert answer["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("accept", "name"),
    [("text/x-bibliography; style=mla", "style"), (f"{APA}fr", "locale")],
)
def test_a_wrong_parameter_of_a_type_is_a_problem(client, address, accept, name):
    answer = get(client, address, accept)

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert list(answer.json()["errors"]) == [name]


def test_parameters_that_a_file_does_not_know_are_a_problem(client, address):
    assert get(client, address, BIBTEX, fields="title").status_code == 400
    assert get(client, "/api/v1/library/works/", RIS, expand="body").status_code == 400


@pytest.mark.parametrize("accept", [BIBTEX, f"{APA}en"])
def test_what_is_not_visible_is_not_there_in_any_form(client, work, address, accept):
    for page in work.item_pages.all():
        close(page, "login")
    assert get(client, address, accept).status_code == 404
    client.force_login(UserFactory())
    answer = get(client, address, accept)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-cache"

    Work.objects.update(withdrawn_at=timezone.now())

    answer = get(client, address, accept)
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)


def test_each_form_has_a_tag_of_its_own_that_moves_with_the_content(
    client, work, address
):
    forms = ["*/*", BIBTEX, RIS, CSL, f"{APA}en", f"{APA}sq"]
    tags = [get(client, address, accept)["ETag"] for accept in forms]
    assert len(set(tags)) == len(forms)

    for accept, tag in zip(forms, tags, strict=True):
        headers = {"accept": accept, "if-none-match": tag}
        assert client.get(address, headers=headers).status_code == 304
        others = {"accept": accept, "if-none-match": tags[forms.index(accept) - 1]}
        assert client.get(address, headers=others).status_code == 200

    work.publisher = "Other"
    work.save()

    assert not {get(client, address, accept)["ETag"] for accept in forms} & set(tags)


# A page of the list ---------------------------------------------------------------------


def test_a_page_of_the_list_comes_as_a_file(cms_tree, client):
    for number in range(3):
        make_work(cms_tree, {"en": f"Work {number}"}, kind="report")
    make_work(cms_tree, {"en": "Other"}, kind="book")
    query = {"type": "report", "limit": 2, "order": "title", "locale": "en"}

    first = get(client, "/api/v1/library/works/", CSL, **query)
    following = first["Link"].split(">")[0].lstrip("<")
    second = get(client, following, CSL)

    assert [item["title"] for item in json.loads(first.content)] == ["Work 0", "Work 1"]
    assert [item["title"] for item in json.loads(second.content)] == ["Work 2"]
    assert "Link" not in second
    assert first["ETag"] != client.get("/api/v1/library/works/", query)["ETag"]


def test_a_page_as_a_file_costs_as_many_queries_for_many_works(
    cms_tree, client, django_assert_num_queries
):
    for number in range(6):
        make_work(cms_tree, {"en": f"Work {number}"})

    for limit in (1, 6):
        # The rows, the works, and four of what records are made of.
        with django_assert_num_queries(6):
            get(client, "/api/v1/library/works/", RIS, limit=limit)


def test_an_export_follows_the_type_where_no_format_is_told(client, address):
    assert get(client, f"{address}export/", RIS)["Content-Type"].startswith(RIS)
    told = get(client, f"{address}export/", RIS, format="bibtex")
    assert told["Content-Type"].startswith(BIBTEX)


# The cache in front ---------------------------------------------------------------------


def site(environ, start_response):
    """Our site as a server calls it, on the connection of this test."""
    response = ClientHandler(enforce_csrf_checks=False)(environ)
    start_response(f"{response.status_code} .", list(response.items()))
    return [response.content]  # (its `close` would end the connection)


def ask(cache, address, accept=None, tag=""):
    """(status, type, body), as a server would ask."""
    headers = {"HTTP_ACCEPT": accept} if accept else {}
    environ = RequestFactory().get(address, HTTP_IF_NONE_MATCH=tag, **headers).environ
    seen = []
    body = b"".join(cache(environ, lambda *given: seen.append(given)))
    kept = dict(seen[0][1])
    return seen[0][0][:3], kept.get("Content-Type", "").split(";")[0], body, kept


def test_an_answer_for_one_type_is_never_given_for_another(address):
    cache = AnswerCache(site, lambda: 1, "sessionid", ("/api/v1/",))
    accepts = [None, "application/json", BIBTEX, RIS, f"{APA}de", f"{APA}sq"]
    plain = [ask(site, address, accept) for accept in accepts]

    for _round in range(2):
        assert [ask(cache, address, accept) for accept in accepts] == plain
        assert ask(cache, address, "image/png")[0] == "406"

    # None, */* and JSON are one and the same.
    assert len(cache.answers) == len(accepts) - 1
    for accept, (_status, _type, _body, headers) in zip(accepts, plain, strict=True):
        assert ask(cache, address, accept, headers["ETag"])[0] == "304"
    assert ask(cache, address, RIS, plain[0][3]["ETag"])[0] == "200"


def test_a_long_accept_does_not_fill_the_memory(address):
    cache = AnswerCache(site, lambda: 1, "sessionid", ("/api/v1/",))

    answer = ask(cache, address, ", ".join(f"a/{n}" for n in range(99)) + ", */*;q=0.1")

    assert (answer[0], len(cache.answers)) == ("200", 0)


# Limits ---------------------------------------------------------------------------------


def test_exports_of_the_whole_library_are_limited(cms_tree, client, monkeypatch):
    monkeypatch.setattr(exchange, "MOST_EXPORTS", 2)
    address = "/api/v1/library/works/export/"

    answers = [client.get(address) for _number in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Content-Type"] == PROBLEM
    assert answers[2]["Retry-After"] == "600"
    assert client.get(address, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_imports_are_limited(cms_tree, client, monkeypatch):
    monkeypatch.setattr(exchange, "MOST_IMPORTS", 1)
    client.force_login(UserFactory(is_superuser=True))

    answers = [client.post("/api/v1/library/import/") for _number in range(2)]

    assert [answer.status_code for answer in answers] == [400, 429]
    assert answers[1]["Content-Type"] == PROBLEM
    assert answers[1]["Retry-After"] == "600"
