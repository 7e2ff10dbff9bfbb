"""Searching posts: both ways to the newest matches, and how words are marked."""

import re
from html import escape, unescape

import pytest
from django.db import connection, models
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cms.core.folding import fold, query_words
from cms.core.rows.memo import forget
from community.forums.cards import matching, statements
from community.forums.cards.search import found_posts
from community.forums.cards.shares import Shares, shares_of_words
from community.forums.models import Post, Topic, TopicEvent
from community.forums.views.marking import TOLD, Told, marked_words, told_of
from tests.factories import talk

COMMON = Shares(1_000, ["apostille"], [0.9])
RARE = Shares(1_000, [], [])


@pytest.fixture
def estimate(monkeypatch):
    """Sets how common words are."""

    def says(told: Shares) -> None:
        monkeypatch.setattr(matching, "shares_of_words", lambda: told)

    return says


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(matching, "RANKED", 4)


def found(text: str, reader) -> list[int]:
    return [one.pk for one in found_posts(reader, text, "", 50).rows]


@pytest.mark.parametrize("guess", [COMMON, RARE])
def test_both_ways_find_the_newest_of_those_shown(
    guess, estimate, few, topic, arta, besim
) -> None:
    posts = [talk.post(topic, arta, f"Apostille number {n}") for n in range(8)]
    talk.post(topic, arta, "Something else.")
    Post.objects.filter(pk=posts[-1].pk).update(state="hidden")
    estimate(guess)

    assert sorted(found("apostil", besim)) == [one.pk for one in posts[3:7]]


def test_posts_that_match_better_come_first_by_both_ways(
    estimate, topic, arta, besim
) -> None:
    talk.post(
        topic, arta, "Only once: apostille, and then a longer text of other words."
    )
    twice = talk.post(topic, arta, "Apostille, apostille, apostille.")
    talk.post(topic, arta, "Also an apostille, in a text that goes on for a while.")
    estimate(COMMON)
    walked = found("apostille", besim)
    estimate(RARE)

    assert walked == found("apostille", besim)
    assert walked[0] == twice.pk


def test_a_common_word_that_the_newest_posts_have_not_is_found_by_the_index(
    estimate, few, monkeypatch, topic, arta, besim
) -> None:
    monkeypatch.setattr(matching, "LEAST_WALKED", 3)
    monkeypatch.setattr(matching, "FARTHER", 0)
    old = [talk.post(topic, arta, f"Apostille {n}") for n in range(3)]
    for n in range(5):
        talk.post(topic, arta, f"Something else {n}.")
    estimate(COMMON)

    assert sorted(found("apostille", besim)) == [one.pk for one in old]


def test_how_many_match_is_guessed_from_statistics(topic, arta) -> None:
    others = " ".join(f"word{n}" for n in range(20))
    for n in range(30):
        talk.post(topic, arta, f"Apostille {others}" if n < 20 else others)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE forums_post")

    forget()
    known = shares_of_words()

    posts = Post.objects.count()
    assert known.posts == posts
    for sought, number in (
        (["apostil"], 20),
        (["word"], posts),  # as many words, but no more than all posts
        (["apostille", "word1"], 20),
        (["nothing"], 0),
        (["apostille", "nothing"], 0),
        (["apostillez"], 0),
    ):
        assert known.matching(sought) == pytest.approx(number, rel=0.1), sought
    forget()


def test_rows_made_by_hand_are_those_that_django_makes(topic, arta) -> None:
    post = talk.post(topic, arta, "Bring an apostille along.")
    for model, names, pk in (
        (Topic, statements.TOPIC, topic.pk),
        (Post, statements.POST, post.pk),
    ):
        row = model.objects.filter(pk=pk).values_list(*names).get()
        ours = statements.made(model, names, row)
        theirs = model.from_db("default", names, row)
        assert {**vars(ours), "_state": 0} == {**vars(theirs), "_state": 0}
        assert ours._state.fields_cache == theirs._state.fields_cache == {}
        assert vars(ours._state) == vars(theirs._state)
        assert ours == theirs
        assert ours.get_deferred_fields() == theirs.get_deferred_fields()


def test_nobody_waits_to_be_told_of_rows() -> None:
    # (`made` tells nobody)
    for model in (Topic, Post, TopicEvent):
        assert not models.signals.pre_init.has_listeners(model)  # noqa: TID251
        assert not models.signals.post_init.has_listeners(model)  # noqa: TID251


# Marking ----------------------------------------------------------------------------------


def marked(text: str, query: str) -> str:
    return marked_words(told_of(f"<p>{escape(text)}</p>"), query_words(query))


def test_words_are_marked_however_they_are_typed() -> None:
    assert marked("Njohja e diplomës & më shumë", "diplomes") == (
        "Njohja e <mark>diplomës</mark> &amp; më shumë"
    )
    assert "<mark>Überweisung</mark>" in marked("Die Überweisung kam", "ueberw")
    assert "<mark>" not in marked("Die Überweisung kam", "berweisung")
    assert "<mark>" not in marked("Die Überweisung kam", "")
    assert marked("a_b c", "a") == "<mark>a_b</mark> c"


def test_a_long_text_is_told_around_the_first_word() -> None:
    text = f"{'before ' * 100}apostille {'after ' * 100}apostille"
    told = marked(text, "apostille")

    assert told.startswith("… ")
    assert told.endswith(" …")
    assert told.count("<mark>") == 1
    assert len(re.sub("<[^>]+>", "", told)) == TOLD + 4


def test_what_is_marked_is_escaped(topic, arta) -> None:
    talk.post(topic, arta, "apostille &lt;script&gt; and `<b>` & more")
    page = Client().get("/en/forum/search/?q=apostille").content.decode()

    assert "<mark>apostille</mark> &lt;script&gt; and &lt;b&gt; &amp; more" in page


def plainly(text: str, words: list[str]) -> str:
    """As `marked_words`, word by word."""
    begins = re.finditer(r"\w+", text)
    hits = [m for m in begins if words and fold(m[0]).startswith(tuple(words))]
    start = max(0, hits[0].start() - TOLD // 4) if hits else 0
    end, out, at = start + TOLD, "… " if start else "", start
    for one in hits:
        if one.end() > end:
            break
        out += f"{escape(text[at : one.start()])}<mark>{escape(one[0])}</mark>"
        at = one.end()
    return f"{out}{escape(text[at:end])}{' …' if len(text) > end else ''}"


@given(
    st.text(st.sampled_from("aAbBëäß½_ .&<-1x ŉ"), max_size=400),
    st.text(st.sampled_from("abeäß_ 1xn"), max_size=6),
)
def test_marking_finds_what_comparing_each_word_finds(text: str, query: str) -> None:
    told = told_of(f"<p>{escape(text)}</p>")
    words = query_words(query)

    assert isinstance(told, Told)
    ours = marked_words(told, words)
    assert ours == plainly(told.text, words)
    assert unescape(re.sub("</?mark>", "", ours)).strip("… ") in told.text
