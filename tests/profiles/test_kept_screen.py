"""What is kept of the directory's screen shows nobody another question or another's words."""

import re

import pytest

from community.profiles.facets import Group, Value, _most_frequent
from community.profiles.filters import search_of
from community.profiles.templatetags.facets import facet_groups
from tests.factories.people import UserFactory

ALTERNATE = re.compile(
    r'<link rel="alternate" hreflang="(\w\w)" href="[^"]*?(/\w\w/[^"]*)"'
)
CANONICAL = re.compile(r'<link rel="canonical" href="[^"]*?(/\w\w/[^"]*)"')


@pytest.mark.parametrize("language", ["sq", "en", "de"])
def test_the_head_names_the_same_question_in_each_language(db, client, language):
    for query in ("?q=arta", "?country=CH&q=%22%3E%3Cb%3E", ""):
        html = client.get(f"/{language}/people/{query}").content.decode()
        escaped = query.replace("&", "&amp;")
        assert dict(ALTERNATE.findall(html)) == {
            code: f"/{code}/people/{escaped}" for code in ("sq", "en", "de")
        }
        assert CANONICAL.findall(html) == [f"/{language}/people/"]
        assert f'<html lang="{language}"' in html


def test_fields_are_escaped_and_checked_for_each_question(db, rf):
    search = search_of(rf.get("/").GET, UserFactory())
    nasty = '"><script>1</script>'
    for is_chosen in (True, False, True):
        group = Group("city", "<i>City</i>", [Value(nasty, nasty, 3, is_chosen)])
        html = str(facet_groups([group], search))
        assert "<script" not in html
        assert "<i>" not in html
        # (besides "any", which is checked where nothing else is)
        assert html.count(" checked") == 1
        assert html.index(" checked") > html.index("script") if is_chosen else True


def test_the_most_frequent_are_the_greatest_then_by_name():
    counts = {"d": 2, "a": 1, "c": 5, "b": 2, "e": 0, "f": 2}
    by_rule = sorted((v for v in counts if counts[v]), key=lambda v: (-counts[v], v))
    for most in range(8):
        assert _most_frequent(counts, most) == by_rule[:most]
    assert _most_frequent({}, 3) == []
