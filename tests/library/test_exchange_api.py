"""Citations and exports by the API: right types, all works of the filter, in chunks."""

import json
import uuid

import jsonschema
import pytest
import yaml
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core.rows.reads import Rows
from cms.library.exchange import stream
from cms.library.exchange.stream import file_of
from cms.library.formats import FORMATS
from cms.library.models import Work, WorkContributor
from home.actions import EDITORS
from home.demo.generated import load_generated
from home.demo.works import load_subjects
from tests.api.openapi import response_schema
from tests.factories.content import make_work
from tests.factories.people import UserFactory

TYPES = {
    "bibtex": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "csl-json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}


@pytest.fixture
def work(cms_tree):
    work = make_work(cms_tree, {"sq": "Libri", "en": "The book"}, publisher="Rilindja")
    WorkContributor.objects.create(work=work, given="Arta", family="Gashi")
    return work


def body(response) -> str:
    return b"".join(response).decode()


def records(response, name: str):
    return [item.record for item in FORMATS[name].read(body(response))]


def test_a_work_is_cited_in_the_style_and_language(work, client):
    address = f"/api/v1/library/works/{work.uid}/cite/"

    assert client.get(address, {"style": "apa", "locale": "en"}).json() == {
        "style": "apa",
        "locale": "en",
        "text": "Gashi, A. (1998). The book. Rilindja.",
        "html": "Gashi, A. (1998). <i>The book</i>. Rilindja.",
    }
    assert client.get(address).json()["text"] == "Gashi, A. (1998). Libri. Rilindja."


def test_citations_are_as_described(work, client, tmp_path):
    file = tmp_path / "schema.yaml"
    call_command("spectacular", "--file", str(file))
    path = "/api/v1/library/works/{uid}/cite/"
    schema = response_schema(yaml.safe_load(file.read_text(encoding="utf-8")), path)

    answer = client.get(path.format(uid=work.uid)).json()

    jsonschema.validate(answer, schema)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("cite/?style=mla", "style"),
        ("cite/?locale=fr", "locale"),
        ("cite/?q=1", "q"),
        ("export/?format=docx", "format"),
    ],
)
def test_a_wrong_parameter_is_a_problem(work, client, query, name):
    response = client.get(f"/api/v1/library/works/{work.uid}/{query}")

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [name]


@pytest.mark.parametrize("what", ["cite", "export"])
def test_what_is_not_visible_is_not_cited(work, client, what):
    address = f"/api/v1/library/works/{work.uid}/{what}/"
    assert client.get(address).status_code == 200

    Work.objects.update(withdrawn_at=timezone.now())

    assert client.get(address).status_code == 404
    other = f"/api/v1/library/works/{uuid.uuid4()}/{what}/"
    assert client.get(other).status_code == 404


@pytest.mark.parametrize("name", FORMATS)
def test_one_work_is_exported_as_a_file(work, client, name):
    response = client.get(
        f"/api/v1/library/works/{work.uid}/export/", {"format": name, "locale": "en"}
    )

    stem = f"gashi1998-{work.uid.hex[:8]}.{FORMATS[name].extension}"
    assert response["Content-Type"] == TYPES[name]
    assert response["Content-Disposition"] == f'attachment; filename="{stem}"'
    (record,) = records(response, name)
    assert record.titles == {"en": "The book", "sq": "Libri"}
    assert record.title_language == "en"


@pytest.mark.parametrize("name", FORMATS)
def test_a_filtered_result_set_is_exported_whole(cms_tree, client, name):
    make_work(cms_tree, {"en": "A book"}, kind="book")
    make_work(cms_tree, {"sq": "Libri", "en": "Second"}, kind="book")
    make_work(cms_tree, {"en": "A report"}, kind="report")
    make_work(cms_tree, {"en": "Hidden"}, kind="book", live=False)

    response = client.get(
        "/api/v1/library/works/export/",
        {"format": name, "type": "book", "locale": "sq"},
    )

    assert response.streaming
    assert response["Content-Type"] == TYPES[name]
    found = records(response, name)
    assert [r.titles[r.title_language] for r in found] == ["Libri", "A book"]


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_result_set_is_an_empty_file(cms_tree, client, name):
    response = client.get("/api/v1/library/works/export/", {"format": name})

    text = body(response)
    assert text.strip() == "" if name != "csl-json" else json.loads(text) == []


def test_a_wrong_filter_exports_nothing(cms_tree, client):
    response = client.get("/api/v1/library/works/export/?year_min=abc")

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["year_min"]


def test_an_export_costs_memory_and_queries_by_the_chunk(cms_tree, monkeypatch):
    chunk = 40
    monkeypatch.setattr(stream, "CHUNK", chunk)
    load_subjects()
    load_generated(3 * chunk, lambda made: None)
    pieces = file_of(Rows("en").of_type("library-item"), "ris", "en")

    per_piece, sizes = [], []
    more = True
    while more:
        with CaptureQueriesContext(connection) as captured:
            piece = next(pieces, None)
        more = piece is not None
        if piece:
            per_piece.append(len(captured))
            sizes.append(piece.count("TY  -"))

    assert sizes == [chunk] * 3
    assert max(per_piece) <= 8
    assert len(set(per_piece[1:])) == 1


def test_editors_without_a_second_factor_import_nothing_where_it_is_asked(
    client, cms_tree, settings
):
    settings.REQUIRE_MFA_FOR_STAFF = True
    editor = UserFactory(groups=[EDITORS["en"]])
    client.force_login(editor)
    address = "/api/v1/library/import/"

    refused = client.post(address, headers={"Accept-Language": "en"})
    Authenticator.objects.create(user=editor, type=Authenticator.Type.TOTP, data={})

    assert refused.status_code == 403
    assert client.post(address).status_code == 400, "the file is missing"
