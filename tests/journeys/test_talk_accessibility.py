"""Every screen of forums and networks, in three languages, wide and narrow, light and
dark: axe is clean and nothing sticks out sideways."""

import pytest

from community.forums.actions import (
    PollPlan,
    PostPlan,
    TopicPlan,
    edit_post,
    follow_topic,
    keep_draft,
    mark_unread_from,
    pin_topic,
    reply,
    start_topic,
    take_away_post,
)
from community.networks.actions import ask_to_join
from tests.factories import talk
from tests.factories.people import UserFactory
from tests.journeys.steps import log_in
from tests.journeys.test_accessibility import problems
from tests.networks.conftest import front_pages, listed

CODES = ("sq", "en", "de")


@pytest.fixture
def member(cms_tree, transactional_db):
    """The lead of a network with a page, in which people have talked."""
    network = talk.network(joining="request")
    front_pages(cms_tree, network)
    forum = talk.forum(network)
    lead = talk.join(listed("Lirije Leka"), network, role="lead")
    other = talk.join(listed("Arta Gashi"), network)
    poll = PollPlan("Which day?", ["Monday", "Tuesday"])
    plan = TopicPlan("A question with a poll", "When?", "question", poll=poll)
    topic = start_topic(forum, lead, plan)
    answer = reply(topic, other, PostPlan("> Said before\n\n**An** answer: `code`."))
    edit_post(answer, other, "Another **answer**.", seen_edits=0)
    gone = talk.post(topic, other, "Soon gone.")
    take_away_post(gone, lead, "hidden", "Not for here")
    pin_topic(topic, lead)
    follow_topic(topic, lead, 2)
    mark_unread_from(topic, lead, 2)
    keep_draft(lead, f"topic:{topic.pk}", text="Begun and not sent.")
    ask_to_join(UserFactory(display_name="Besim"), network, "I am a nurse.")
    return lead, forum, topic, answer


@pytest.mark.parametrize("code", CODES)
def test_screens_of_the_forum_are_accessible(site, page, axe, member, code):
    lead, forum, topic, answer = member
    log_in(page, site, lead.email)
    screens = (
        *("", "?view=new", "?view=unread", "drafts/", "search/?q=answer"),
        *("search/?q=nothing-like-it", f"{forum.code}/level/", f"{forum.code}/new/"),
        *(f"topic/{topic.pk}/{name}/" for name in ("level", "split", "edit", "reply")),
        *(f"topic/{topic.pk}/", f"topic/{topic.pk}/moderate/"),
        *(
            f"post/{answer.pk}/{name}/"
            for name in ("revisions", "more", "hide", "edit")
        ),
        f"post/{answer.pk}/react/",
    )

    paths = [f"/{code}/forum/{one}" for one in screens]
    assert problems(page, site, [f"/{code}/", *paths], axe) == {}


@pytest.mark.parametrize("code", CODES)
def test_screens_of_networks_are_accessible(site, page, axe, member, code):
    lead, forum, _topic, _answer = member
    front = "/sq/rrjetet/mjekesia/" if code == "sq" else "/en/networks/medicine/"
    index = {"sq": "rrjetet", "en": "networks", "de": "netzwerke"}[code]
    found = problems(page, site, [f"/{code}/{index}/", front], axe)
    log_in(page, site, lead.email)
    own = ("members", "requests", "invitations")
    paths = [f"/{code}/networks/{forum.network.code}/{name}/" for name in own]
    paths += [front, f"/{code}/{index}/", f"/{code}/networks/mine/"]

    found |= problems(page, site, paths, axe)
    log_out_and_in(page, site, UserFactory().email)
    ask = f"/{code}/networks/{forum.network.code}/ask/"
    found |= problems(page, site, [ask, f"/{code}/networks/mine/"], axe)
    assert found == {}


def log_out_and_in(page, site, email) -> None:
    page.context.clear_cookies()
    log_in(page, site, email)
