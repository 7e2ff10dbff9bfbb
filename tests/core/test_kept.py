"""Pieces of pages that are kept: what is a reader's own is left blank in them."""

import re

import pytest
from django.template import Context, Template

from cms.core.rows.memo import forget, kept
from cms.core.templatetags.kept import without_indentation

FORM = """{% load kept %}{% kept "form" key %}<form>{% csrf_token %}<b>{% blank "name" %}</b>
    <i>{{ told }}</i></form>{% endkept %}"""
NESTED = """{% load kept %}{% kept "outer" %}{% kept "inner" %}{% csrf_token %}{% endkept %}
{% endkept %}"""


@pytest.fixture(autouse=True)
def _nothing_kept():
    forget()


def written(source: str, **values: str) -> str:
    return Template(source).render(Context({"key": 1, **values}))


def test_each_reader_gets_their_own_token_and_values():
    arta = written(FORM, csrf_token="arta-token", name="Arta", told="first")
    besim = written(FORM, csrf_token="besim-token", name="Besim", told="second")

    assert ('value="arta-token"' in arta, "<b>Arta</b>" in arta) == (True, True)
    assert ('value="besim-token"' in besim, "<b>Besim</b>" in besim) == (True, True)
    assert "Arta" not in besim
    assert "arta-token" not in besim
    assert "<i>first</i>" in besim  # it was kept, so only blanks were filled anew


def test_nothing_of_a_reader_is_kept():
    written(FORM, csrf_token="arta-token", name="Arta")
    written(NESTED, csrf_token="arta-token")

    texts = list(kept.texts.values())
    assert len(texts) == 3
    assert not [text for text in texts if "arta-token" in text or "Arta" in text]


def test_a_piece_within_a_piece_is_filled_as_well():
    first = written(NESTED, csrf_token="arta-token")
    second = written(NESTED, csrf_token="besim-token")

    assert 'value="arta-token"' in first
    assert 'value="besim-token"' in second


def test_what_fills_a_blank_is_escaped_and_fills_no_other():
    written(FORM, csrf_token="arta-token", name="Arta")
    [text] = kept.texts.values()
    mark = re.search(r"<b>(.*)</b>", text)[1].replace("name", "csrf_token")

    html = written(FORM, csrf_token="besim-token", name=f"<script>{mark}")

    assert f"<b>&lt;script&gt;{mark}</b>" in html


def test_without_a_key_a_piece_is_written_anew():
    for name in ("Arta", "Besim"):
        source = FORM.replace(" key", " nothing|default:None")
        assert f"<b>{name}</b>" in written(source, csrf_token="token", name=name)
    assert not kept.texts


@pytest.mark.parametrize("element", ["pre", "textarea"])
def test_spaces_that_are_seen_stay(element):
    html = f"<p>\n    one</p>\n  <{element}>a\n    b</{element}>\n  <p>\n  two</p>"

    assert without_indentation(html) == (
        f"<p>\none</p>\n<{element}>a\n    b</{element}>\n<p>\ntwo</p>"
    )
    assert without_indentation(f"\n <{element}>a\n  b") == f"\n<{element}>a\n  b"
