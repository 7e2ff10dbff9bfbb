"""What an earlier renderer made is made anew, and says the same."""

from community.forums.actions import (
    PostPlan,
    edit_post,
    keep_image,
    render_old_posts,
    reply,
)
from community.forums.cards import posts_of, topic_for
from community.forums.markup import VERSION
from community.forums.models import Post
from tests.factories import talk
from tests.forums.asking import picture_file


def test_old_posts_get_the_html_of_today(topic, arta, besim, outsider) -> None:
    image = keep_image(picture_file(), besim)
    quoted = topic.posts.get(number=1)
    text = (
        f"[@[A](x)](https://a.org) @[Arta]({arta.uuid}) @[{outsider.pk}]\n\n"
        f"[quote {quoted.pk}]\nPapers?\n[/quote]\n\n![Stamp](image:{image.uid})"
    )
    post = reply(topic, besim, PostPlan(text))
    made, when = post.html, post.edited_at
    Post.objects.filter(pk=post.pk).update(
        html=made.replace("<p>", "<p class='old'>"), rendered_by=VERSION - 1
    )
    untouched = Post.objects.get(pk=quoted.pk).html

    assert render_old_posts() == 1

    post.refresh_from_db()
    assert (post.html, post.rendered_by) == (made, VERSION)
    assert f"/forum-images/{image.uid}/" in made
    assert (post.edit_count, post.edited_at) == (0, when)
    assert Post.objects.get(pk=quoted.pk).html == untouched
    assert render_old_posts() == 0


def test_what_the_author_no_longer_sees_stays_in_the_post(topic, arta, besim) -> None:
    """A quote of what was hidden since, and a post whose author is gone."""
    quoted = talk.post(topic, arta, "Said once.")
    post = reply(topic, besim, PostPlan(f"[quote {quoted.pk}]\nSaid once.\n[/quote]"))
    Post.objects.filter(pk=quoted.pk).update(state="hidden")
    made = post.html
    Post.objects.update(rendered_by=0, author=None)

    assert render_old_posts(most=2) == 2
    assert render_old_posts() == 1

    post.refresh_from_db()
    assert post.html == made


def test_a_link_with_a_member_inside_is_mended(topic, arta, besim) -> None:
    post = reply(topic, besim, PostPlan(f"[@[x]({arta.uuid})](https://a.org)"))
    old = post.html.replace("\ue000n", "\ue000u")
    assert old != post.html
    Post.objects.filter(pk=post.pk).update(html=old, rendered_by=1)

    def links() -> int:
        found = posts_of(besim, topic_for(besim, topic.pk)).cards[1].html
        return found.count("<a ")

    render_old_posts()

    assert Post.objects.get(pk=post.pk).html == post.html
    assert links() == 1


def test_an_edit_is_rendered_by_todays(topic, arta) -> None:
    post = topic.posts.get()
    Post.objects.update(rendered_by=0)

    edit_post(post, arta, "A new text.", seen_edits=0)

    assert render_old_posts() == 0
