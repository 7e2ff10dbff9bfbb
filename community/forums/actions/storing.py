"""What posting and editing have in common: the text on its way into the table."""

from typing import Final

from django.db import connection, transaction

from cms.core.rows.version import announce
from cms.database.prepared import fetched
from community.accounts.models import User
from community.forums.actions.languages import detect_language
from community.forums.actions.texts import (
    Prepared,
    version,
    words_in_sql,
    words_of,
)
from community.forums.models import Post, PostImage

_OWN_COLUMNS: Final = ("id", "words")
_FIELDS: Final = [f for f in Post._meta.concrete_fields if f.name not in _OWN_COLUMNS]


def put_text(post: Post, text: Prepared, title: str) -> None:
    """Set, and do not save; the title stands in the index with the first post."""
    _put(post, text)
    post.words = words_of(text.html, title)


def insert(post: Post, text: Prepared, title: str) -> None:
    """A new post with this text. The statement is always the same, so it is written by
    hand and prepared: the ORM takes longer to make it than PostgreSQL to do it.

    Raises IntegrityError when its author has sent it before.
    """
    _put(post, text)
    words, of_words = words_in_sql(text.html, title)
    values = [
        field.get_db_prep_save(getattr(post, field.attname), connection)
        for field in _FIELDS
    ]
    columns = ", ".join(str(field.column) for field in _FIELDS)
    marks = ", ".join(["%s"] * len(_FIELDS))
    [(post.pk,)] = fetched(
        f"INSERT INTO forums_post ({columns}, words) VALUES ({marks}, {words})"  # noqa: S608
        " RETURNING id",
        [*values, *of_words],
    )
    post._state.adding, post._state.db = False, connection.alias


def _put(post: Post, text: Prepared) -> None:
    post.raw, post.html, post.refs = text.raw, text.html, text.refs
    post.rendered_by = version()


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
