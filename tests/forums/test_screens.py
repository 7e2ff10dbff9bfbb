"""The forum's screens as visitors, members and moderators meet them, without script."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from community.accounts.models import Block
from community.forums.actions import (
    PollPlan,
    TopicPlan,
    close_topic,
    mark_read,
    merge_topics,
    react,
    slow_topic,
    start_topic,
    take_away_post,
)
from community.forums.models import Draft, Post, Reaction, Topic, TopicUser
from tests.factories import talk
from tests.factories.people import UserFactory
from tests.factories.taxonomy import make_skill

FORUM = "/en/forum/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _site(cms_tree):
    """The frame around the screens."""


def as_(user) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def text_of(response) -> str:
    return response.content.decode()


def address(topic: Topic) -> str:
    topic.refresh_from_db()
    return f"{FORUM}topic/{topic.pk}/{topic.slug}/"


def place(post: Post, what: str = "") -> str:
    return f"{FORUM}post/{post.pk}/{what}"


# Lists ------------------------------------------------------------------------------------


def test_a_visitor_reads_the_list_in_three_statements(
    forum, topic, besim, django_assert_max_num_queries
) -> None:
    for number in range(5):
        talk.post(talk.topic(forum, besim, f"Topic number {number}"), besim)
    client = as_(None)
    for path in (FORUM, f"{FORUM}{forum.code}/"):
        client.get(path)
        with django_assert_max_num_queries(3):
            response = client.get(path)
        assert "Topic number 4" in text_of(response)
        assert "public" in response["Cache-Control"]
        assert response["ETag"]
        assert len(response.content) < 30_000


def test_a_member_reads_the_list_in_six_statements(
    forum, topic, besim, django_assert_max_num_queries
) -> None:
    client = as_(besim)
    for path in (FORUM, f"{FORUM}{forum.code}/"):
        client.get(path)
        with django_assert_max_num_queries(6):
            response = client.get(path)
        assert topic.title in text_of(response)
        assert "no-store" in response["Cache-Control"]


def test_unread_and_new_are_lists_of_their_own(topic, arta, besim, outsider) -> None:
    mark_read(topic, besim, 1)
    as_(besim).post(f"{FORUM}topic/{topic.pk}/level/", {"level": "2"})
    talk.post(topic, arta)

    unread = text_of(as_(besim).get(f"{FORUM}?view=unread"))

    assert "1 unread" in unread
    assert "?from=unread#new" in unread
    assert topic.title in text_of(as_(outsider).get(f"{FORUM}?view=new"))
    assert "have read all" in text_of(as_(outsider).get(f"{FORUM}?view=unread"))


def test_lists_are_narrowed_by_kind_language_and_tag(forum, topic, arta) -> None:
    skill = make_skill({"en": "Recognition of diplomas"})
    plan = TopicPlan("Who recognises diplomas?", "Who?", "question", [skill.slug])
    question = start_topic(forum, arta, plan)
    Topic.objects.filter(pk=question.pk).update(language="sq")
    Topic.objects.filter(pk=topic.pk).update(language="de")
    client = as_(None)

    for query in (
        "kind=question",
        "unanswered=on",
        "language=sq",
        f"tag={skill.slug}",
    ):
        shown = text_of(client.get(f"{FORUM}?{query}"))
        assert (question.title in shown, topic.title in shown) == (True, False), query


def test_a_members_languages_are_filters_that_can_be_taken_away(topic, besim) -> None:
    Topic.objects.filter(pk=topic.pk).update(language="de")
    besim.reading_languages = ["sq"]
    besim.save()
    client = as_(besim)

    assert topic.title not in text_of(client.get(FORUM))
    assert 'href="?language=all"' in text_of(client.get(FORUM))
    assert topic.title in text_of(client.get(f"{FORUM}?language=all"))


@pytest.mark.parametrize("query", ["language=xx", "kind=song", "tag=%3Cb%3E"])
def test_a_filter_that_nobody_knows_is_told(topic, query) -> None:
    response = as_(None).get(f"{FORUM}?{query}")

    assert response.status_code == 400
    assert "cannot be used" in text_of(response)
    assert topic.title in text_of(response)


def test_what_is_not_seen_is_not_found(forum, topic, arta) -> None:
    secret = talk.network("secret", is_public=False)
    room = talk.forum(secret)
    hidden = talk.topic(room, talk.join(UserFactory(), secret))
    first = hidden.posts.get()
    client = as_(arta)

    for path in (
        f"{FORUM}{room.code}/",
        f"{FORUM}{room.code}/new/",
        f"{FORUM}topic/{hidden.pk}/",
        f"{FORUM}topic/{hidden.pk}/newer/",
        f"{FORUM}topic/{hidden.pk}/reply/",
        place(first),
        place(first, "more/"),
        place(first, "edit/"),
        f"{FORUM}?cursor=nothing",
        f"{FORUM}topic/99999999/",
    ):
        assert client.get(path).status_code == 404, path
    assert hidden.title not in text_of(client.get(FORUM))
    assert client.post(f"{FORUM}topic/{hidden.pk}/read/").status_code == 404


# A topic ----------------------------------------------------------------------------------


def test_a_visitor_reads_a_topic_in_four_statements(
    topic, besim, django_assert_max_num_queries
) -> None:
    talk.post(topic, besim, "A **clear** answer.")
    client = as_(None)
    path = address(topic)
    client.get(path)

    with django_assert_max_num_queries(4):
        response = client.get(path)

    shown = text_of(response)
    assert "A <strong>clear</strong> answer." in shown
    assert "Log in to answer" in shown
    assert "csrfmiddlewaretoken" not in shown
    assert "public" in response["Cache-Control"]


def test_a_member_reads_a_topic_in_eight_statements(
    topic, besim, arta, django_assert_max_num_queries
) -> None:
    for number in range(25):
        talk.post(topic, besim, f"Answer {number}. " + "Some words. " * 20)
    react(topic.posts.first(), besim, "thanks")
    client = as_(besim)
    path = address(topic)
    client.get(path)

    with django_assert_max_num_queries(8):
        response = client.get(path)

    shown = text_of(response)
    assert 'id="p1"' in shown
    assert 'id="p20"' in shown
    assert 'id="p21"' not in shown
    assert 'aria-pressed="true"' in shown


def test_addresses_lead_to_the_right_one(topic, besim) -> None:
    post = talk.post(topic, besim)
    client = as_(None)

    assert client.get(f"{FORUM}topic/{topic.pk}/").url == address(topic)
    assert client.get(f"{FORUM}topic/{topic.pk}/wrong/?from=2").url == (
        f"{address(topic)}?from=2"
    )
    assert client.get(place(post)).url == f"{address(topic)}#p2"


def test_a_merged_topic_leads_on(forum, topic, mod) -> None:
    other = talk.topic(forum, mod, "Another title of words")
    merge_topics(topic, mod, other)

    assert as_(None).get(f"{FORUM}topic/{topic.pk}/").url == address(other)


def test_windows_begin_where_they_are_asked_to(topic, besim) -> None:
    for number in range(45):
        talk.post(topic, besim, f"Answer {number}.")
    mark_read(topic, besim, 30)
    client = as_(besim)

    last = text_of(client.get(f"{address(topic)}?from=last"))
    unread = text_of(client.get(f"{address(topic)}?from=31"))

    assert ('id="p46"' in last, 'id="p1"' in last) == (True, False)
    assert 'rel="prev"' in last
    assert 'id="p46"' in unread
    for nonsense in ("x", "-3", "9" * 15, "0"):
        shown = text_of(client.get(f"{address(topic)}?from={nonsense}"))
        assert 'id="p1"' in shown


def test_a_line_says_what_is_new(topic, arta, besim) -> None:
    mark_read(topic, besim, 1)
    talk.post(topic, arta)

    assert 'id="new"' in text_of(as_(besim).get(f"{address(topic)}?from=unread"))
    assert 'id="new"' not in text_of(as_(arta).get(address(topic)))


def test_htmx_gets_the_posts_alone(topic, besim) -> None:
    for number in range(25):
        talk.post(topic, besim, f"Answer {number}.")

    part = text_of(as_(None).get(f"{address(topic)}?from=21", headers=HTMX))

    assert "<html" not in part
    assert ('id="p21"' in part, 'id="p20"' in part) == (True, False)


def test_hidden_posts_are_absent_but_for_their_author_and_moderators(
    topic, besim, arta, mod
) -> None:
    post = talk.post(topic, besim, "Something rude.")
    take_away_post(post, mod, "hidden", "Be kind.")

    for reader, sees in ((None, False), (arta, False), (besim, True), (mod, True)):
        shown = text_of(as_(reader).get(address(topic)))
        assert ("Something rude." in shown) is sees
    assert "Hidden by a moderator" in text_of(as_(besim).get(address(topic)))
    assert as_(arta).get(place(post)).status_code == 404


def test_posts_of_blocked_members_are_folded(topic, arta, besim) -> None:
    talk.post(topic, besim)
    Block.objects.create(by=arta, blocked=besim)

    assert "post-blocked" in text_of(as_(arta).get(address(topic)))


def test_other_languages_are_marked(topic) -> None:
    topic.posts.update(language="sq")

    shown = text_of(as_(None).get(address(topic)))

    assert '<div class="post-text" lang="sq"' in shown
    assert '<div class="post-text" lang' not in text_of(
        as_(None).get(address(topic).replace("/en/", "/sq/"))
    )


def test_who_may_answer_is_told(topic, outsider, besim, mod) -> None:
    assert "Join the network to answer" in text_of(as_(outsider).get(address(topic)))
    assert 'id="reply-form"' in text_of(as_(besim).get(address(topic)))
    close_topic(topic, mod, "Done.")
    shown = text_of(as_(besim).get(address(topic)))
    assert 'id="reply-form"' not in shown
    assert "nobody answers any more" in shown
    assert "closed the topic" in shown


def test_the_live_bar_speaks_only_of_new_posts(topic, besim) -> None:
    client = as_(None)
    newer = f"{FORUM}topic/{topic.pk}/newer/?after="

    assert client.get(f"{newer}1").status_code == 204
    talk.post(topic, besim)
    assert "1 new post" in text_of(client.get(f"{newer}1"))
    assert client.get(f"{newer}nothing").status_code == 200


# Writing ----------------------------------------------------------------------------------


def test_a_member_starts_a_topic_without_script(forum, arta) -> None:
    make_skill({"en": "Surgery"})
    client = as_(arta)
    path = f"{FORUM}{forum.code}/new/"
    client_id = "6f0f7c1e-7d6b-4b52-8f37-0d2f0c2b8a11"
    sent = {
        "title": "Which papers does a surgeon need?",
        "kind": "question",
        "tags": "surgery",
        "text": "I have **all** of them.",
        "poll_question": "Which?",
        "poll_options": "One\nTwo",
        "client_id": client_id,
    }

    assert 'name="text"' in text_of(client.get(path))
    response = client.post(path, sent)
    again = client.post(path, sent)

    made = Topic.objects.get()
    assert response.url == again.url == address(made)
    assert (made.kind, made.tags.count()) == ("question", 1)
    assert made.posts.get().poll.options.count() == 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": "Short"}, "Say in a few words"),
        ({"text": " "}, "Write something first."),
        ({"text": "x" * 30_001}, "At most 30000 characters"),
        ({"kind": "song"}, "Select a valid choice"),
        ({"kind": "announcement"}, "Select a valid choice"),
        ({"tags": "no such thing"}, "There is no tag"),
        ({"poll_question": "Which?"}, "two to twelve"),
        ({"client_id": "x"}, "valid UUID"),
    ],
)
def test_a_topic_that_cannot_be_is_told_beside_the_field(
    forum, arta, wrong, message
) -> None:
    sent = {"title": "A title of words", "kind": "discussion", "text": "My own words."}

    response = as_(arta).post(f"{FORUM}{forum.code}/new/", sent | wrong)

    assert response.status_code == 422
    assert message in text_of(response)
    assert (wrong.get("text", "My own words.")) in text_of(response)
    assert not Topic.objects.exists()


def test_a_member_answers_once_without_script(topic, besim) -> None:
    client = as_(besim)
    path = f"{FORUM}topic/{topic.pk}/reply/"
    sent = {"text": "An answer.", "client_id": "6f0f7c1e-7d6b-4b52-8f37-0d2f0c2b8a11"}

    first, second = client.post(path, sent), client.post(path, sent)

    assert first.url == second.url == f"{address(topic)}#p2"
    assert topic.posts.count() == 2


def test_htmx_gets_the_answer_and_an_empty_editor(topic, besim) -> None:
    response = as_(besim).post(
        f"{FORUM}topic/{topic.pk}/reply/",
        {"text": "An answer.", "after": "1"},
        headers=HTMX,
    )

    shown = text_of(response)
    assert 'id="p2"' in shown
    assert 'hx-swap-oob="outerHTML"' in shown
    assert shown.count("An answer.") == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_empty_answer_comes_back(topic, besim, headers) -> None:
    response = as_(besim).post(
        f"{FORUM}topic/{topic.pk}/reply/",
        {"text": "", "poll_question": "Kept?"},
        headers=headers,
    )

    assert response.status_code == 422
    assert "Write something first." in text_of(response)
    assert "Kept?" in text_of(response)


def test_control_characters_are_left_out(topic, besim) -> None:
    as_(besim).post(f"{FORUM}topic/{topic.pk}/reply/", {"text": "A\x07b\ue000c"})

    assert topic.posts.last().raw == "Abc"
    refused = as_(besim).post(f"{FORUM}topic/{topic.pk}/reply/", {"text": "A\x00b"})
    assert refused.status_code == 400


def test_what_is_written_while_a_topic_closes_is_not_lost(topic, besim, mod) -> None:
    close_topic(topic, mod)

    response = as_(besim).post(
        f"{FORUM}topic/{topic.pk}/reply/", {"text": "Long words."}
    )

    assert response.status_code == 409
    assert "kept as a draft" in text_of(response)
    assert "Long words." in text_of(response)
    assert Draft.objects.get(user=besim).raw == "Long words."


def test_slow_mode_says_when(topic, besim, mod) -> None:
    talk.post(topic, besim)
    slow_topic(topic, mod, 600)

    response = as_(besim).post(f"{FORUM}topic/{topic.pk}/reply/", {"text": "Again."})

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 500
    assert "Again." in text_of(response)


def test_outsiders_do_not_write(forum, topic, outsider) -> None:
    client = as_(outsider)

    for path in (f"{FORUM}topic/{topic.pk}/reply/", f"{FORUM}{forum.code}/new/"):
        response = client.post(path, {"text": "Words."})
        assert response.status_code == 403
        assert "Join it to take part" in text_of(response)
    assert client.post(place(topic.posts.get(), "edit/")).status_code == 403


def test_visitors_are_led_to_the_login_and_back(topic, forum) -> None:
    client = as_(None)
    path = f"{FORUM}topic/{topic.pk}/reply/"

    response = client.get(path)
    assert response.url == f"/en/account/login/?next={quote(path, safe='')}"
    headers = HTMX | {"HX-Current-URL": f"http://testserver{address(topic)}"}
    response = client.post(path, headers=headers)
    assert response.status_code == 401
    assert f"topic%2F{topic.pk}" in response["HX-Redirect"]


def test_a_quote_stands_in_the_editor(topic, besim) -> None:
    first = topic.posts.get()

    shown = text_of(as_(besim).get(f"{FORUM}topic/{topic.pk}/reply/?quote=1"))

    assert f"[quote {first.pk}]\nWhat **papers**?\n[/quote]" in shown


def test_the_preview_is_what_is_shown_later(topic, arta, besim) -> None:
    text = f"@[Arta]({arta.uuid}) **yes** <script>"
    client = as_(besim)

    preview = text_of(client.post(f"{FORUM}preview/", {"text": text}))
    client.post(f"{FORUM}topic/{topic.pk}/reply/", {"text": text})

    inside = (
        '<p><span class="mention">@Arta Gashi</span> <strong>yes</strong> &lt;script'
    )
    assert inside in preview
    assert inside in text_of(client.get(address(topic)))
    assert "Write something" in text_of(client.post(f"{FORUM}preview/", {"text": ""}))


def test_an_edit_keeps_a_difference_that_can_be_read(topic, arta, besim) -> None:
    first = topic.posts.get()
    client = as_(arta)

    shown = text_of(client.get(place(first, "edit/")))
    sent = {"text": "What **documents**?", "seen": "0"}
    response = client.post(place(first, "edit/"), sent)

    assert "What **papers**?" in shown
    assert response.url == f"{address(topic)}#p1"
    history = text_of(as_(besim).get(place(first, "revisions/")))
    assert "<del>papers</del><ins>documents</ins>" in history
    stale = client.post(place(first, "edit/"), {"text": "Mine", "seen": "0"})
    assert stale.status_code == 409
    assert "Mine" in text_of(stale)
    assert "What **documents**?" in text_of(stale)
    again = client.post(place(first, "edit/"), {"text": "Mine", "seen": "1"})
    assert again.status_code == 302
    assert (
        client.post(place(first, "edit/"), {"text": "", "seen": "2"}).status_code == 422
    )
    assert client.post(place(first, "edit/"), {"text": "x"}).status_code == 422


def test_drafts_are_kept_and_given_back(topic, forum, besim, arta) -> None:
    client = as_(besim)
    key = f"topic:{topic.pk}"

    kept = client.post(f"{FORUM}drafts/keep/", {"key": key, "text": "Half a thou"})

    assert kept.json() == {"said": "Draft saved"}
    assert "Half a thou" in text_of(client.get(address(topic)))
    assert "Half a thou" in text_of(client.get(f"{FORUM}drafts/"))
    assert "Half a thou" not in text_of(as_(arta).get(f"{FORUM}drafts/"))
    wrong = client.post(f"{FORUM}drafts/keep/", {"key": "x", "text": "a"})
    assert wrong.status_code == 422
    client.post(f"{FORUM}drafts/forget/", {"key": key})
    assert "no drafts" in text_of(client.get(f"{FORUM}drafts/"))


# One post ---------------------------------------------------------------------------------


def test_reactions_with_and_without_script(topic, besim) -> None:
    first = topic.posts.get()
    client = as_(besim)

    assert "I learned something" in text_of(client.get(place(first, "react/")))
    assert client.post(place(first, "react/"), {"kind": "thanks"}).status_code == 302
    part = text_of(client.post(place(first, "react/"), {"kind": "agree"}, headers=HTMX))
    assert part.count('aria-pressed="true"') == 2
    client.post(place(first, "react/"), {"kind": "-agree"})
    assert Reaction.objects.get().kind == "thanks"
    assert client.post(place(first, "react/"), {"kind": "x"}).status_code == 422


def test_nobody_reacts_to_themselves_or_from_outside(topic, arta, outsider) -> None:
    for person in (arta, outsider):
        path = place(topic.posts.get(), "react/")
        assert as_(person).post(path, {"kind": "thanks"}).status_code == 403


def test_votes(forum, arta, besim, outsider) -> None:
    poll = PollPlan("Which day?", ["Monday", "Friday"])
    topic = start_topic(forum, arta, TopicPlan("Which day is it?", "Vote.", poll=poll))
    path = place(topic.posts.get(), "vote/")
    client = as_(besim)

    assert client.post(path, {"options": "1"}).status_code == 302
    assert "1 person voted" in text_of(client.get(address(topic)))
    assert client.post(path, {"options": "7"}).status_code == 422
    assert client.post(path, {"options": "x"}).status_code == 422
    assert as_(outsider).post(path, {"options": "1"}).status_code == 403
    assert "1 person voted" in text_of(as_(None).get(address(topic)))
    assert client.post(place(talk.post(topic, arta), "vote/")).status_code == 404


def test_the_one_who_asked_accepts_an_answer(forum, arta, besim) -> None:
    topic = start_topic(forum, arta, TopicPlan("A question of words", "?", "question"))
    post = talk.post(topic, besim)

    assert as_(besim).post(place(post, "accept/")).status_code == 403
    assert as_(arta).post(place(post, "accept/")).status_code == 302
    assert "Accepted answer" in text_of(as_(None).get(address(topic)))
    first = topic.posts.get(number=1)
    assert as_(arta).post(place(first, "accept/")).status_code == 409
    as_(arta).post(place(post, "withdraw/"))
    assert "Accepted answer" not in text_of(as_(None).get(address(topic)))


def test_what_is_deleted_can_be_taken_back(topic, besim, arta) -> None:
    post = talk.post(topic, besim, "Away with it.")

    assert as_(arta).post(place(post, "delete/")).status_code == 403
    as_(besim).post(place(post, "delete/"))
    assert "Away with it." not in text_of(as_(arta).get(address(topic)))
    assert "Take it back" in text_of(as_(besim).get(address(topic)))
    as_(besim).post(place(post, "restore/"))
    assert "Away with it." in text_of(as_(arta).get(address(topic)))


def test_more_offers_what_one_may_do(topic, besim, mod) -> None:
    post = talk.post(topic, besim)

    assert "Delete" in text_of(as_(besim).get(place(post, "more/")))
    assert "Hide" not in text_of(as_(besim).get(place(post, "more/")))
    part = text_of(as_(mod).get(place(post, "more/"), headers=HTMX))
    assert "Hide" in part
    assert "<html" not in part


# Reading ----------------------------------------------------------------------------------


def test_reading_is_noted_and_taken_back(topic, arta, besim) -> None:
    talk.post(topic, arta)
    client = as_(besim)
    path = f"{FORUM}topic/{topic.pk}/read/"

    assert client.post(path, {"number": "2"}).status_code == 204
    assert TopicUser.objects.get(user=besim, topic=topic).last_read == 2
    assert client.post(path, {"number": "x"}).status_code == 400
    client.post(place(topic.posts.last(), "unread/"))
    assert TopicUser.objects.get(user=besim, topic=topic).last_read == 1
    assert topic.title in text_of(client.get(f"{FORUM}?view=unread"))
    client.post(f"{FORUM}read/")
    assert topic.title not in text_of(client.get(f"{FORUM}?view=unread"))


def test_levels(topic, forum, besim) -> None:
    client = as_(besim)
    path = f"{FORUM}topic/{topic.pk}/level/"

    assert "As closely as its forum" in text_of(client.get(path))
    assert client.post(path, {"level": "3"}).status_code == 302
    assert TopicUser.objects.get(user=besim).level == 3
    client.post(path, {"level": "forum"})
    assert TopicUser.objects.get(user=besim).level is None
    assert client.post(path, {"level": "9"}).status_code == 422
    room = f"{FORUM}{forum.code}/level/"
    assert client.post(room, {"level": "3"}).status_code == 302
    assert client.post(room, {"level": ""}).status_code == 422
    assert 'value="3" checked' in text_of(client.get(room))


def test_an_author_changes_title_kind_and_tags(topic, arta) -> None:
    make_skill({"en": "Welding"}, slug="welding")
    client, path = as_(arta), f"{FORUM}topic/{topic.pk}/edit/"
    asked = {"title": "How are foreign diplomas recognised?", "kind": "question"}

    assert 'value="discussion"' in text_of(client.get(path))
    assert client.post(path, {**asked, "tags": "Welding"}).status_code == 302
    topic.refresh_from_db()
    assert (topic.title, topic.kind) == tuple(asked.values())
    assert [one.skill.slug for one in topic.tags.all()] == ["welding"]

    wrong = client.post(path, {**asked, "kind": "announcement", "tags": "Nothing"})
    assert wrong.status_code == 422
    assert "There is no tag" in text_of(wrong)


def test_a_search_is_paged_and_marks_the_words(client, topic, besim) -> None:
    for number in range(22):
        talk.post(topic, besim, f"Apostille number {number} <b>of</b> many")

    first = client.get("/en/forum/search/?q=apostil")
    html = first.content.decode()

    assert html.count("<mark>Apostille</mark>") == 20
    assert "&lt;b&gt;of" in html
    [further] = re.findall(r'href="(\?[^"]*cursor[^"]*)" rel="next"', html)
    second = client.get(f"/en/forum/search/{further.replace('&amp;', '&')}")
    assert second.content.decode().count("<mark>Apostille</mark>") == 2
    assert client.get("/en/forum/search/?q=apostil&cursor=nonsense").status_code == 404
    assert client.get("/en/forum/search/?q=%00").status_code in (200, 400)
    assert "<mark>" not in client.get("/en/forum/search/?q=---").content.decode()


def test_the_kept_head_is_that_of_its_own_address(client, topic) -> None:
    last = text_of(client.get(f"{address(topic)}?from=last"))
    plain = text_of(client.get(address(topic)))

    assert 'hreflang="de" href="' in plain
    assert "from=last" in last.partition("</head>")[0]
    assert "from=last" not in plain.partition("</head>")[0]
