"""Agreeing and withdrawing: the ledger, its texts, the mail, and the effect at once."""

import re

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client

from community.accounts.actions import (
    CannotAgreeError,
    NoSuchLinkError,
    TextHasChangedError,
    answer_mail,
    current_text,
    forget_unanswered,
    give_consent,
    load_consents,
    withdraw_consent,
)
from community.accounts.actions import consents as actions
from community.accounts.models import Consent, ConsentAsked, ConsentRecord, ConsentText
from community.accounts.offers import offers_to
from community.profiles.actions import list_profile, start_profile, unlist_profile
from community.profiles.audiences import Audience
from community.profiles.models import Profile
from community.profiles.querysets import Directory
from tests.factories.people import UserFactory
from tests.profiles.own import make_member, make_occupation

CENTRE = "/en/account/privacy/"
API = "/api/v1/me/consents/"
JSON = "application/json"
LINK = re.compile(r"/(?:sq|en|de)/account/privacy/confirm/([^/\s]+)/")


@pytest.fixture
def member(db):
    return UserFactory(display_name="Liria", interface_language="de")


@pytest.fixture
def link(member, django_capture_on_commit_callbacks):
    """The token of the mail about the newsletter."""
    with django_capture_on_commit_callbacks(execute=True):
        assert give_consent(member, "newsletter") is None
    return LINK.search(mail.outbox[-1].body).group(1)


def said(user):
    """(purpose, given) in the order in which it was said."""
    records = ConsentRecord.objects.filter(user=user).order_by("id")
    return list(records.values_list("text__purpose__code", "is_given"))


def refuses(command, *values):
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(command, values)


def test_every_purpose_has_its_text_in_every_language(db):
    load_consents()

    for text in ConsentText.objects.all():
        assert set(text.words) == {"sq", "en", "de"}
        shown = [
            text.words[code][name] for code in text.words for name in text.words[code]
        ]
        assert all(shown)
        assert len(set(shown)) == len(shown)


def test_a_word_is_recorded_with_the_very_text(member):
    give_consent(member, "directory")

    record = ConsentRecord.objects.get(user=member)
    text = current_text("directory")
    assert (record.text, record.language) == (text, "de")
    assert record.text_hash == text.digest("de") != text.digest("en")
    assert (record.channel, record.is_given) == ("site", True)


def test_nobody_changes_or_deletes_a_line_of_the_ledger(member):
    give_consent(member, "directory")
    other = UserFactory()
    number = ConsentRecord.objects.get().pk

    for command, *values in (
        ("UPDATE accounts_consentrecord SET is_given = false",),
        ("UPDATE accounts_consentrecord SET created_at = now()",),
        ("UPDATE accounts_consentrecord SET text_hash = ''",),
        ("UPDATE accounts_consentrecord SET user_id = %s", other.pk),
        ("DELETE FROM accounts_consentrecord WHERE id = %s", number),
        ("UPDATE accounts_consenttext SET words = '{}'",),
        ("DELETE FROM accounts_consenttext",),
    ):
        refuses(command, *values)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_consentrecord SET user_id = NULL")
    assert ConsentRecord.objects.get().user is None


def test_a_line_may_go_after_three_years(member):
    give_consent(member, "directory")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_consentrecord"
            " (text_id, is_given, channel, language, text_hash, created_at)"
            " SELECT text_id, is_given, channel, language, text_hash,"
            " now() - interval '1100 days' FROM accounts_consentrecord"
        )

    assert ConsentRecord.objects.filter(user=None).delete()[0] == 1

    assert said(member) == [("directory", True)]


def test_agreeing_lists_the_profile_and_withdrawing_takes_it_out_at_once(db):
    profile = make_member(occupation=make_occupation(en="Doctors"))
    members = Directory(Audience.MEMBERS)

    give_consent(profile.user, "directory")
    assert members.whole(profile.slug) is not None
    withdraw_consent(profile.user, "directory")

    assert members.whole(profile.slug) is None
    assert members.matching("gashi").count() == 0
    assert said(profile.user) == [("directory", True), ("directory", False)]


def test_the_profiles_own_buttons_write_the_same_ledger(db):
    profile = make_member(occupation=make_occupation(en="Doctors"))

    list_profile(profile)
    list_profile(profile)
    unlist_profile(profile)
    unlist_profile(profile)

    assert said(profile.user) == [("directory", True), ("directory", False)]


def test_the_partners_see_after_consent_alone(db):
    profile = make_member(occupation=make_occupation(en="Doctors"))
    list_profile(profile)
    partners = Directory(Audience.PARTNERS)
    assert partners.whole(profile.slug) is None

    give_consent(profile.user, "partners")
    assert partners.whole(profile.slug) is not None
    withdraw_consent(profile.user, "partners")

    assert partners.whole(profile.slug) is None


def test_without_a_name_nobody_is_listed_and_nothing_is_recorded(member):
    profile = start_profile(member)
    Profile.objects.filter(pk=profile.pk).update(name="")

    with pytest.raises(CannotAgreeError):
        give_consent(member, "directory")

    assert said(member) == []


def test_saying_the_same_again_is_one_line(member):
    for _ in range(3):
        give_consent(member, "directory")

    assert said(member) == [("directory", True)]


def test_a_changed_text_is_a_new_version_and_is_asked_again(member, monkeypatch):
    give_consent(member, "directory")
    before = current_text("directory")
    told = [
        {**one, "words": {**one["words"], "en": {"title": "New", "text": "New text"}}}
        for one in actions._told()
        if one["code"] != "newsletter"
    ]
    monkeypatch.setattr(actions, "_told", lambda: tuple(told))

    assert load_consents() == 3
    assert load_consents() == 0

    offers = {offer.code: offer for offer in offers_to(member, "en")}
    assert "newsletter" not in offers
    assert (offers["directory"].is_given, offers["directory"].is_older) == (True, True)
    assert (offers["directory"].version, offers["directory"].title) == (2, "New")
    with pytest.raises(TextHasChangedError):
        give_consent(member, "directory", version=before.version)
    give_consent(member, "directory", version=2)
    assert said(member) == [("directory", True), ("directory", True)]


def test_a_mail_asks_and_its_link_counts_once(member, link):
    written = mail.outbox[-1]
    assert written.to == [member.email]
    assert written.subject.endswith("Der Rundbrief")
    assert not Consent.objects.given("newsletter").exists()
    assert link not in str(ConsentAsked.objects.values().get())

    answer_mail(link)

    assert Consent.objects.given("newsletter").get().user == member
    assert ConsentRecord.objects.get().channel == "mail"
    with pytest.raises(NoSuchLinkError):
        answer_mail(link)


def test_looking_at_the_link_is_no_answer(client, cms_tree, member, link):
    address = f"/en/account/privacy/confirm/{link}/"

    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert not Consent.objects.given("newsletter").exists()

    assert client.post(address).status_code == 200
    assert Consent.objects.given("newsletter").exists()
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_a_link_ends_after_three_days_and_with_the_account(member, link, time_machine):
    waiting = ConsentAsked.objects.get()
    time_machine.move_to(waiting.expires_at)
    with pytest.raises(NoSuchLinkError):
        answer_mail(link)
    assert forget_unanswered() == 1

    with pytest.raises(NoSuchLinkError):
        answer_mail("")


def test_withdrawing_ends_what_waits_too(member, link):
    assert withdraw_consent(member, "newsletter") is None

    with pytest.raises(NoSuchLinkError):
        answer_mail(link)


def test_a_link_of_a_closed_account_leads_to_nothing(member, link):
    type(member).objects.update(is_active=False)
    with pytest.raises(NoSuchLinkError):
        answer_mail(link)


# Screens ---------------------------------------------------------------------------------


def test_the_centre_asks_each_thing_by_itself(client, cms_tree, member):
    client.force_login(member)
    page = client.get(CENTRE).content.decode()
    assert page.count('value="give"') == 4
    assert 'value="withdraw"' not in page

    answer = client.post(f"{CENTRE}consents/directory/", {"do": "give", "version": "1"})
    assert answer.url == f"{CENTRE}#directory"
    page = client.get(CENTRE).content.decode()
    assert page.count('value="withdraw"') == 1

    client.post(f"{CENTRE}consents/directory/", {"do": "withdraw"})
    assert said(member) == [("directory", True), ("directory", False)]
    history = client.get(f"{CENTRE}history/").content.decode()
    assert "Agreed: Be listed in the directory" in history
    assert "Withdrawn: Be listed in the directory" in history


@pytest.mark.parametrize(
    "data",
    [{}, {"do": "give"}, {"do": "give", "version": "2"}, {"do": "x", "version": "1"}],
)
def test_an_unclear_answer_changes_nothing(client, cms_tree, member, data):
    client.force_login(member)

    assert client.post(f"{CENTRE}consents/directory/", data).status_code == 302
    assert client.post(f"{CENTRE}consents/nothing/", data).status_code == 404

    assert said(member) == []


def test_the_screens_take_few_queries(
    client, cms_tree, member, django_assert_max_num_queries
):
    for code in ("directory", "partners"):
        give_consent(member, code)
    client.force_login(member)
    client.get(CENTRE)

    with django_assert_max_num_queries(12):
        client.get(CENTRE)
    with django_assert_max_num_queries(12):
        client.get(f"{CENTRE}history/")
    with django_assert_max_num_queries(6):
        client.get(API)


# API -------------------------------------------------------------------------------------


def test_a_member_reads_and_changes_consents_in_the_api(client, db, member):
    assert client.get(API).status_code == 403
    client.force_login(member)
    found = {one["code"]: one for one in client.get(API).json()}
    assert set(found["directory"]) == {
        *("code", "recipient", "version", "language", "title", "text", "by_mail"),
        *("is_given", "since", "is_older", "is_waiting"),
    }
    assert found["directory"]["title"] == "Im Verzeichnis stehen"

    given = {"is_given": True, "version": 1}
    assert client.put(f"{API}directory/", given, JSON).json()["is_given"] is True
    answer = client.put(f"{API}newsletter/", given, JSON).json()
    assert (answer["is_given"], answer["is_waiting"]) == (False, True)
    client.put(f"{API}directory/", {"is_given": False}, JSON)

    history = client.get(f"{API}history/").json()
    assert [(one["purpose"], one["is_given"]) for one in history] == [
        ("directory", False),
        ("directory", True),
    ]
    assert set(history[0]) == {
        *("purpose", "version", "is_given", "channel", "language", "text_hash"),
        "created_at",
    }
    assert history[0]["channel"] == "api"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({}, "is_given"),
        ({"is_given": True}, "version"),
        ({"is_given": True, "version": 7}, "version"),
        ({"is_given": "perhaps"}, "is_given"),
    ],
)
def test_wrong_requests_are_refused_by_name(client, member, data, name):
    client.force_login(member)

    answer = client.put(f"{API}directory/", data, JSON)

    assert answer.status_code == 400
    assert name in answer.json()["errors"]
    assert client.put(f"{API}nothing/", data, JSON).status_code == 404


def test_another_members_words_are_out_of_reach(client, member):
    give_consent(member, "directory")
    stranger = Client()
    stranger.force_login(UserFactory())

    assert stranger.get(f"{API}history/").json() == []
    assert not any(one["is_given"] for one in stranger.get(API).json())
