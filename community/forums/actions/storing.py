"""What posting and editing have in common: the text on its way into the table."""

from django.db import transaction

from cms.core.rows.version import announce
from community.accounts.models import User
from community.forums.actions.languages import detect_language
from community.forums.actions.texts import Prepared, version, words_of
from community.forums.models import Post, PostImage


def put_text(post: Post, text: Prepared, title: str) -> None:
    """Set, and do not save; the title stands in the index with the first post."""
    post.raw, post.html, post.refs = text.raw, text.html, text.refs
    post.rendered_by = version()
    post.words = words_of(text.html, title)


def attach(text: Prepared, post: Post, by: User) -> None:
    """One's pictures belong to the first post that shows them."""
    if text.images:
        PostImage.objects.filter(pk__in=text.images, by=by, post=None).update(post=post)


def changed(post: Post) -> None:
    """After a text came or changed, in its transaction."""
    detect_language.later(post.pk)
    transaction.on_commit(announce_talk)


def announce_talk() -> None:
    """Answers that visitors were given before must not be given out again."""
    announce(0)
