"""Who leaves: posts stay as they are, without a name; the rest goes."""

from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from community.forums.actions import keep_draft, react, recount
from community.forums.cards import posts_of
from community.forums.models import (
    Draft,
    Forum,
    Post,
    PostRevision,
    Reaction,
    TopicUser,
    UserReadState,
)
from community.profiles.querysets import shown_names
from tests.factories import talk

NOTHING = {"posts": 0, "topics": 0, "forums": 0, "options": 0, "polls": 0}


def test_posts_stay_as_those_of_a_former_member(topic, arta, besim, erase) -> None:
    first = topic.posts.get()
    talk.post(topic, besim, f"[quote {first.pk}]\nyes\n[/quote]\n@[{arta.pk}] thanks")
    before = list(Post.objects.order_by("pk").values("raw", "html", "refs", "author"))

    erase(arta)

    after = list(Post.objects.order_by("pk").values("raw", "html", "refs", "author"))
    assert after == before
    with translation.override("en"):
        for reader in (AnonymousUser(), besim):
            assert shown_names(reader, [arta.pk])[arta.pk].name == "Former member"
            cards = posts_of(reader, topic).cards
            assert cards[0].author.name == "Former member"
            assert "Former member wrote:" in cards[1].html
            assert "@Former member" in cards[1].html
            assert "Arta" not in "".join(card.html for card in cards)


def test_what_is_theirs_alone_goes_and_the_numbers_follow(
    topic, arta, besim, erase
) -> None:
    react(topic.posts.get(), besim, "thanks")
    keep_draft(besim, f"topic:{topic.pk}", text="Half a thought.")
    talk.post(topic, besim)

    erase(besim)

    topic.refresh_from_db()
    assert (topic.post_count, topic.reaction_count) == (2, 0)
    assert topic.posts.get(number=1).reactions == {}
    for model in (Reaction, Draft, TopicUser, UserReadState):
        assert not model.objects.filter(user=besim).exists()
    assert Forum.objects.get(pk=topic.forum_id).post_count == 2
    assert not PostRevision.objects.exists()
    assert recount() == NOTHING
