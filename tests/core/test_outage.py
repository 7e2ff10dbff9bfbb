"""A database that is away: 503 and when to come back; probes tell the truth."""

import pytest
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, RequestFactory

from cms.core import views
from cms.core.middleware import database_outage
from home.views import server_error

NEVER_ASK = "SELECT 1"


class Away:
    """Stands for a connection whose server is gone."""

    def __call__(self, execute, sql, params, many, context):
        raise OperationalError("the server closed the connection unexpectedly")


@pytest.mark.parametrize("path", ["/sq/", "/en/library/", "/api/v1/news/"])
def test_a_lost_database_is_a_503(cms_tree, client, path):
    assert client.get(path).status_code == 200

    with connection.execute_wrapper(Away()):
        response = client.get(path)

    assert (response.status_code, response["Retry-After"]) == (503, "10")


def test_the_503_says_so_in_three_languages(cms_tree, client):
    with connection.execute_wrapper(Away()):
        page = client.get("/en/").content.decode()

    assert [f'<section lang="{code}">' in page for code in ("sq", "en", "de")] == [
        True
    ] * 3
    assert "Our database cannot be reached at present." in page


def test_the_503_of_the_api_is_a_problem(cms_tree, client):
    with connection.execute_wrapper(Away()):
        response = client.get("/api/v1/news/")

    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 503


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_what_counts_as_an_outage(error):
    middleware = database_outage(lambda request: None)

    response = middleware.process_exception(RequestFactory().get("/"), error("gone"))

    assert response.status_code == 503


def test_any_other_error_is_left_to_others():
    middleware = database_outage(lambda request: None)

    assert (
        middleware.process_exception(RequestFactory().get("/"), KeyError("x")) is None
    )


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_readyz_names_what_it_looked_at(db, client):
    response = client.get("/readyz")

    checks = {"database": True, "migrations": True, "cache": True}
    assert (response.status_code, response.json()) == (
        200,
        {"status": "ok", "checks": checks},
    )


def test_readyz_without_a_database(db, client):
    with connection.execute_wrapper(Away()):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {
        "status": "unavailable",
        "checks": {"database": False, "migrations": False, "cache": True},
    }


def test_readyz_with_a_migration_to_come(db, client, monkeypatch):
    monkeypatch.setattr(
        views.MigrationExecutor, "migration_plan", lambda self, targets: ["later"]
    )

    response = client.get("/readyz")

    checks = {"database": True, "migrations": False, "cache": True}
    assert (response.status_code, response.json()["checks"]) == (503, checks)


def test_readyz_without_a_cache(db, client, monkeypatch):
    def refuse(*args):
        raise ConnectionError

    monkeypatch.setattr(cache, "set", refuse)

    response = client.get("/readyz")

    checks = {"database": True, "migrations": True, "cache": False}
    assert (response.status_code, response.json()["checks"]) == (503, checks)


def test_a_broken_view_is_a_500_that_asks_no_database(
    cms_tree, monkeypatch, django_assert_num_queries
):
    request = RequestFactory().get("/en/")

    with django_assert_num_queries(0):
        response = server_error(request)

    page = response.content.decode()
    assert response.status_code == 500
    assert [f'<section lang="{code}">' in page for code in ("sq", "en", "de")] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/en/library/", "text/html"), ("/api/v1/tree/", "application/problem+json")],
)
def test_an_unforeseen_error_becomes_the_500_of_its_kind(
    cms_tree, monkeypatch, path, kind
):
    def broken(*args, **kwargs):
        raise KeyError("a slip of ours")

    monkeypatch.setattr("cms.core.cards.circles_of_request", broken)
    monkeypatch.setattr("cms.core.api.lists.circles_of_request", broken)

    response = Client(raise_request_exception=False).get(path)

    assert (response.status_code, response["Content-Type"].split(";")[0]) == (500, kind)
