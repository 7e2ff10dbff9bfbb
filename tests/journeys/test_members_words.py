"""Members' words in Chromium, without our CSP: the sanitiser alone must hold (G6)."""

import pytest

from tests.factories.people import UserFactory
from tests.forums.crowd import MANY, ROUNDS, crowd
from tests.forums.payloads import CANARY, RAW
from tests.forums.surfaces import SURFACES, htmls

ON_A_PAGE = 50
SHOWN = ("topic_page_of_member", "topic_list_of_member", "search_page")
HOOKS = """
window.hits = [];
window.__hit = n => { window.hits.push('hit ' + n); };
for (const name of ['alert', 'confirm', 'prompt', 'open'])
    window[name] = () => { window.hits.push(name); };
window.onerror = message => { window.hits.push('error ' + message); };
"""
# What only happens when somebody moves the mouse or uses the keyboard.
PROVOKE = """() => {
    for (const one of document.querySelectorAll('body *')) {
        for (const name of ['mouseover', 'focus', 'toggle', 'animationstart', 'load'])
            one.dispatchEvent(new Event(name));
        if (one.protocol && ![':', 'http:', 'https:', 'mailto:', 'about:'].includes(one.protocol))
            window.hits.push('link ' + one.href);
    }
    return window.hits;
}"""


@pytest.fixture
def hits(context):
    """What ran or was asked for on a page with this body, without our CSP."""
    asked: list[str] = []
    tab = context.new_page()
    tab.add_init_script(HOOKS)
    tab.on("dialog", lambda dialog: (asked.append("dialog"), dialog.dismiss()))

    def refuse(route) -> None:
        if CANARY in route.request.url:
            asked.append(f"request {route.request.url}")
        route.abort()

    context.route("**/*", refuse)

    def hits(body: str) -> list[str]:
        asked.clear()
        tab.goto("about:blank")
        tab.set_content(f"<!doctype html><body>{body}", wait_until="domcontentloaded")
        tab.wait_for_timeout(60)
        return tab.evaluate(PROVOKE) + asked

    return hits


def test_nothing_runs_on_whole_screens(cms_tree, hits) -> None:
    """More than 500 payloads on each, in the places where titles, names and words stand."""
    talking = crowd()
    for number in range(ROUNDS):
        talking.say(number)
        pages = [SURFACES[name](talking) for name in SHOWN]
        assert all(page.count("__hit(") >= MANY for page in pages)
        assert hits("".join(pages)) == [], number


@pytest.fixture
def made(db) -> list[str]:
    return htmls(UserFactory())


def test_nothing_runs(made, hits) -> None:
    # The test bites: not escaped, they do run.
    assert len(hits("<img src=x onerror=__hit(1)><svg onload=__hit(2)>")) >= 2
    assert hits(f"<img src='http://{CANARY}/x'>") != []
    assert hits("<a href='javascript:__hit(1)'>x</a>") != []
    raw = [one.replace("{}", "__hit(1)") for one in RAW]
    assert sum(bool(hits(one)) for one in raw[:20]) > 10

    for at in range(0, len(made), ON_A_PAGE):
        body = "".join(f"<article>{one}</article>" for one in made[at : at + ON_A_PAGE])
        assert hits(body) == [], at
