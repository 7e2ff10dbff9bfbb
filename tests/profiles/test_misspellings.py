"""A name with one error has a trace in common with the name."""

from hypothesis import given
from hypothesis import strategies as st

from community.profiles.misspellings import (
    LONGEST,
    SHORTEST,
    likeness,
    traces,
    words_of_name,
)

WORDS = st.text("aehikqrstz", min_size=SHORTEST + 1, max_size=LONGEST - 1)
ORDER = st.integers(0, LONGEST)


def meet(one: str, other: str) -> bool:
    return bool(set(traces(one)) & set(traces(other)))


@given(WORDS, ORDER, st.sampled_from("abkx"))
def test_one_error_of_each_kind_still_meets(word, at, letter):
    at %= len(word) - 1
    assert meet(word, word[:at] + word[at + 1 :])
    assert meet(word, word[:at] + letter + word[at:])
    assert meet(word, word[:at] + letter + word[at + 1 :])
    assert meet(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :])


@given(WORDS)
def test_traces_are_few_and_marked(word):
    found = traces(word)

    assert len(found) <= len(word) + 1
    assert all(one.startswith("~") for one in found)


def test_words_far_apart_and_short_ones_do_not_meet():
    assert not meet("gashi", "hoxha")
    assert not meet("krasniqi", "kransiki")
    assert traces("ali") == []
    assert words_of_name("ali rama") == ["^ali", "^rama", *traces("rama")]


def test_the_nearest_name_is_most_alike():
    names = ["arta gashi", "arta gashani", "arta bashota"]

    assert max(names, key=lambda name: likeness(name, "arta gshi")) == "arta gashi"
    assert likeness("", "arta") == 0
