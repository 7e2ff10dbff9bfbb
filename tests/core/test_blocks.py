"""Blocks: what readers see of each, what the API says, and what editors may not enter."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.blocks import StructBlockValidationError
from wagtail.rich_text import RichText

from cms.core.blocks import BodyBlock, TableBlock, VideoBlock
from cms.core.embeds import PLAYER_ORIGINS, player_address
from cms.core.text import table_rows
from tests.factories.content import make_news, make_work
from tests.factories.media import make_document, make_image

BODY = BodyBlock()


def value_of(name, raw):
    """The value as it comes out of the database."""
    return BODY.child_blocks[name].to_python(raw)


def html(name, raw):
    rendered = BODY.child_blocks[name].render(value_of(name, raw))
    return " ".join(rendered.split()).replace("> <", "><")


def api(name, raw):
    block = BODY.child_blocks[name]
    return block.get_api_representation(value_of(name, raw))


def entry(text):
    return {"type": "item", "value": text, "id": "1"}


LIST = {"numbered": False, "entries": [entry("<p>A <b>b</b></p>"), entry("<p>C</p>")]}
TABLE = {"caption": "Fees", "cells": "City | Fee\n\nPrizren | 10 <€>\n| Peja | 20 |"}
CALLOUT = {"kind": "warning", "text": "<p>Mind <i>this</i></p>"}
CONTACT = {
    "name": "Arta",
    "role": "Editor",
    "email": "arta@example.org",
    "phone": "+383 (0)38 12-34",
}


def test_plain_blocks_are_escaped():
    assert html("heading", "A <b> & c") == "<h2>A &lt;b&gt; &amp; c</h2>"
    assert html("quote", {"text": "To be\nor <not>", "attribution": "W. S."}) == (
        '<figure class="block-quote"><blockquote><p>To be<br>or &lt;not&gt;</p></blockquote>'
        "<figcaption>W. S.</figcaption></figure>"
    )


def test_plain_blocks_in_the_api():
    assert api("heading", "A <b> & c") == "A <b> & c"
    assert api("quote", {"text": "To be", "attribution": ""}) == {
        "text": "To be",
        "attribution": "",
    }
    assert api("contact", CONTACT) == CONTACT


def test_paragraph():
    raw = '<p>One <a href="https://example.org/">link</a></p>'

    expected = '<p>One <a href="https://example.org/" rel="noopener">link</a></p>'
    assert (html("paragraph", raw), api("paragraph", raw)) == (expected, expected)


@pytest.mark.parametrize(("numbered", "tag"), [(False, "ul"), (True, "ol")])
def test_list(numbered, tag):
    raw = {**LIST, "numbered": numbered}

    assert html("list", raw) == (
        f"<{tag}><li><p>A <b>b</b></p></li><li><p>C</p></li></{tag}>"
    )
    assert api("list", raw) == {
        "numbered": numbered,
        "items": ["<p>A <b>b</b></p>", "<p>C</p>"],
    }


def test_table():
    shown = html("table", TABLE)

    assert "<caption>Fees</caption>" in shown
    assert '<tr><th scope="col">City</th><th scope="col">Fee</th></tr>' in shown
    assert '<tr><th scope="row">Prizren</th><td>10 &lt;€&gt;</td></tr>' in shown
    assert api("table", TABLE) == {
        "caption": "Fees",
        "head": ["City", "Fee"],
        "rows": [["Prizren", "10 <€>"], ["Peja", "20"]],
    }


def test_a_table_without_cells_breaks_nothing():
    raw = {"caption": "Fees", "cells": ""}

    assert "<caption>Fees</caption>" in html("table", raw)
    assert api("table", raw) == {"caption": "Fees", "head": [], "rows": []}


def test_an_empty_cell_is_a_cell():
    assert table_rows("a | b | c\n1 |  | 3") == [["a", "b", "c"], ["1", "", "3"]]


@pytest.mark.parametrize("cells", ["a | b\n1 | 2 | 3", "a | b\n1"])
def test_a_table_of_unequal_rows_is_refused(cells):
    block = TableBlock()

    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({"caption": "Fees", "cells": cells}))

    assert list(refused.value.block_errors) == ["cells"]


def test_a_table_of_equal_rows_is_accepted():
    block = TableBlock()
    value = block.to_python({"caption": "Fees", "cells": "a | b\n1 | 2"})

    assert block.clean(value)["cells"] == "a | b\n1 | 2"


def test_callout():
    shown = html("callout", CALLOUT)

    assert shown.startswith('<aside class="callout callout-warning">')
    assert "<p>Mind <i>this</i></p>" in shown
    assert api("callout", CALLOUT) == CALLOUT


def test_question():
    raw = {"question": "Why <so>?", "answer": "<p>Because.</p>"}

    assert html("question", raw) == (
        '<details class="block-question"><summary>Why &lt;so&gt;?</summary>'
        "<div><p>Because.</p></div></details>"
    )
    assert api("question", raw) == raw


def test_contact_can_be_called_and_written_to():
    shown = html("contact", CONTACT)

    assert 'href="mailto:arta@example.org"' in shown
    assert 'href="tel:+3830381234"' in shown


@pytest.mark.parametrize("phone", ["javascript:1", "12", "+383 <b>"])
def test_contact_takes_telephone_numbers_only(phone):
    block = BODY.child_blocks["contact"]

    with pytest.raises(ValidationError):
        block.clean(block.to_python({**CONTACT, "phone": phone}))


def test_image(db):
    image = make_image()
    raw = {"image": image.pk, "alt": 'A "bridge"', "caption": "In Prizren"}

    shown, said = html("image", raw), api("image", raw)

    assert 'alt="A &quot;bridge&quot;"' in shown
    assert "<figcaption> In Prizren </figcaption>" in shown
    assert set(said) == {"image", "caption"}
    assert set(said["image"]) == {"alt", "url", "width", "height", "srcset"}
    assert (said["image"]["alt"], said["caption"]) == ('A "bridge"', "In Prizren")
    assert {size["url"] for size in said["image"]["srcset"]} == {
        url for url in said_urls(shown) if url.startswith("/media/images/")
    }


def said_urls(shown):
    srcset = shown.split('srcset="')[1].split('"')[0]
    return {part.split()[0] for part in srcset.split(",")}


def test_an_image_that_is_gone_shows_nothing(db):
    raw = {"image": 999_999, "alt": "A bridge", "caption": ""}

    assert html("image", raw) == ""
    assert api("image", raw) == {"image": None, "caption": ""}


def test_document(db):
    document = make_document()
    raw = {"document": document.pk, "title": ""}

    assert f'<a href="{document.url}">' in html("document", raw)
    assert "<span>Minutes</span>" in html("document", raw)
    assert api("document", raw) == {
        "title": "Minutes",
        "url": document.url,
        "type": "text/plain",
    }


def test_a_document_that_is_gone_shows_nothing(db):
    raw = {"document": 999_999, "title": "Lost"}

    assert (html("document", raw), api("document", raw)) == ("", None)


def test_page_and_work_references(cms_tree):
    news = make_news(cms_tree, {"sq": "Një lajm"})["sq"]
    work = make_work(cms_tree, {"sq": "Një libër"})
    item = work.item_pages.get()

    with translation.override("en"):
        said, shown = api("page", news.pk), html("page", news.pk)

    assert said == {
        "key": str(news.translation_key),
        "type": "news",
        "title": "Një lajm",
        "locale": "sq",
        "path": "/en/news/nje-lajm/",
        "is_fallback": True,
    }
    assert api("work", item.pk)["key"] == str(work.uid)
    assert 'href="/en/news/nje-lajm/" lang="sq">Një lajm</a>' in shown


def test_a_reference_to_a_page_that_is_not_public_shows_nothing(cms_tree):
    news = make_news(cms_tree, {"sq": "Një lajm"})["sq"]
    assert api("page", news.pk) is not None

    news.unpublish()

    assert (html("page", news.pk), api("page", news.pk)) == ("", None)


FILMS = {
    "https://www.youtube.com/watch?v=abcdef12345&t=3": f"{PLAYER_ORIGINS[0]}/embed/abcdef12345",
    "https://youtube.com/shorts/abcdef12345": f"{PLAYER_ORIGINS[0]}/embed/abcdef12345",
    "https://youtu.be/abcdef12345": f"{PLAYER_ORIGINS[0]}/embed/abcdef12345",
    "https://vimeo.com/123456789": f"{PLAYER_ORIGINS[1]}/video/123456789",
    "https://example.org/watch?v=abcdef12345": None,
    "https://youtube.com.example.org/watch?v=abcdef12345": None,
    "https://evil.example/youtube.com/watch?v=abcdef12345": None,
    "https://youtu.be/": None,
    'https://youtu.be/"onload=x': None,
    "https://youtube.com/watch?v=%22%3E%3Cscript": None,
    "https://[broken/": None,
}


@pytest.mark.parametrize("address", FILMS)
def test_player_addresses(address):
    assert player_address(address) == FILMS[address]


def test_a_film_waits_for_the_readers_consent():
    raw = {"title": "Bridge", "url": "https://youtu.be/abcdef12345"}

    shown = html("video", raw)

    assert "<iframe" not in shown
    assert f'data-player="{PLAYER_ORIGINS[0]}/embed/abcdef12345"' in shown
    assert api("video", raw) == raw


@pytest.mark.parametrize("address", ["https://example.org/film", "https://youtu.be/"])
def test_films_of_other_sites_are_refused(address):
    block = VideoBlock()

    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({"title": "Bridge", "url": address}))

    assert list(refused.value.block_errors) == ["url"]


def test_the_whole_body_renders_each_block_in_its_place():
    value = BODY.to_python(
        [
            {"type": "heading", "value": "One", "id": "1"},
            {"type": "paragraph", "value": "<p>Two</p>", "id": "2"},
        ]
    )

    assert " ".join(str(BODY.render(value)).split()) == "<h2>One</h2> <p>Two</p>"
    assert BODY.get_api_representation(value) == [
        {"type": "heading", "value": "One", "id": "1"},
        {"type": "paragraph", "value": "<p>Two</p>", "id": "2"},
    ]


def test_every_block_of_a_body_has_a_template_of_ours():
    templates = {name: block.meta.template for name, block in BODY.child_blocks.items()}

    assert {
        n for n, t in templates.items() if not t.startswith("core/blocks/")
    } == set()


def test_rich_text_of_a_new_value_is_cleaned_as_well():
    block = BODY.child_blocks["paragraph"]

    assert block.get_api_representation(RichText("<p onclick=x>A</p>")) == "<p>A</p>"
