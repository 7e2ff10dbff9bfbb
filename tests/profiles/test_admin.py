"""Moderators curate skills and words in the editors' admin."""

import pytest

from community.profiles.actions import propose_skill
from community.profiles.models import Label, Occupation, Skill
from home.actions import MODERATORS
from tests.factories.people import UserFactory
from tests.factories.taxonomy import SkillGroupFactory, make_skill

ROOT = "/admin/taxonomy/"


@pytest.fixture
def waiting(cms_tree, client):
    """A proposal, and a moderator who has logged in."""
    client.force_login(UserFactory(groups=[MODERATORS]))
    member = UserFactory(display_name="Arta Berisha")
    return propose_skill("falkonry", "en", by=member)


def test_the_queue_shows_who_proposed_what(waiting, client):
    page = client.get(f"{ROOT}proposals/").content.decode()

    assert "falkonry" in page
    assert "Arta Berisha" in page
    assert f"{ROOT}proposals/{waiting.pk}/" in page
    assert "1 proposed skill waits" in client.get("/admin/").content.decode()


def test_the_queue_takes_few_queries(waiting, client, django_assert_max_num_queries):
    address = f"{ROOT}proposals/"
    client.get(address)
    for number in range(8):
        propose_skill(f"Skill {number}", "sq", by=waiting.proposed_by)

    with django_assert_max_num_queries(25):
        page = client.get(address).content.decode()

    assert page.count('class="title-wrapper"') == 9


def test_approving(waiting, client):
    group = SkillGroupFactory()
    labels = {"label_en": "Falconry", "label_sq": "Gjueti me skifter"}
    form = {**labels, "label_de": "", "group": group.pk}

    response = client.post(f"{ROOT}proposals/{waiting.pk}/", form, follow=True)

    waiting.refresh_from_db()
    assert waiting.status == "approved"
    assert waiting.names == {"en": "Falconry", "sq": "Gjueti me skifter"}
    assert "can be chosen now" in response.content.decode()
    assert client.get(f"{ROOT}proposals/{waiting.pk}/").status_code == 404


def test_approving_under_a_taken_label_is_refused_and_keeps_what_was_typed(
    waiting, client
):
    make_skill({"en": "Welding"})
    form = {"label_en": "Welding", "label_sq": "Diçka", "group": SkillGroupFactory().pk}

    response = client.post(f"{ROOT}proposals/{waiting.pk}/", form)

    assert response.status_code == 422
    page = response.content.decode()
    assert "has this label already" in page
    assert 'value="Diçka"' in page


def test_merging_into_a_skill_that_was_searched_for(waiting, client):
    into = make_skill({"en": "Hunting with birds"})
    address = f"{ROOT}proposals/{waiting.pk}/"

    page = client.get(address, {"q": "hunting"}).content.decode()
    client.post(f"{address}merge/", {"into": into.slug})

    assert f'value="{into.slug}"' in page
    waiting.refresh_from_db()
    assert waiting.merged_into == into
    assert Label.objects.get(text="falkonry").skill == into


@pytest.mark.parametrize("into", ["", "no-such-skill", "<b>", "falkonry"])
def test_merging_into_nothing_changes_nothing(waiting, client, into):
    address = f"{ROOT}proposals/{waiting.pk}/merge/"

    response = client.post(address, {"into": into}, follow=True)

    assert response.status_code == 200
    assert "Choose the skill to merge into." in response.content.decode()
    waiting.refresh_from_db()
    assert waiting.status == "pending"


def test_rejecting(waiting, client):
    client.post(f"{ROOT}proposals/{waiting.pk}/reject/")

    assert not Skill.objects.exists()


def test_the_list_of_skills_and_its_form(waiting, client):
    skill = make_skill({"en": "Welding"}, group=SkillGroupFactory())
    listed = client.get("/admin/snippets/profiles/skill/?status=approved")
    assert "Welding" in listed.content.decode()
    assert "falkonry" not in listed.content.decode()
    found = client.get("/admin/snippets/profiles/skill/?q=weld").content.decode()
    assert "Welding" in found
    label = skill.labels.get()
    form = {
        "slug": skill.slug,
        "group": skill.group.pk,
        "labels-TOTAL_FORMS": "2",
        "labels-INITIAL_FORMS": "1",
        "labels-MIN_NUM_FORMS": "1",
        "labels-MAX_NUM_FORMS": "1000",
        "labels-0-id": label.pk,
        "labels-0-language": "en",
        "labels-0-kind": "preferred",
        "labels-0-text": "Welding work",
        "labels-1-id": "",
        "labels-1-language": "en",
        "labels-1-kind": "preferred",
        "labels-1-text": "Second",
    }
    address = f"/admin/snippets/profiles/skill/edit/{skill.pk}/"

    refused = client.post(address, form)
    other = {**form, "labels-1-kind": "alternative"}
    same = client.post(address, {**other, "labels-1-text": "WELDING work"})
    taken = client.post(address, other)

    assert refused.status_code == same.status_code == 200
    assert "one preferred label in each language" in refused.content.decode()
    assert "reads like another" in same.content.decode()
    assert taken.status_code == 302
    assert sorted(skill.labels.values_list("text", "kind")) == [
        ("Second", "alternative"),
        ("Welding work", "preferred"),
    ]


def test_words_for_an_occupation(waiting, taxonomy, client):
    page = client.get(f"{ROOT}occupations/", {"q": "avokat"}).content.decode()
    assert f"{ROOT}occupations/2611/" in page
    address = f"{ROOT}occupations/2611/"

    client.post(address, {"words_sq": "Mbrojtës ligjor\n\n avokat ", "words_de": ""})

    lawyers = Occupation.objects.get(code="2611")
    own = lawyers.labels.filter(source="staff")
    assert [one.text for one in own] == ["Mbrojtës ligjor"]
    page = client.get(address).content.decode()
    assert "Mbrojtës ligjor</textarea>" in page
    assert "Rechtsanwältin" in page


@pytest.mark.parametrize("words", ["x" * 121, "\n".join("abcdefg" * 8), "123"])
def test_unusable_words_are_refused(waiting, taxonomy, client, words):
    response = client.post(f"{ROOT}occupations/2611/", {"words_sq": words})

    assert response.status_code == 422
    assert 'class="error-message"' in response.content.decode()
    assert not Label.objects.filter(source="staff").exists()
