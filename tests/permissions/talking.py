"""Conversations that the paths of the permission matrix name."""

import io

from django.core.files.base import ContentFile
from PIL import Image

from community.accounts.models import User
from community.forums.actions import (
    PollPlan,
    PostPlan,
    edit_post,
    keep_draft,
    keep_image,
    reply,
)
from community.forums.models import PostImage, Topic
from tests.factories import talk
from tests.factories.people import UserFactory


def talks(owner: User) -> dict[str, object]:
    """A public network and a closed one, in which the owner asks and answers; in the
    public one somebody else answers, too, with a picture."""
    told = {
        **_talk(owner, "", is_public=True),
        **_talk(owner, "closed_", is_public=False),
    }
    asked = Topic.objects.get(pk=told["topic"])
    other = talk.join(UserFactory(), asked.forum.network)
    answer = talk.post(asked, other)
    picture = keep_image(ContentFile(_picture(), "p.png"), other)
    PostImage.objects.filter(pk=picture.pk).update(post=answer)
    keep_draft(owner, "topic:1", text="Later.")
    return {**told, "answer": answer.pk, "picture": picture.pk}


def _talk(owner: User, name: str, *, is_public: bool) -> dict[str, object]:
    network = talk.network(
        f"{name or 'open_'}net".replace("_", "-"), is_public=is_public
    )
    forum = talk.forum(network)
    talk.join(owner, network)
    topic = talk.topic(forum, owner, "How are diplomas recognised?")
    Topic.objects.filter(pk=topic.pk).update(kind=Topic.Kind.QUESTION)
    poll = PollPlan("Which day?", ["One", "Two"])
    post = reply(topic, owner, PostPlan(text="An answer.", poll=poll))
    edit_post(post, owner, "Another answer.", seen_edits=0)
    return {
        f"{name}forum": forum.code,
        f"{name}topic": topic.pk,
        f"{name}topic_slug": topic.slug,
        f"{name}said": topic.posts.get(number=1).pk,
        f"{name}post": post.pk,
    }


def _picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30)).save(file, "PNG")
    return file.getvalue()
