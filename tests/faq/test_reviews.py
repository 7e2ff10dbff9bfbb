"""Answers that wait for review: the report, the button, the reminders."""

import datetime
import json
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail_localize.models import TranslationSource

from cms.faq.actions import mark_reviewed, remind_of_reviews
from cms.faq.models import FaqEntryPage, ReviewReminder
from home.actions import EDITORS, MODERATORS, TRANSLATORS
from tests.factories.content import make_entry, make_topic
from tests.factories.people import UserFactory

TODAY = datetime.date(2026, 5, 4)
LONG_AGO = datetime.date(2024, 1, 1)
ADDRESS = "/admin/faq/reviews/"


@pytest.fixture(autouse=True)
def clock():
    moment = datetime.datetime(2026, 5, 4, 10, tzinfo=datetime.UTC)
    with time_machine.travel(moment, tick=False) as traveller:
        yield traveller


@pytest.fixture
def topic(cms_tree):
    return make_topic(cms_tree, {"sq": "Puna", "en": "Working"})


@pytest.fixture
def overdue(topic):
    pages = make_entry(topic, {"sq": "E vjetër?", "en": "Old?"}, last_reviewed=LONG_AGO)
    for page in pages.values():
        page.save_revision().publish()
    TranslationSource.get_or_create_from_instance(pages["sq"])
    return pages


def days(pages):
    return {
        code: FaqEntryPage.objects.get(pk=page.pk).last_reviewed
        for code, page in pages.items()
    }


@pytest.mark.parametrize(
    ("reviewed", "every", "is_overdue"),
    [
        (None, 365, True),
        (TODAY - timedelta(days=7), 7, True),
        (TODAY - timedelta(days=6), 7, False),
        (TODAY, 3650, False),
        (TODAY - timedelta(days=3650), 3650, True),
    ],
)
def test_when_an_answer_is_overdue(topic, reviewed, every, is_overdue):
    make_entry(topic, {"en": "How?"}, last_reviewed=reviewed, review_every=every)

    found = FaqEntryPage.objects.live_sources().overdue(TODAY)

    assert found.exists() is is_overdue


def test_each_answer_waits_once_in_its_source_language(topic, overdue):
    draft = make_entry(topic, {"en": "Draft?"}, live=False)["en"]
    assert draft.last_reviewed is None

    found = FaqEntryPage.objects.live_sources().overdue(TODAY)

    assert [entry.title for entry in found] == ["E vjetër?"]


def test_reviewed_today_is_said_in_all_languages_and_published(overdue):
    editor = UserFactory()

    mark_reviewed(overdue["sq"].translation_key, by=editor, on=TODAY)

    assert days(overdue) == {"sq": TODAY, "en": TODAY}
    for page in overdue.values():
        fresh = FaqEntryPage.objects.get(pk=page.pk)
        assert fresh.has_unpublished_changes is False
        assert fresh.live_revision.content["last_reviewed"] == "2026-05-04"
        log = PageLogEntry.objects.filter(
            page=page.pk, action="wagtail.publish", user=editor
        )
        assert log.exists()


def test_a_draft_that_waits_stays_a_draft_and_takes_the_day_along(overdue):
    draft = FaqEntryPage.objects.get(pk=overdue["sq"].pk)
    draft.title = "E re?"
    draft.save_revision()

    mark_reviewed(draft.translation_key, by=None, on=TODAY)

    assert days(overdue) == {"sq": TODAY, "en": TODAY}
    live = FaqEntryPage.objects.get(pk=draft.pk)
    assert (live.title, live.has_unpublished_changes) == ("E vjetër?", True)
    live.get_latest_revision().publish()
    live.refresh_from_db()
    assert (live.title, live.last_reviewed) == ("E re?", TODAY)
    assert days(overdue) == {"sq": TODAY, "en": TODAY}


def test_the_report_and_its_button(overdue, client):
    client.force_login(UserFactory(groups=[EDITORS["sq"]]))
    assert "E vjetër?" in client.get(ADDRESS).content.decode()
    key = overdue["sq"].translation_key

    response = client.post(f"{ADDRESS}{key}/")

    assert (response.status_code, response["Location"]) == (302, ADDRESS)
    page = client.get(ADDRESS).content.decode()
    assert "Every answer has been reviewed in time." in page
    assert days(overdue) == {"sq": TODAY, "en": TODAY}
    assert client.post(f"{ADDRESS}{key}/").status_code == 404


def test_who_may_press_the_button(overdue, client):
    key = overdue["sq"].translation_key
    for groups, status in (
        ([TRANSLATORS["sq"]], (302, 403)),
        ([EDITORS["en"]], (404,)),
    ):
        client.force_login(UserFactory(groups=groups))
        assert client.post(f"{ADDRESS}{key}/").status_code in status
        page = client.get(ADDRESS).content.decode()
        assert "Reviewed today" not in page
    assert days(overdue) == {"sq": LONG_AGO, "en": LONG_AGO}


def test_the_first_screen_of_the_admin_counts_them(overdue, client):
    client.force_login(UserFactory(groups=[EDITORS["sq"]]))
    assert "1 answer waits for review." in client.get("/admin/").content.decode()

    mark_reviewed(overdue["sq"].translation_key, by=None, on=TODAY)

    assert "for review." not in client.get("/admin/").content.decode()


def remind():
    mail.outbox.clear()
    call_command("remind_reviews", verbosity=0)
    return {message.to[0]: message for message in mail.outbox}


def test_the_responsible_person_gets_one_mail_in_their_language(
    overdue, topic, settings
):
    settings.WAGTAILADMIN_BASE_URL = "https://site.example"
    person = UserFactory(interface_language="de", display_name="Ana")
    FaqEntryPage.objects.update(responsible=person)
    second = make_entry(topic, {"sq": "Kurrë?"}, responsible=person)["sq"]

    (message,) = remind().values()

    assert message.to == [person.email]
    for words in ("Ana", "E vjetër?", "Kurrë?", f"/admin/pages/{second.pk}/edit/"):
        assert words in message.body
    assert "https://site.example/admin/faq/reviews/" in message.body
    assert "&" not in message.body


def test_without_responsible_the_editors_of_the_language_are_asked(overdue):
    albanian = UserFactory(groups=[EDITORS["sq"]])
    UserFactory(groups=[EDITORS["en"]])
    UserFactory(groups=[TRANSLATORS["sq"]])
    UserFactory(groups=[MODERATORS])
    UserFactory(groups=[EDITORS["sq"]], is_active=False)

    assert set(remind()) == {albanian.email}


def test_moderators_are_asked_when_the_language_has_no_editor(overdue):
    moderator = UserFactory(groups=[MODERATORS])

    assert set(remind()) == {moderator.email}


def test_whoever_has_left_is_responsible_for_nothing(overdue):
    FaqEntryPage.objects.update(responsible=UserFactory(is_active=False))
    editor = UserFactory(groups=[EDITORS["sq"]])

    assert set(remind()) == {editor.email}


def test_once_a_week_at_most_and_after_a_restart_too(overdue, clock):
    UserFactory(groups=[EDITORS["sq"]])

    numbers = []
    for _day in range(15):
        numbers.append(len(remind()))
        clock.shift(timedelta(days=1))

    assert numbers == [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]
    assert ReviewReminder.objects.count() == 1


def test_a_mail_that_failed_is_sent_by_the_next_run(overdue, monkeypatch, caplog):
    UserFactory(groups=[EDITORS["sq"]])

    def unreachable(*args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("cms.faq.notify.send_mail", unreachable)
        assert remind_of_reviews(timezone.now()) == 0

    assert len(remind()) == 1


def test_nobody_is_written_to_without_need(topic):
    UserFactory(groups=[EDITORS["sq"]])
    make_entry(topic, {"sq": "E re?"}, last_reviewed=TODAY)

    assert remind() == {}


def test_a_scheduled_text_takes_the_day_along(overdue):
    planned = FaqEntryPage.objects.get(pk=overdue["en"].pk)
    planned.go_live_at = timezone.now() + timedelta(days=3)
    planned.save_revision().publish()

    mark_reviewed(planned.translation_key, by=None, on=TODAY)

    waiting = FaqEntryPage.objects.get(pk=planned.pk).get_latest_revision()
    assert waiting.approved_go_live_at is not None
    assert json.dumps(waiting.content["last_reviewed"]) == '"2026-05-04"'
