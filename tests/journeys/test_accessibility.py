"""Every public template, in three languages, wide and narrow, light and dark: axe is clean
and nothing sticks out sideways."""

import json

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import Page

from cms.core.models import SiteImage
from community.forums.actions import edit_post, react
from tests.factories import talk
from tests.factories.content import make_entry, make_news, make_topic, make_work
from tests.factories.media import make_image
from tests.factories.people import PASSWORD, UserFactory
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.steps import log_in

TITLES = {"sq": "Shqip titull", "en": "English title", "de": "Deutscher Titel"}
INDEXES = {
    "sq": ("biblioteka", "pyetje", "lajme"),
    "en": ("library", "faq", "news"),
    "de": ("bibliothek", "fragen", "aktuelles"),
}
ACCOUNT = (
    "login",
    "signup",
    "signup/passkey",
    "password/reset",
    "password/reset/done",
    "connections/login/cancelled",
    "connections/login/error",
    "inactive",
)
COLOURS = ["color-contrast", "link-in-text-block"]
SETTLED = """async () => {
    await new Promise(requestAnimationFrame);
    await Promise.allSettled(document.getAnimations().map((a) => a.finished));
}"""
# What a page consists of is the same in the dark: only its colours are judged again.
LOOKS = (
    (DESKTOP, "light", None),
    (DESKTOP, "dark", COLOURS),
    (PHONE, "dark", COLOURS),
    (PHONE, "light", None),
)
MEMBER = (
    "",
    "settings/",
    "email/",
    "password/change/",
    "security/",
    "security/webauthn/",
    "security/webauthn/add/",
    "security/totp/deactivate/",
    "security/recovery-codes/",
    "security/recovery-codes/generate/",
    "sessions/",
    "connections/",
    "logout/",
)


def every_block(image: SiteImage, work_page_id: int) -> str:
    """A body that has each kind of block once."""
    rows = [
        ("heading", "A heading"),
        ("paragraph", '<p>Text with <b>weight</b> and a <a href="/en/">link</a>.</p>'),
        (
            "list",
            {"numbered": True, "entries": [item("<p>One</p>"), item("<p>Two</p>")]},
        ),
        (
            "quote",
            {"text": "All human beings are born free.", "attribution": "Article 1"},
        ),
        ("image", {"image": image.pk, "alt": "A bridge", "caption": "The bridge"}),
        ("work", work_page_id),
        ("page", work_page_id),
        ("table", {"caption": "Hours", "cells": "Day | From | To\nMonday | 9 | 17"}),
        ("callout", {"kind": "tip", "text": "<p>Bring the original.</p>"}),
        ("callout", {"kind": "warning", "text": "<p>Not on Sundays.</p>"}),
        ("video", {"title": "A film", "url": "https://vimeo.com/123456789"}),
        ("question", {"question": "Why?", "answer": "<p>Because.</p>"}),
        (
            "contact",
            {"name": "Office", "role": "Advice", "email": "o@example.org", "phone": ""},
        ),
    ]
    return json.dumps(
        [
            {"type": kind, "value": value, "id": str(n)}
            for n, (kind, value) in enumerate(rows)
        ]
    )


def item(text: str) -> dict:
    return {"type": "item", "value": text, "id": text}


@pytest.fixture
def addresses(cms_tree, transactional_db) -> dict[str, list[str]]:
    """Paths by language: every template that the public meets."""
    image = make_image()
    work = make_work(cms_tree, TITLES, why="It matters.")
    work_page = work.item_pages.get(locale__language_code="sq")
    body = every_block(image, work_page.pk)
    news = make_news(cms_tree, TITLES, image=image, image_alt="A bridge", body=body)
    make_news(cms_tree, {"sq": "Vetëm shqip"}, pinned_until="2030-01-01")
    topic = make_topic(cms_tree, TITLES)
    entry = make_entry(topic, TITLES)
    found = {}
    for code, (library, faq, index) in INDEXES.items():
        found[code] = [
            f"/{code}/",
            f"/{code}/{library}/",
            f"/{code}/{library}/?q=nothing-like-it",
            f"/{code}/{library}/?year_min=soon",
            work.item_pages.get(locale__language_code=code).url,
            f"/{code}/{faq}/",
            topic[code].url,
            entry[code].url,
            f"/{code}/{index}/",
            news[code].url,
            f"/{code}/{index}/vetem-shqip/",
            f"/{code}/nowhere/",
            *(f"/{code}/account/{name}/" for name in ACCOUNT),
        ]
    return found


def problems(page: Page, site: str, paths: list[str], axe) -> dict[str, list[str]]:
    """What axe finds, by path, width and colour scheme. Each page is loaded once."""
    found: dict[str, list[str]] = {}
    for path in paths:
        page.goto(site + path)
        for size, scheme, rules in LOOKS:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_selector(f"html[data-bs-theme={scheme}]")
            # Colours that are still on their way would be measured half-way.
            page.evaluate(SETTLED)
            seen = axe(page, rules)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                seen.append("wider than the screen")
            if seen:
                found[f"{path} {size['width']} {scheme}"] = seen
    return found


@pytest.mark.parametrize("code", ["sq", "en", "de"])
def test_public_templates_are_accessible(site, page, axe, addresses, code):
    assert problems(page, site, addresses[code], axe) == {}


@pytest.mark.parametrize("code", ["sq", "en", "de"])
def test_members_own_screens_are_accessible(site, page, axe, cms_tree, code):
    member = UserFactory(is_superuser=True)
    log_in(page, site, member.email)
    # Soon after the password was typed: then these screens open.
    page.goto(f"{site}/en/account/security/totp/activate/")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector(".qr")
    found = problems(page, site, [f"/{code}/account/security/totp/activate/"], axe)
    TOTP.activate(member, generate_totp_secret())
    RecoveryCodes.activate(member)
    paths = [f"/{code}/account/{name}" for name in MEMBER] + [f"/{code}/style-guide/"]

    assert found | problems(page, site, paths, axe) == {}


@pytest.mark.parametrize("code", ["sq", "en", "de"])
def test_the_forum_is_accessible(site, page, axe, cms_tree, code):
    forum = talk.forum()
    member = talk.join(UserFactory(), forum.network, role="lead")
    topic = talk.topic(forum, member, text="Some **text**, a [link](https://x.org).")
    react(talk.post(topic, talk.join(UserFactory(), forum.network)), member, "thanks")
    edit_post(topic.posts.get(number=1), member, "Other text.", seen_edits=0)
    public = [f"/{code}/forum/", f"/{code}/forum/topic/{topic.pk}/"]
    found = problems(page, site, public, axe)
    log_in(page, site, member.email)
    first = topic.posts.get(number=1).pk
    own = (
        *("", f"topic/{topic.pk}/", f"{forum.code}/", f"{forum.code}/new/"),
        *(f"post/{first}/revisions/", f"topic/{topic.pk}/moderate/", "search/?q=text"),
    )

    found |= problems(page, site, [f"/{code}/forum/{path}" for path in own], axe)
    assert found == {}


@pytest.mark.parametrize("code", ["sq", "en", "de"])
def test_screens_on_the_way_in_are_accessible(site, page, axe, cms_tree, code):
    """The code from the mail, and the second factor, which need a step before them."""
    member = UserFactory()
    TOTP.activate(member, generate_totp_secret())
    log_in(page, site, member.email)
    found = problems(page, site, [f"/{code}/account/security/authenticate/"], axe)
    page.context.clear_cookies()
    page.goto(f"{site}/{code}/account/signup/")
    page.fill("input[name=display_name]", "Arta")
    page.fill("input[name=email]", "arta@example.org")
    page.fill("input[name=password1]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/confirm-email/")

    found |= problems(page, site, [f"/{code}/account/confirm-email/"], axe)
    assert found == {}
