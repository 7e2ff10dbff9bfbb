"""“Was this helpful?”: what readers say, what is kept of it, and who may send it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.faq.actions import give_feedback, token_of
from cms.faq.models import FaqFeedback
from tests.factories.content import make_entry, make_topic
from tests.factories.people import UserFactory
from tests.factories.states import close

EVIL = "<script>alert('x')</script> \u00eb\u00e7\u00df"


@pytest.fixture
def entry(cms_tree):
    topic = make_topic(cms_tree, {"sq": "Puna", "en": "Working"})
    return make_entry(topic, {"sq": "Si njihet?", "en": "How is it recognised?"})


def form_address(entry, code="en"):
    return f"/{code}/faq-feedback/{entry['en'].translation_key}/"


def kept():
    return list(
        FaqFeedback.objects.order_by("pk").values_list("locale", "helpful", "comment")
    )


def test_the_page_asks_and_holds_nothing_personal(entry, client):
    address = entry["en"].url.removeprefix("http://localhost")
    stranger = client.get(address)
    again = client.get(address)

    assert "Was this helpful?" in stranger.content.decode()
    assert "csrf" not in stranger.content.decode()
    assert stranger.content == again.content
    assert stranger.cookies.keys() == set()


def test_a_closed_page_does_not_ask(entry, client):
    close(entry["en"], PageViewRestriction.LOGIN)
    client.force_login(UserFactory())
    key = entry["en"].translation_key
    assert "Was this helpful?" in client.get(entry["en"].url).content.decode()
    assert give_feedback(entry["en"], helpful=True).key == key
    client.logout()

    refused = client.post(form_address(entry), {"locale": "en", "helpful": "yes"})

    assert refused.status_code == 404
    assert len(kept()) == 1


def test_an_answer_is_kept_and_leads_to_a_thank_you(entry, client):
    response = client.post(form_address(entry), {"locale": "en", "helpful": "no"})

    assert response.status_code == 302
    assert kept() == [("en", False, "")]
    thanks = client.get(response["Location"])
    page = thanks.content.decode()
    assert "Thank you for your answer." in page
    assert f'href="{entry["en"].url}"' in page or 'href="/en/faq/working/' in page
    assert "no-store" in thanks["Cache-Control"]
    assert response.cookies.keys() | thanks.cookies.keys() == set()


def token_in(page):
    return re.search(r'name="answer" value="([^"]+)"', page).group(1)


def test_a_comment_and_a_change_belong_to_the_same_answer(entry, client):
    first = client.post(form_address(entry), {"locale": "en", "helpful": "no"})
    token = token_in(client.get(first["Location"]).content.decode())
    values = {"locale": "en", "helpful": "no", "answer": token, "comment": EVIL}

    client.post(form_address(entry), values)
    assert kept() == [("en", False, EVIL)]

    changed = client.post(
        form_address(entry), {"locale": "en", "helpful": "yes", "answer": token}
    )
    assert kept() == [("en", True, EVIL)]
    page = client.get(changed["Location"]).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_htmx_gets_the_part_alone(entry, client):
    response = client.post(
        form_address(entry, "sq"),
        {"locale": "sq", "helpful": "yes"},
        headers={"hx-request": "true"},
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in page
    assert token_in(page)
    assert kept() == [("sq", True, "")]


def test_the_language_of_the_text_is_kept_not_that_of_the_screen(entry, client):
    client.post(form_address(entry, "de"), {"locale": "sq", "helpful": "yes"})

    assert kept() == [("sq", True, "")]


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, 404),
        ({"locale": "de", "helpful": "yes"}, 404),  # there is no German text
        ({"locale": "xx", "helpful": "yes"}, 404),
        ({"locale": "en"}, 422),
        ({"locale": "en", "helpful": "maybe"}, 422),
        ({"locale": "en", "helpful": "yes", "comment": "x" * 1001}, 422),
        ({"locale": "en", "helpful": "yes", "comment": "a\x00b"}, 400),
        ({"locale": "en", "helpful": "yes", "answer": "forged"}, 422),
        ({"locale": "en", "helpful": "yes", "answer": "x" * 300}, 422),
    ],
)
def test_wrong_input_is_refused_and_nothing_is_kept(entry, client, values, status):
    response = client.post(form_address(entry), values)

    assert response.status_code == status
    assert kept() == []
    if len(values.get("comment", "")) > 1000:
        assert values["comment"] in response.content.decode()


def test_the_token_of_another_entry_changes_nothing(entry, cms_tree, client):
    topic = make_topic(cms_tree, {"en": "Other"})
    other = make_entry(topic, {"en": "Other question?"})["en"]
    token = token_of(give_feedback(other, helpful=True))

    response = client.post(
        form_address(entry), {"locale": "en", "helpful": "no", "answer": token}
    )

    assert response.status_code == 422
    assert kept() == [("en", True, "")]


def test_after_two_hours_the_answer_stands(entry, client):
    token = token_of(give_feedback(entry["en"], helpful=True))
    values = {"locale": "en", "helpful": "no", "answer": token, "comment": "Kept"}

    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=False):
        response = client.post(form_address(entry), values)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Kept" in page
    assert 'name="answer"' not in page
    assert kept() == [("en", True, "")]


def test_the_eleventh_answer_in_ten_minutes_waits_with_its_comment(entry, client):
    values = {"locale": "en", "helpful": "no", "comment": "Do not lose me"}
    for _number in range(10):
        assert client.post(form_address(entry), values).status_code == 302

    refused = client.post(form_address(entry), values)

    assert refused.status_code == 429
    assert refused["Retry-After"] == "600"
    assert "Do not lose me</textarea>" in refused.content.decode()
    assert len(kept()) == 10
    elsewhere = client.post(form_address(entry), values, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_no_column_could_hold_who_it_was(entry):
    names = {column.name for column in FaqFeedback._meta.get_fields()}

    assert names == {"id", "key", "locale", "helpful", "comment", "created_at"}


def test_old_comments_are_emptied_and_their_answers_stay(entry):
    old = give_feedback(entry["en"], helpful=False, comment="Long ago")
    give_feedback(entry["en"], helpful=True, comment="Today")
    FaqFeedback.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - timedelta(days=731)
    )

    call_command("purge_feedback", verbosity=0)

    assert kept() == [("en", False, ""), ("en", True, "Today")]


def api(entry):
    return f"/api/v1/faq/entries/{entry['en'].translation_key}/feedback/"


def test_the_api_takes_and_changes_an_answer(entry, client):
    body = {"locale": "en", "helpful": False, "comment": EVIL}

    made = client.post(api(entry), body, content_type="application/json")
    again = {**body, "helpful": True, "answer": made.json()["answer"]}
    changed = client.post(api(entry), again, content_type="application/json")

    assert (made.status_code, changed.status_code) == (201, 200)
    assert kept() == [("en", True, EVIL)]
    assert {**made.json(), "answer": ""} == {**body, "answer": ""}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"locale": "en"}, 400),
        ({"helpful": True}, 400),
        ({"locale": "fr", "helpful": True}, 400),
        ({"locale": "de", "helpful": True}, 404),
        ({"locale": "en", "helpful": True, "answer": "forged"}, 400),
        ({"locale": "en", "helpful": True, "comment": "x" * 1001}, 400),
        ([], 400),
    ],
)
def test_the_api_answers_wrong_input_with_problems(entry, client, body, status):
    response = client.post(api(entry), body, content_type="application/json")

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert kept() == []


def test_the_api_counts_with_the_form(entry, client):
    for _number in range(10):
        client.post(form_address(entry), {"locale": "en", "helpful": "no"})

    refused = client.post(
        api(entry), {"locale": "en", "helpful": True}, content_type="application/json"
    )

    assert refused.status_code == 429
    assert refused["Retry-After"] == "600"
    assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}])
def test_other_sites_are_refused_at_both_doors(entry, client, headers):
    by_form = client.post(
        form_address(entry), {"locale": "en", "helpful": "no"}, headers=headers
    )
    by_api = client.post(
        api(entry),
        {"locale": "en", "helpful": True},
        content_type="application/json",
        headers=headers,
    )

    assert (by_form.status_code, by_api.status_code) == (403, 403)
    assert by_api["Content-Type"] == "application/problem+json"
    assert kept() == []


def test_a_members_session_is_not_touched(entry, client):
    client.force_login(UserFactory())
    client.get("/en/account/")  # which notes that the session is in use
    with connection.execute_wrapper(_no_session_writes):
        response = client.post(form_address(entry), {"locale": "en", "helpful": "no"})

    assert response.status_code == 302
    assert response.cookies.keys() == set()


def _no_session_writes(execute, sql, params, many, context):
    assert not (sql.startswith(("INSERT", "UPDATE")) and "session" in sql)
    return execute(sql, params, many, context)
