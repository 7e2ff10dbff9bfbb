"""Making the HTML of old posts anew when the renderer has changed."""

from itertools import islice
from typing import Any, Final

from community.forums.actions.storing import announce_talk
from community.forums.markup import VERSION, Known, named_in, rendered
from community.forums.models import Post, PostImage

MOST_A_NIGHT: Final = 50_000  # posts; about a millisecond each


def render_old_posts(most: int = MOST_A_NIGHT) -> int:
    """Posts whose HTML an earlier renderer made get that of today's; how many.

    Names, quotes and pictures stay those that were known when the text was written.
    """
    old = Post.objects.filter(rendered_by__lt=VERSION).order_by("pk")
    rows = old.only("raw", "html", "refs", "edit_count").iterator(500)
    done = sum(_rendered_anew(post) for post in islice(rows, most))
    if done:
        announce_talk()
    return done


def _rendered_anew(post: Post) -> bool:
    """False when somebody edited it meanwhile, which is as good."""
    html = rendered(post.raw, _known(post))
    same = Post.objects.filter(pk=post.pk, edit_count=post.edit_count, raw=post.raw)
    return bool(same.update(html=html, rendered_by=VERSION))


def _known(post: Post) -> Known:
    refs: dict[str, Any] = post.refs
    images = [
        uid for uid in named_in(post.raw).images if f"/forum-images/{uid}/" in post.html
    ]
    found = PostImage.objects.filter(pk__in=images) if images else ()
    return Known(
        members=frozenset(refs.get("members", ())),
        quotes={int(pk): by for pk, by in refs.get("quotes", {}).items()},
        images={str(one.pk): (one.width, one.height) for one in found},
    )
