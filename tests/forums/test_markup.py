"""What Markdown gives in a post, and that nothing else comes out."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.forums.markup import (
    ATTRIBUTES,
    TAGS,
    Known,
    filled,
    marked,
    named_in,
    plain,
    rendered,
    sanitised,
)
from tests.forums.harmless import SCHEME, UNSEEN

UID = "0f8fad5b-d9cb-469f-a165-70867728950e"
KNOWN = Known(
    members=frozenset({7}), quotes={456: 7, 457: 0}, images={UID: (3200, 800)}
)


def html(text: str) -> str:
    return rendered(text, KNOWN)


def shown(found: str) -> str:
    """With links in place of marks, as far as they may be links."""
    return filled(
        found,
        lambda member, may_link: (
            f'<a href="/{member}">{member}</a>' if may_link else f"<b>{member}</b>"
        ),
        lambda post, by: f'<a href="/post/{post}">{by}</a>',
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a **b** _c_ ~~d~~", "<p>a <strong>b</strong> <em>c</em> <s>d</s></p>\n"),
        ("a\nb\n\nc", "<p>a<br>\nb</p>\n<p>c</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("# a", "<h3>a</h3>\n"),
        ("###### a", "<h6>a</h6>\n"),
        ("---", "<hr>\n"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>\n"),
        (
            "```python\nx = 1 < 2\n```",
            '<pre><code class="language-python">x = 1 &lt; 2\n</code></pre>\n',
        ),
        ("```a b\nx\n```", '<pre><code class="language-a">x\n</code></pre>\n'),
        ("```A<b\nx\n```", "<pre><code>x\n</code></pre>\n"),
        ("<b>x</b> & y", "<p>&lt;b&gt;x&lt;/b&gt; &amp; y</p>\n"),
        ("[", "<p>[</p>\n"),
        ("a [b `[` c](https://a.org)", None),
    ],
)
def test_markdown_gives(text, expected) -> None:
    if expected is None:
        expected = (
            '<p>a <a href="https://a.org" rel="nofollow noopener ugc">b <code>[</code>'
            " c</a></p>\n"
        )
    assert html(text) == expected


def test_a_table_scrolls_by_itself_and_keeps_its_alignment() -> None:
    found = html("| a | b | c |\n|---|--:|:-:|\n| 1 | 2 | 3 |")

    assert found.startswith('<div class="table-responsive">\n<table>')
    assert '<th scope="col" class="text-end">b</th>' in found
    assert '<td class="text-center">3</td>' in found


@pytest.mark.parametrize(
    ("text", "href", "shown", "rest"),
    [
        ("https://a.org/b.", "https://a.org/b", "https://a.org/b", "."),
        ("(https://a.org/b)", "https://a.org/b", "https://a.org/b", ")"),
        ("https://a.org/b_(c), d", "https://a.org/b_(c)", "https://a.org/b_(c)", ", d"),
        ("**https://a.org**", "https://a.org", "https://a.org", "</strong>"),
        ("HTTPS://a.org!", "HTTPS://a.org", "HTTPS://a.org", "!"),
        ("http://a.org/?x=1&y=2", "http://a.org/?x=1&amp;y=2", None, ""),
        ("https://ë.org/ç", "https://xn--cda.org/%C3%A7", "https://ë.org/ç", ""),
        ("“https://a.org”", "https://a.org", "https://a.org", "”"),
    ],
)
def test_bare_addresses_become_links(text, href, shown, rest) -> None:
    found = html(text)

    link = f'<a href="{href}" rel="nofollow noopener ugc">{shown or href}</a>{rest}'
    assert link in found


@pytest.mark.parametrize(
    "text", ["a.org", "xhttps://a.org", "https://", "ftp://a.org", "javascript://a"]
)
def test_other_words_do_not(text) -> None:
    assert "<a" not in html(text)


def test_an_address_is_no_link_within_a_link() -> None:
    assert html("[https://b.org](https://a.org)").count("<a ") == 1


@pytest.mark.parametrize(
    "text",
    ["[a](javascript:alert(1))", "[a](data:text/html,x)", "<vbscript:x>", "[a](x:y)"],
)
def test_links_lead_to_the_web_or_a_mailbox_alone(text) -> None:
    assert "href" not in html(text)


def test_pictures_are_those_that_were_uploaded_here() -> None:
    found = html(f'![A "view" <b>](image:{UID})')

    assert (
        f'<img src="/forum-images/{UID}/" alt="A &quot;view&quot; &lt;b&gt;"' in found
    )
    assert 'width="1600" height="400" loading="lazy"' in found
    for other in ("https://a.org/x.png", "/media/x.png", f"image:{UID[:-1]}0"):
        assert html(f"![View]({other})") == "<p>View</p>\n"


def test_a_member_is_a_mark_that_is_filled_when_read() -> None:
    found = html("@[7] and @[8]")

    assert marked(found) == ({7}, set())
    assert shown(found) == '<p><a href="/7">7</a> and @[8]</p>\n'


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("@[7]", "<b>7</b>"),
        ("ask **@[7]**!", "ask <strong><b>7</b></strong>!"),
        ("@[8]", "@[8]"),
        ("https://b.org", "https://b.org"),
        (
            "see <https://b.org/x?a=1&b> *now*",
            "see https://b.org/x?a=1&amp;b <em>now</em>",
        ),
        ("<a@b.org>", "a@b.org"),
        ("<javascript:x>", "&lt;javascript:x&gt;"),
        ("<b>", "&lt;b&gt;"),
    ],
)
@pytest.mark.parametrize(
    "link", ["[{}](https://a.org)", "[{}][x]\n\n[x]: https://a.org"]
)
def test_no_link_stands_within_a_link(link, inside, words) -> None:
    found = html(link.replace("{}", inside))

    assert marked(found)[0] == ({7} if "7" in inside else set())
    start = '<p><a href="https://a.org" rel="nofollow noopener ugc">'
    assert shown(found) == f"{start}{words}</a></p>\n"


def test_after_a_link_members_and_addresses_are_links_again() -> None:
    found = shown(html("[@[7]](https://a.org) @[7] <https://b.org>"))

    assert found.count("<a ") == 3
    assert '</a> <a href="/7">7</a> <a href="https://b.org"' in found


def test_quotes_stand_in_quotes() -> None:
    text = "[quote 456]\na\n[quote 457]\nb\n[/quote]\n[/quote]\n\nc"
    found = html(text)

    assert found.count('<blockquote class="quote">') == 2
    assert marked(found) == ({7}, {456, 457})
    assert plain(found) == "c"
    assert named_in(text).quotes == {456, 457}


def test_an_unknown_quote_names_nobody() -> None:
    assert html("[quote 9]\na\n[/quote]") == (
        '<blockquote class="quote">\n<p>a</p>\n</blockquote>\n'
    )


@pytest.mark.parametrize(
    "text", ["[quote 456]\na", "a\n[/quote]", "[quote x]\na\n[/quote]"]
)
def test_a_quote_without_an_end_is_text(text) -> None:
    assert "blockquote" not in html(text)


def test_quotes_in_lists_and_in_quotes_of_markdown() -> None:
    assert html("- [quote 456]\n  a\n  [/quote]").count("blockquote") == 2
    assert html("> [quote 456]\n> a\n> [/quote]").count("<blockquote") == 2
    # Its end stands outside of what it began in.
    assert html("> [quote 456]\n> a\n\n[/quote]").count("<blockquote") == 1


def test_quotes_stand_four_deep_at_most() -> None:
    text = "[quote 456]\n" * 6 + "a\n" + "[/quote]\n" * 6

    assert html(text).count("<blockquote") == 4


FORGED = [
    "\ue000u7\ue001",
    "&#xe000;u7&#xe001;",
    "&#57344;q1,7&#57345;",
    "<https://a.org/%EE%80%80u7%EE%80%81>",
    "https://a.org/%EE%80%80u7%EE%80%81",
    "[a](https://a.org/\ue000u7\ue001)",
    '[a](https://a.org "&#xe000;u7&#xe001;")',
    "```&#xe000;u7&#xe001;\na\n```",
    f"![&#xe000;u7&#xe001;](image:{UID})",
    "|&#xe000;u7&#xe001;|\n|-|\n|&#xe000;q456,7&#xe001;|",
    "[a&#xe000;u7&#xe001;]: https://a.org\n\n[a&#xe000;u7&#xe001;]",
    "&#xe000;&#xe000;u7&#xe001;&#xe001;",
    "\ue000\ue000&#xe000;u7&#xe001;",
]


@pytest.mark.parametrize("text", FORGED)
def test_marks_cannot_be_forged(text) -> None:
    found = html(text)

    assert marked(found) == (set(), set())
    assert "\ue000" not in found


def test_a_text_of_signs_alone_is_shown_as_it_was_typed() -> None:
    text = "**a** <b>\n" * 1_500

    assert html(text).startswith("<p>**a** &lt;b&gt;<br>\n**a** &lt;b&gt;<br>\n")


def test_plain_text_has_no_quotes_and_no_entities() -> None:
    text = "[quote 456]\na\n\n> b\n\nc\n[/quote]\n\n1 < 2 & 3\n\n> set off\n\n- x\n- y"

    assert plain(html(text)) == "1 < 2 & 3 set off x y"


# Anything at all --------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("[", "](", ")", "![", "]", "[quote 456]\n", "[/quote]\n", "@[7]", "*", "**"),
        *("_", "~~", "`", "```\n", "> ", "- ", "1. ", "# ", "|", "|-|\n", "\n", "\n\n"),
        *(
            "    ",
            "<",
            ">",
            "<b>",
            "</b>",
            "<img src=x onerror=1>",
            "<!--",
            "-->",
            "&#",
        ),
        *("&#xe000;", "&lt;", "&amp;", '"', "'", "javascript:", "https://a.org/", "a"),
        *("<svg>", "<style>", "</style>", "<a href=", "\\", "\x00", "\u2028", "\ue000"),
        *(f"![x](image:{UID})", "hx-get=x", "style=x", "class=quote", "{{", "ë"),
    ]
)
SOUP = st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join)


class Strict(HTMLParser):
    """Fails on what is not allowed, and on what is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.feed(text)
        self.close()
        assert self.opened == []

    def handle_starttag(self, tag, attrs) -> None:
        assert tag in TAGS
        allowed = ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        assert {name for name, _value in attrs} <= allowed
        for name, value in attrs:
            if name == "href":
                # What is no scheme by RFC 3986 is a path on this site to a browser.
                scheme = SCHEME.match(UNSEEN.sub("", value))
                assert not scheme or scheme[1].lower() in ("http", "https", "mailto")
        assert tag != "a" or "a" not in self.opened
        if tag not in ("br", "hr", "img"):
            self.opened.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.opened.pop() == tag

    def handle_comment(self, data) -> None:
        raise AssertionError(data)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(SOUP)
def test_whatever_is_typed_gives_allowed_tags_alone(text) -> None:
    found = html(text)

    Strict(found)
    Strict(shown(found).replace("<b>", "<em>").replace("</b>", "</em>"))
    assert sanitised(found) == found
    members, posts = marked(found)
    assert members <= {7}
    assert posts <= {456, 457}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(SOUP)
def test_the_sanitiser_gives_the_same_a_second_time(text) -> None:
    once = sanitised(text)

    assert sanitised(once) == once
