"""Editing posts."""

from django.db import transaction
from django.utils import timezone

from community.accounts.models import User
from community.forums.actions.holding import held_post
from community.forums.actions.refusals import EditedMeanwhileError
from community.forums.actions.storing import announce_talk, attach, changed, put_text
from community.forums.actions.texts import excerpt_of, prepared
from community.forums.models import Draft, Post, PostRevision, Topic


def edit_post(post: Post, by: User, text: str, *, seen_edits: int) -> Post:
    """A new text; the one before is kept as a revision.

    `seen_edits`: how many edits the post had when its editor opened it. Raises
    ValidationError on 'text', EditedMeanwhileError when there are more by now.
    """
    new = prepared(text, by)
    with transaction.atomic():
        post = held_post(post)
        if post.edit_count != seen_edits:
            raise EditedMeanwhileError
        if new.raw == post.raw:
            return post
        PostRevision.objects.create(
            post=post, number=post.edit_count + 1, raw=post.raw, by=by
        )
        post.edit_count += 1
        post.edited_at = timezone.now()
        put_text(post, new, post.topic.title if post.number == 1 else "")
        post.save()
        attach(new, post, by)
        if post.number == 1:
            Topic.objects.filter(pk=post.topic_id).update(excerpt=excerpt_of(new.html))
        Draft.objects.filter(user=by, key=f"post:{post.pk}").delete()
        changed(post)
    return post


def make_wiki(post: Post, *, is_wiki: bool) -> None:
    """Whether everybody who may write in the topic may edit the post."""
    Post.objects.filter(pk=post.pk).update(is_wiki=is_wiki)
    transaction.on_commit(announce_talk)
