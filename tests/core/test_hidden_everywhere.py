"""What is not public is on no page, in no list, feed or answer of the API."""

import pytest

from tests.factories.content import make_entry, make_news, make_topic, make_work
from tests.factories.states import close, expire, plan

WORD = "Qershor"  # stands in the titles, nowhere else
PLACES = {
    "news": [
        "/en/",
        "/en/news/",
        "/en/news/?q=qershor",
        "/en/news/feed/",
        "/api/v1/news/",
        "/api/v1/news/?q=qershor",
        "/api/v1/tree/?parent={index}",
        "/en/news/qershor/",
        "/api/v1/pages/{key}/",
        "/api/v1/resolve/?path=/en/news/qershor/",
    ],
    "library": [
        "/en/",
        "/en/library/",
        "/en/library/?q=qershor",
        "/api/v1/library/works/",
        "/api/v1/library/works/?q=qershor",
        "/api/v1/tree/?parent={index}",
        "/en/library/qershor/",
        "/api/v1/pages/{key}/",
        "/api/v1/library/works/{key}/",
        "/api/v1/resolve/?path=/en/library/qershor/",
    ],
    "faq": [
        "/en/faq/",
        "/en/faq/?q=qershor",
        "/en/faq/topic/",
        "/api/v1/faq/entries/",
        "/api/v1/faq/entries/?q=qershor",
        "/api/v1/tree/?parent={topic}",
        "/en/faq/topic/qershor/",
        "/api/v1/pages/{key}/",
        "/api/v1/resolve/?path=/en/faq/topic/qershor/",
    ],
}


def make(tree, name):
    """The thing in English, and its topic where it has one."""
    if name == "news":
        return make_news(tree, {"en": WORD})["en"], None
    if name == "library":
        return make_work(tree, {"en": WORD}).item_pages.get(), None
    topic = make_topic(tree, {"en": "Topic"})
    return make_entry(topic, {"en": WORD})["en"], topic["en"]


def shown_at(client, tree, name, page, topic):
    """The places where the word stands, or where the thing's own address answers."""
    names = {
        "key": page.translation_key,
        "index": tree[name, "en"].translation_key,
        "topic": topic.translation_key if topic else "",
    }
    found = []
    for place in PLACES[name]:
        address = place.format(**names)
        glue = "&" if "?" in address else "?"
        asked = f"{address}{glue}locale=en" if "/tree/" in address else address
        response = client.get(asked)
        own = "resolve" in address and response.status_code == 200
        if own or WORD in response.content.decode():
            found.append(place)
    return found


def unpublish(page):
    page.unpublish()


def plan_again(page):
    page.unpublish()
    plan(page, days=1)


def close_with_password(page):
    close(page, "password")


def close_to_members(page):
    close(page, "login")


@pytest.mark.parametrize(
    "hide", [unpublish, expire, plan_again, close_with_password, close_to_members]
)
@pytest.mark.parametrize("name", PLACES)
def test_hidden_things_are_nowhere(cms_tree, client, name, hide):
    page, topic = make(cms_tree, name)
    assert shown_at(client, cms_tree, name, page, topic) == PLACES[name]

    hide(page)

    assert shown_at(client, cms_tree, name, page, topic) == []


def test_what_lies_below_a_closed_section_is_nowhere(cms_tree, client):
    page, topic = make(cms_tree, "faq")
    assert shown_at(client, cms_tree, "faq", page, topic) == PLACES["faq"]

    close(cms_tree["faq", "en"], "login")

    assert shown_at(client, cms_tree, "faq", page, topic) == []


def test_a_draft_of_a_live_page_stays_a_draft(cms_tree, client):
    page, _topic = make(cms_tree, "news")
    page.title = "Korrik"
    page.save_revision()

    shown = client.get("/en/news/qershor/").content.decode()
    said = client.get(f"/api/v1/pages/{page.translation_key}/").content.decode()

    assert (WORD in shown, "Korrik" in shown) == (True, False)
    assert (WORD in said, "Korrik" in said) == (True, False)


def test_a_withdrawn_work_is_in_no_list(cms_tree, client):
    work = make_work(cms_tree, {"en": WORD})
    assert WORD in client.get("/en/library/").content.decode()

    work.withdrawn_at = work.created_at
    work.save()

    places = [
        "/en/library/",
        "/api/v1/library/works/",
        f"/api/v1/library/works/{work.uid}/",
    ]
    assert [p for p in places if WORD in client.get(p).content.decode()] == []
