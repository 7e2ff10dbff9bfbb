"""The ready-made groups and the review: who may write, and who lets it go live."""

from django.urls import reverse

from home.actions import EDITORS, MODERATORS, TRANSLATORS
from tests.factories.content import make_news
from tests.factories.people import UserFactory


def rights(page, user) -> tuple[bool, bool]:
    """Whether the user may edit and publish the page."""
    found = page.permissions_for_user(user)
    return found.can_edit(), found.can_publish()


def test_groups_hold_for_their_language_alone(cms_tree):
    pages = make_news(cms_tree, {"sq": "Lajm", "de": "Meldung"})
    people = {
        name: UserFactory(groups=[name])
        for name in (EDITORS["de"], TRANSLATORS["de"], MODERATORS)
    }

    found = {
        name: [rights(pages[code], user) for code in ("sq", "de")]
        for name, user in people.items()
    }

    assert found == {
        EDITORS["de"]: [(False, False), (True, True)],
        TRANSLATORS["de"]: [(False, False), (True, False)],
        MODERATORS: [(True, True), (True, True)],
    }


def test_what_a_translator_submits_goes_live_when_a_moderator_approves(
    cms_tree, client
):
    page = make_news(cms_tree, {"de": "Entwurf"}, live=False)["de"]
    page.save_revision()
    translator = UserFactory(groups=[TRANSLATORS["de"]])
    state = page.get_workflow().start(page, translator)
    approve = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[page.pk, "approve", state.current_task_state_id],
    )

    client.force_login(translator)
    client.post(approve)
    page.refresh_from_db()
    assert not page.live

    client.force_login(UserFactory(groups=[MODERATORS]))
    client.post(approve)
    page.refresh_from_db()
    assert page.live
    assert client.get("/de/aktuelles/entwurf/").status_code == 200
