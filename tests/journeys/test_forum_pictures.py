"""A picture on its way from the clipboard into a post, in a browser."""

import re

import pytest
from playwright.sync_api import Locator, expect

from community.forums.models import Forum, PostImage, Topic
from tests.factories import talk
from tests.factories.people import UserFactory
from tests.journeys.steps import log_in

# A picture as a browser hands it over, by paste or by drop.
HAND_OVER = """async (field, [event, name, type, side]) => {
    let file = new File(['no picture'], name, { type });
    if (side) {
        const canvas = new OffscreenCanvas(side, side / 2);
        canvas.getContext('2d').fillRect(0, 0, side, side / 2);
        file = new File([await canvas.convertToBlob({ type })], name, { type });
    }
    const carried = new DataTransfer();
    carried.items.add(file);
    const told = { bubbles: true, cancelable: true };
    const sent = event === 'paste'
        ? new ClipboardEvent('paste', { ...told, clipboardData: carried })
        : new DragEvent('drop', { ...told, dataTransfer: carried });
    return field.dispatchEvent(sent);
}"""


@pytest.fixture
def arta(transactional_db):
    network = talk.network()
    talk.forum(network)
    return talk.join(UserFactory(display_name="Arta Gashi"), network)


def test_a_picture_is_pasted_and_one_dropped(site, page, arta) -> None:
    log_in(page, site, arta.email)
    page.goto(f"{site}/en/forum/medicine-general/new/")
    page.get_by_label("Title").fill("What stands on my diploma?")
    text = page.locator("textarea[name=text]")
    text.fill("Look:\n\n")

    hand_over(text, "paste", "diploma.png", 400)

    expect(text).to_have_value(
        re.compile(r"^Look:\n\n!\[diploma\]\(image:[0-9a-f-]{36}\)\n$")
    )
    see(page.locator(".editor-shown img"), "diploma", 400)
    page.get_by_role("button", name="Start the topic").click()
    page.wait_for_url("**/what-stands-on-my-diploma/")
    see(page.locator("#p1 .post-text img"), "diploma", 400)

    answer = page.locator("#reply-form textarea[name=text]")
    hand_over(answer, "drop", "stamp.webp", 300, "image/webp")
    see(page.locator(".editor-shown img"), "stamp", 300)
    page.get_by_role("button", name="Send answer").click()
    see(page.locator("#p2 .post-text img"), "stamp", 300)
    topic = Topic.objects.get()
    used = PostImage.objects.order_by("post__number").values_list("post", flat=True)
    assert list(used) == list(topic.posts.values_list("pk", flat=True))


def test_what_is_sent_waits_for_its_picture(site, page, arta) -> None:
    """Sent while the picture is on its way: once, and with the picture."""
    talk.topic(Forum.objects.get(), arta)
    topic = Topic.objects.get()
    log_in(page, site, arta.email)
    page.goto(f"{site}/en/forum/topic/{topic.pk}/")
    held = []
    page.route("**/forum/images/", lambda route: held.append(route))
    text = page.locator("#reply-form textarea[name=text]")
    text.fill("Look:\n\n")
    hand_over(text, "paste", "diploma.png", 400)
    page.get_by_role("button", name="Send answer").click()
    expect(page.locator(".draft-state")).to_have_text("The picture is being sent")
    expect(page.locator("#p2")).to_have_count(0)

    held[0].continue_()

    see(page.locator("#p2 .post-text img"), "diploma", 400)
    assert topic.posts.count() == 2


def test_what_is_no_picture_is_told_and_the_text_stays(site, page, arta) -> None:
    log_in(page, site, arta.email)
    page.goto(f"{site}/en/forum/medicine-general/new/")
    text = page.locator("textarea[name=text]")
    text.fill("Look:")

    hand_over(text, "paste", "diploma.png", 0)

    expect(page.locator(".draft-state")).to_contain_text(
        "not a picture that can be read"
    )
    expect(text).to_have_value("Look:")
    expect(page.locator(".editor-progress")).to_be_hidden()
    assert not PostImage.objects.exists()


def hand_over(
    field: Locator, event: str, name: str, side: int, kind: str = "image/png"
) -> None:
    """The browser's own way of pasting is prevented: the picture is taken."""
    assert field.evaluate(HAND_OVER, [event, name, kind, side]) is False


def see(picture: Locator, words: str, width: int) -> None:
    expect(picture).to_be_visible()
    expect(picture).to_have_attribute("alt", words)
    expect(picture).to_have_js_property("naturalWidth", width)
