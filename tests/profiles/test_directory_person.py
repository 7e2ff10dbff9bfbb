"""One person's page: who sees it, who is alike, confirmations, vouches, the photo."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from community.profiles.actions import (
    endorse,
    remove_photo,
    set_photo,
    show_fields,
    unlist_profile,
    vouch,
)
from community.profiles.models import Endorsement, ProfileSkill, Vouch
from community.profiles.models.profiles import small_photo_name
from community.profiles.similar import Reason, ranked, reasons, searched_by
from tests.factories.directory import make_person
from tests.factories.people import UserFactory
from tests.factories.taxonomy import make_skill


@pytest.fixture
def skills(db):
    make_skill({"en": "Welding"}, slug="welding")
    make_skill({"en": "Teaching"}, slug="teaching")


@pytest.fixture
def arta(skills):
    return make_person(
        "Arta Gashi", country="CH", city="Zürich", has=["welding"], seeks=["teaching"]
    )


@pytest.fixture
def reader(client, arta):
    user = UserFactory(display_name="Reader Readeri")
    client.force_login(user)
    return user


def url(profile, rest=""):
    return f"/en/people/{profile.slug}/{rest}"


def test_members_see_the_page_and_visitors_what_is_public(client, arta):
    assert client.get(url(arta)).status_code == 404

    show_fields(arta, {"headline": 31, "country": 31})
    text = client.get(url(arta)).content.decode()
    assert "Switzerland" in text
    assert "Arta" not in text
    assert '<meta name="robots" content="noindex">' in text

    show_fields(arta, {"name": 31})
    text = client.get(url(arta)).content.decode()
    assert "Arta Gashi" in text
    assert "noindex" not in text


def test_an_unlisted_profile_has_no_page(client, arta, reader):
    assert client.get(url(arta)).status_code == 200

    unlist_profile(arta)

    assert client.get(url(arta)).status_code == 404


def test_similar_people_are_named_with_reasons(client, arta, reader):
    make_person("Besim Hoxha", city="ZUERICH", has=["welding"], offers=["teaching"])
    make_person("Nobody Alike", city="Rome")
    hidden = make_person("Hidden Alike", has=["welding"], hidden=["skills"])

    similar = client.get(url(arta)).context["similar"]

    assert [(card.name, why) for card, why in similar] == [
        (
            "Besim Hoxha",
            [
                "offers what is looked for here",
                "lives in the same city",
                "1 skill in common",
            ],
        )
    ]
    assert hidden.slug not in client.get(url(arta)).content.decode()


def test_reasons_are_weighed():
    own = ["o=2", "o=22", "o=221", "o=2212", "s=a", "s=b", "of=c", "se=d", "t=bern"]

    assert reasons(own, ["o=2212", "s=a", "s=b", "t=bern"]) == [
        Reason("occupation"),
        Reason("skills", 2),
        Reason("city"),
    ]
    assert reasons(own, ["of=d", "se=c", "o=221", "o=2211"]) == [
        Reason("offers"),
        Reason("seeks"),
        Reason("field"),
    ]
    assert reasons(own, ["o=2", "o=22", "of=c", "se=d", "c=CH"]) == []
    assert searched_by(own) == (["o=2212", "of=d", "se=c"], ["s=a", "s=b"])


def test_the_most_alike_come_first_and_strangers_not_at_all():
    own = {"s=a", "s=b", "c=CH"}
    others = [
        ("none", ["c=CH"]),
        ("one", ["s=a"]),
        ("near", ["s=b", "c=CH"]),
        ("two", ["s=a", "s=b"]),
    ]

    assert [one for one, _why in ranked(own, others, 5)] == ["two", "near", "one"]
    assert [one for one, _why in ranked(own, others, 1)] == ["two"]


def test_a_skill_is_confirmed_and_that_taken_back(client, arta, reader):
    held = ProfileSkill.objects.get(profile=arta, skill__slug="welding")
    assert "Confirm" in client.get(url(arta)).content.decode()

    answer = client.post(url(arta, f"endorse/{held.pk}/"))

    held.refresh_from_db()
    assert answer.status_code == 302
    assert held.endorsements == 1
    assert "You confirm this" in client.get(url(arta)).content.decode()

    client.post(url(arta, f"endorse/{held.pk}/"))

    held.refresh_from_db()
    assert held.endorsements == 0
    assert not Endorsement.objects.exists()


def test_nobody_confirms_a_hidden_skill_or_one_of_another(client, arta, reader):
    held = ProfileSkill.objects.get(profile=arta, skill__slug="welding")
    other = make_person("Besim Hoxha")
    assert client.post(url(other, f"endorse/{held.pk}/")).status_code == 404

    show_fields(arta, {"skills": 0})

    assert client.post(url(arta, f"endorse/{held.pk}/")).status_code == 404
    assert not Endorsement.objects.exists()


def test_nobody_confirms_oneself_and_no_visitor_anybody(client, arta):
    held = ProfileSkill.objects.get(profile=arta, skill__slug="welding")

    answer = client.post(url(arta, f"endorse/{held.pk}/"))
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]

    client.force_login(arta.user)
    assert client.post(url(arta, f"endorse/{held.pk}/")).status_code == 403
    assert client.post(url(arta, "vouch/"), {"text": "Me."}).status_code == 403
    assert not Endorsement.objects.exists()


def test_a_member_vouches_and_changes_and_withdraws(client, arta, reader):
    client.post(url(arta, "vouch/"), {"text": "We worked in Bern."})
    client.post(url(arta, "vouch/"), {"text": "We worked in Basel."})
    text = client.get(url(arta)).content.decode()

    assert [one.text for one in Vouch.objects.all()] == ["We worked in Basel."]
    assert "We worked in Basel." in text
    assert "Reader Readeri" in text

    client.post(url(arta, "vouch/withdraw/"))

    assert not Vouch.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 301])
def test_refused_words_stay_with_their_message(client, arta, reader, text):
    answer = client.post(url(arta, "vouch/"), {"text": text})

    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert text.strip() in answer.content.decode()


def test_visitors_see_no_vouches(client, arta):
    vouch(arta, UserFactory(), "A good colleague.")
    show_fields(arta, {"name": 31})

    assert "A good colleague." not in client.get(url(arta)).content.decode()
    client.force_login(UserFactory())
    assert "A good colleague." in client.get(url(arta)).content.decode()


def picture(name="photo.png"):
    file = io.BytesIO()
    Image.new("RGB", (900, 1200), "navy").save(file, "PNG")
    return ContentFile(file.getvalue(), name)


@pytest.fixture
def with_photo(arta, settings, tmp_path, django_capture_on_commit_callbacks):
    set_photo(arta, picture())
    return arta


def test_the_photo_is_a_private_square(client, with_photo, reader):
    answer = client.get(url(with_photo, "photo/"))

    with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as shown:
        assert (shown.size, shown.format) == ((480, 480), "JPEG")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"].startswith("private")
    again = client.get(
        url(with_photo, "photo/"), headers={"If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_who_may_not_see_the_photo_gets_none(client, with_photo):
    assert client.get(url(with_photo, "photo/")).status_code == 404
    client.force_login(UserFactory())
    list(client.get(url(with_photo, "photo/")))

    show_fields(with_photo, {"photo": 0})

    assert client.get(url(with_photo, "photo/")).status_code == 404
    client.force_login(with_photo.user)
    own = client.get(url(with_photo, "photo/"))
    assert own.status_code == 200
    list(own)


def test_a_removed_photo_leaves_no_square(
    client, with_photo, reader, django_capture_on_commit_callbacks
):
    list(client.get(url(with_photo, "photo/")))
    storage, name = with_photo.photo.storage, with_photo.photo.name
    assert storage.exists(small_photo_name(name))

    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(with_photo)

    assert not storage.exists(small_photo_name(name))
    assert not storage.exists(name)
    assert client.get(url(with_photo, "photo/")).status_code == 404


def test_a_page_costs_six_statements(
    client, arta, reader, django_assert_max_num_queries
):
    held = ProfileSkill.objects.get(profile=arta, skill__slug="welding")
    endorse(held, reader)
    vouch(arta, reader, "We worked in Basel.")
    client.get(url(arta))

    # The session and its user; and what the head of every page costs a member.
    with django_assert_max_num_queries(6 + 2 + 4):
        client.get(url(arta))


def test_what_is_kept_of_a_page_is_each_readers_own(client, arta, reader):
    """Words about a person are written once for all readers; what a reader has confirmed,
    the secret of forms and where they go are each reader's."""
    held = ProfileSkill.objects.get(profile=arta, skill__slug="welding")
    other = make_person("Besim Hoxha", has=["welding"])
    second = Client()
    second.force_login(UserFactory(display_name="Second Reader"))
    own = Client()
    own.force_login(arta.user)

    def seen_by(one, person=arta):
        return one.get(url(person)).content.decode()

    confirm, confirmed = 'aria-pressed="false"', 'aria-pressed="true"'
    assert confirm in seen_by(client)
    endorse(held, reader)
    assert confirmed in seen_by(client)
    assert confirm in seen_by(second)
    assert f"/people/{arta.slug}/endorse/" in seen_by(second)
    assert "/endorse/" not in seen_by(own)
    for one, person in ((client, arta), (second, other), (second, arta)):
        text = seen_by(one, person)
        secrets = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', text))
        assert [len(secret) for secret in secrets] == [64]
        forms = set(re.findall(r'action="(/en/people/\S+)"', text))
        assert f"/en/people/{person.slug}/vouch/" in forms
        assert {address.split("/")[3] for address in forms} == {person.slug}
        _refused_without_secret(one, person, secrets.pop())

    show_fields(arta, {"name": 0})
    assert "Arta" not in seen_by(second)


def _refused_without_secret(one, person, secret):
    """The secret in the page is the one of this reader's session."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = one.cookies
    path, words = url(person, "vouch/"), {"text": ""}
    assert strict.post(path, words).status_code == 403
    assert (
        strict.post(path, {**words, "csrfmiddlewaretoken": secret}).status_code == 422
    )
