"""Noting in which language posts are written, outside of the request."""

from cms.core.jobs import job
from community.forums.markup import plain
from community.forums.models import Post, Topic
from community.translations.detection import language_of


@job(attempts=3, limit=60)
def detect_language(pk: int) -> None:
    """Note the language of a post; that of the first is the topic's."""
    post = Post.objects.filter(pk=pk).only("pk", "html", "number", "topic_id").first()
    if post is None:
        return
    language = language_of(plain(post.html))
    Post.objects.filter(pk=pk).update(language=language)
    if post.number == 1:
        Topic.objects.filter(pk=post.topic_id).update(language=language)
