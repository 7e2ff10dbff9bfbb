"""Writing in forums: what actions store, count and refuse."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from community.forums.actions import (
    EditedMeanwhileError,
    PollPlan,
    PostPlan,
    SlowModeError,
    TopicIsClosedError,
    TopicPlan,
    accept_answer,
    classify_topic,
    close_topic,
    edit_post,
    mark_read,
    mark_unread_from,
    merge_topics,
    move_topic,
    react,
    recount,
    reply,
    restore_post,
    restore_topic,
    slow_topic,
    split_topic,
    start_topic,
    take_away_post,
    take_away_topic,
    take_back_reaction,
    vote,
)
from community.forums.models import Post, PostRevision, Topic, TopicUser
from tests.factories import talk
from tests.factories.taxonomy import make_skill

NOTHING = {"posts": 0, "topics": 0, "forums": 0, "options": 0, "polls": 0}


def test_a_topic_has_its_first_post_and_is_counted(forum, arta) -> None:
    plan = TopicPlan(title="How are diplomas recognised?", text="What **papers**?")
    topic = start_topic(forum, arta, plan)

    topic.refresh_from_db()
    forum.refresh_from_db()
    first = topic.posts.get()
    assert (first.number, first.html) == (1, "<p>What <strong>papers</strong>?</p>\n")
    assert (topic.slug, topic.excerpt) == (
        "how-are-diplomas-recognised",
        "What papers?",
    )
    assert (topic.post_count, topic.highest_number) == (1, 1)
    assert (forum.topic_count, forum.post_count) == (1, 1)
    assert recount() == NOTHING


def test_who_answers_follows_and_has_read_it(topic, besim) -> None:
    post = talk.post(topic, besim)

    mine = TopicUser.objects.get(user=besim, topic=topic)
    assert (post.number, mine.last_read, mine.level) == (2, 2, 2)


def test_the_same_sending_gives_the_same_post(topic, besim) -> None:
    plan = PostPlan(text="Once.", client_id=uuid.uuid4())

    first, second = reply(topic, besim, plan), reply(topic, besim, plan)

    assert first.pk == second.pk
    assert topic.posts.count() == 2


@pytest.mark.parametrize("text", ["", "   ", "\x00\x07", "x" * 30_001])
def test_empty_and_endless_texts_are_refused(topic, besim, text) -> None:
    with pytest.raises(ValidationError) as wrong:
        reply(topic, besim, PostPlan(text=text))

    assert list(wrong.value.message_dict) == ["text"]
    assert topic.posts.count() == 1


def test_a_closed_topic_takes_posts_of_moderators_alone(topic, besim, mod) -> None:
    close_topic(topic, mod, "Answered.")

    with pytest.raises(TopicIsClosedError):
        talk.post(topic, besim)
    assert talk.post(topic, mod).number == 2


def test_slow_mode_makes_people_wait(topic, besim, mod) -> None:
    slow_topic(topic, mod, 600)
    talk.post(topic, besim)

    with pytest.raises(SlowModeError) as refused:
        talk.post(topic, besim)
    assert 590 < refused.value.wait <= 600
    assert talk.post(topic, mod).number == 3
    topic.refresh_from_db()
    assert topic.highest_number == 3


def test_an_edit_keeps_the_text_before_and_refuses_a_stale_one(topic, arta) -> None:
    first = topic.posts.get()

    edit_post(first, arta, "New text.", seen_edits=0)

    assert PostRevision.objects.get(post=first).raw == "What **papers**?"
    with pytest.raises(EditedMeanwhileError):
        edit_post(first, arta, "Another text.", seen_edits=0)
    first.refresh_from_db()
    assert first.raw == "New text."


def test_names_and_quotes_are_stored_as_numbers(topic, arta, besim) -> None:
    first = topic.posts.get()
    text = f"[quote {first.pk}]\npapers\n[/quote]\n@[Arta]({arta.uuid}) yes"

    post = talk.post(topic, besim, text)

    assert f"@[{arta.pk}] yes" in post.raw
    assert post.refs == {"members": [arta.pk], "quotes": {str(first.pk): arta.pk}}
    assert "Arta" not in post.html


def test_a_post_that_is_taken_away_comes_back_with_its_count(topic, besim, mod) -> None:
    post = talk.post(topic, besim)
    react(post, mod, "thanks")

    take_away_post(post, mod, "hidden", "Off topic.")
    topic.refresh_from_db()
    assert (topic.post_count, topic.reaction_count) == (1, 0)
    assert recount() == NOTHING

    restore_post(post, mod)
    topic.refresh_from_db()
    assert (topic.post_count, topic.reaction_count) == (2, 1)
    assert recount() == NOTHING


def test_reactions_are_counted_once(topic, besim) -> None:
    first = topic.posts.get()

    assert react(first, besim, "thanks")
    assert not react(first, besim, "thanks")
    first.refresh_from_db()
    assert first.reactions == {"thanks": 1}
    assert take_back_reaction(first, besim, "thanks")
    first.refresh_from_db()
    assert first.reactions == {}


def test_a_vote_replaces_the_one_before(forum, arta, besim) -> None:
    poll = PollPlan("Which day?", ["Monday", "Friday"])
    plan = TopicPlan(title="Which day suits you?", text="Vote.", poll=poll)
    topic = start_topic(forum, arta, plan)
    poll = topic.posts.get().poll

    vote(poll, besim, [0])
    vote(poll, besim, [1])
    vote(poll, arta, [1])

    poll.refresh_from_db()
    assert [one.vote_count for one in poll.options.all()] == [0, 2]
    assert poll.voter_count == 2
    with pytest.raises(ValidationError):
        vote(poll, arta, [0, 1])
    assert recount() == NOTHING


def test_moving_splitting_and_merging_keep_counts(
    forum, topic, arta, besim, mod
) -> None:
    other = talk.forum(forum.network, "medicine-clinics")
    posts = [talk.post(topic, besim, f"Answer {n}.") for n in range(4)]
    move_topic(topic, mod, other)

    new = split_topic(topic, mod, [3, 4], title="Another matter", forum=forum)

    assert recount() == NOTHING
    assert list(new.posts.values_list("number", "raw")) == [
        (1, "Answer 1."),
        (2, "Answer 2."),
    ]
    topic.refresh_from_db()
    into = merge_topics(new, mod, topic)
    assert recount() == NOTHING
    assert Topic.objects.get(pk=new.pk).merged_into == topic
    assert list(into.posts.values_list("number", flat=True)) == [1, 2, 5, 6, 7]
    assert Post.objects.get(pk=posts[1].pk).number == 6
    assert talk.post(into, arta).number == 8
    assert recount() == NOTHING


def test_a_deleted_topic_is_not_counted(topic, forum, mod, besim) -> None:
    take_away_topic(topic, mod, "deleted")
    forum.refresh_from_db()
    assert (forum.topic_count, forum.post_count) == (0, 0)

    restore_topic(topic, mod)
    forum.refresh_from_db()
    assert (forum.topic_count, forum.post_count) == (1, 1)
    assert recount() == NOTHING


def test_an_accepted_answer_that_is_hidden_is_none(topic, arta, besim, mod) -> None:
    post = talk.post(topic, besim)
    accept_answer(topic, arta, post)

    take_away_post(post, mod, "hidden")

    topic.refresh_from_db()
    assert topic.solution is None


def test_unread_goes_back_and_forth(topic, besim, outsider) -> None:
    talk.post(topic, besim)
    topic.refresh_from_db()

    mark_read(topic, outsider, 2)
    mark_read(topic, outsider, 1)
    assert TopicUser.objects.get(user=outsider).last_read == 2
    mark_unread_from(topic, outsider, 2)

    since = topic.created_at.replace(year=2020)
    assert list(Topic.objects.unread_by(outsider, since)) == [topic]
    assert list(Topic.objects.new_to(besim, since)) == []


def test_a_topic_gets_another_kind_and_tags(topic, arta, besim) -> None:
    for slug in ("welding", "nursing"):
        make_skill({"en": slug.title()}, slug=slug)
    classify_topic(topic, "question", ["nursing", "welding"])
    accept_answer(topic, arta, talk.post(topic, besim))

    classify_topic(topic, "discussion", ["welding"])

    topic.refresh_from_db()
    assert (topic.kind, topic.solution) == ("discussion", None)
    assert [one.skill.slug for one in topic.tags.all()] == ["welding"]
    for kind, tags in (("song", []), ("question", ["nothing"]), ("question", "abcdef")):
        with pytest.raises(ValidationError):
            classify_topic(topic, kind, tags)


@pytest.mark.parametrize("code", ["search", "topic", "drafts"])
def test_addresses_of_screens_are_no_codes_of_forums(forum, code) -> None:
    forum.code = code

    with pytest.raises(ValidationError) as wrong:
        forum.full_clean()
    assert list(wrong.value.message_dict) == ["code"]
