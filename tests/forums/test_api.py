"""Forums, topics and posts in the API, read and written."""

import uuid

import pytest

from community.accounts.models import Block
from community.forums.actions import (
    PollPlan,
    PostPlan,
    close_topic,
    edit_post,
    follow_topic,
    mark_read,
    reply,
    slow_topic,
    take_away_post,
)
from community.forums.models import Draft, Post, Topic
from tests.factories import talk
from tests.factories.taxonomy import make_skill
from tests.forums.asking import Api

pytestmark = pytest.mark.django_db


# Forums -----------------------------------------------------------------------------------


def test_forums_with_their_networks_and_numbers(topic, besim):
    [told] = Api().get("forums/", locale="de").json()["items"]

    assert told["code"] == "medicine-general"
    assert told["name"] == "medicine-general de"
    assert told["network"] == {"code": "medicine", "name": "Medicine de"}
    assert (told["topics"], told["posts"]) == (1, 1)
    assert (told["level"], told["can"]) == (None, [])
    [told] = Api(besim).get("forums/").json()["items"]
    assert (told["level"], told["can"]) == ("normal", ["start", "follow"])


def test_forums_of_one_network(topic):
    talk.forum(talk.network("law"))

    items = Api().get("forums/", network="law").json()["items"]

    assert [one["code"] for one in items] == ["law-general"]
    assert Api().get("forums/", network="none").json() == {"items": []}


def test_who_moderates_a_forum_is_told_so(topic, mod, outsider):
    path = "forums/medicine-general/"

    assert Api(mod).get(path).json()["can"] == [
        "start",
        "announce",
        "follow",
        "moderate",
    ]
    assert Api(outsider).get(path).json()["can"] == ["follow"]


def test_a_forum_is_followed_more_or_less_closely(forum, besim):
    api, path = Api(besim), f"forums/{forum.code}/level/"

    assert api.put(path, {"level": "watch"}).json()["level"] == "watch"
    assert api.put(path, {"level": "mute"}).json()["level"] == "mute"
    assert api.put(path, {"level": "loud"}).status_code == 400
    assert Api().put(path, {"level": "mute"}).status_code == 403


# Topics -----------------------------------------------------------------------------------


def test_a_topic_is_started(forum, arta):
    make_skill({"en": "Nursing", "de": "Pflege"}, slug="nursing")
    body = {
        "forum": forum.code,
        "title": "How are diplomas recognised?",
        "text": "Which **papers** are needed?",
        "kind": "question",
        "tags": ["nursing"],
        "poll": {"question": "Did it work?", "options": ["Yes", "No"]},
    }

    response = Api(arta).post("topics/?locale=de", body)

    assert response.status_code == 201
    told = response.json()
    assert told["title"] == "How are diplomas recognised?"
    assert told["kind"] == "question"
    assert told["tags"] == [{"slug": "nursing", "label": "Pflege"}]
    assert told["author"] == {"name": "Arta Gashi", "slug": "", "is_named": True}
    assert told["can"] == ["reply", "edit", "delete", "accept", "follow"]
    assert (told["posts"], told["read_to"], told["level"]) == (1, 1, "follow")
    [first] = Api(arta).get(f"topics/{told['id']}/posts/").json()["items"]
    assert first["html"] == "<p>Which <strong>papers</strong> are needed?</p>\n"
    assert first["poll"]["options"][1] == {"position": 1, "text": "No", "votes": 0}


def test_the_same_sending_gives_one_topic(forum, arta):
    body = {
        "forum": forum.code,
        "title": "Sent twice by a bad line",
        "text": "Once.",
        "client_id": str(uuid.uuid4()),
    }

    first, second = Api(arta).post("topics/", body), Api(arta).post("topics/", body)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert Topic.objects.count() == 1


def test_who_starts_topics(forum, arta, mod, outsider):
    body = {"forum": forum.code, "title": "A title of some words", "text": "Text."}

    def status(user, **more):
        return Api(user).post("topics/", body | more).status_code

    assert [status(one) for one in (None, outsider, arta, mod)] == [403, 403, 201, 201]
    assert status(arta, kind="announcement") == 403
    assert status(mod, kind="announcement") == 201


def test_one_topic_for_each_reader(topic, arta, besim, mod, outsider):
    def can(user):
        return Api(user).get(f"topics/{topic.pk}/").json()["can"]

    assert can(None) == []
    assert can(outsider) == ["follow"]
    assert can(besim) == ["reply", "follow"]
    assert can(arta) == ["reply", "edit", "delete", "follow"]
    assert can(mod) == ["reply", "edit", "delete", "follow", "moderate"]


def test_a_name_is_shown_as_its_owner_wishes(topic, arta):
    """Visitors see the name of nobody who shows it to members alone."""
    told = Api().get(f"topics/{topic.pk}/", locale="de").json()

    assert told["author"] == {"name": "Mitglied", "slug": "", "is_named": False}


def test_another_title(topic, arta, besim):
    path = f"topics/{topic.pk}/"

    response = Api(arta).patch(path, {"title": "Recognition of diplomas"})

    assert response.json()["title"] == "Recognition of diplomas"
    assert Api(besim).patch(path, {"title": "Something else now"}).status_code == 403
    assert Api(arta).patch(path, {"title": "No"}).json()["errors"].keys() == {"title"}
    assert Api(arta).patch(path, {"forum": "law"}).status_code == 400


def test_an_author_changes_kind_and_tags_and_announces_nothing(topic, arta):
    make_skill({"en": "Welding"}, slug="welding")
    path = f"topics/{topic.pk}/"

    told = Api(arta).patch(path, {"kind": "question", "tags": ["welding"]}).json()

    assert (told["kind"], [one["slug"] for one in told["tags"]]) == (
        "question",
        ["welding"],
    )
    assert Api(arta).patch(path, {"kind": "announcement"}).status_code == 403
    wrong = Api(arta).patch(path, {"tags": ["nothing"]})
    assert wrong.json()["errors"].keys() == {"tags"}
    topic.refresh_from_db()
    assert topic.kind == "question"


def test_a_topic_goes_and_comes_back(topic, arta, outsider):
    api, path = Api(arta), f"topics/{topic.pk}/"

    assert api.delete(path).status_code == 204
    assert Api(outsider).get(path).status_code == 404
    assert api.get(path).json()["state"] == "deleted"
    assert api.post(f"{path}restore/").json()["state"] == "shown"
    assert Api(outsider).get(path).status_code == 200
    assert api.post(f"{path}restore/").status_code == 403


def test_what_a_moderator_takes_away_its_author_cannot_bring_back(topic, arta, mod):
    assert Api(mod).delete(f"topics/{topic.pk}/").status_code == 204

    assert Api(arta).get(f"topics/{topic.pk}/").json()["state"] == "hidden"
    assert Api(arta).post(f"topics/{topic.pk}/restore/").status_code == 403
    assert Api(mod).post(f"topics/{topic.pk}/restore/").status_code == 200


def test_lists_are_narrowed(forum, topic, arta, mod):
    law = talk.forum(talk.network("law"))
    talk.join(arta, law.network)
    skill = make_skill({"en": "Contracts"}, slug="contracts")
    body = {
        "forum": law.code,
        "title": "Who reads a contract?",
        "text": "Wer liest?",
        "kind": "question",
        "tags": [skill.slug],
    }
    pk = Api(arta).post("topics/", body).json()["id"]
    Topic.objects.filter(pk=pk).update(language="de")
    Topic.objects.filter(pk=topic.pk).update(language="sq")

    def ids(**asked):
        return [one["id"] for one in Api(mod).get("topics/", **asked).json()["items"]]

    assert ids() == [pk, topic.pk]
    assert ids(forum=forum.code) == ids(network="medicine") == [topic.pk]
    assert ids(language="de") == ids(kind="question") == ids(unsolved="true") == [pk]
    assert ids(language=["de", "sq"]) == [pk, topic.pk]
    assert ids(tag="contracts") == [pk]
    assert ids(view="new") == [pk, topic.pk]
    assert ids(view="unread") == []


@pytest.mark.parametrize(
    "asked",
    [
        {"view": "best"},
        {"kind": "poem"},
        {"language": "fr"},
        {"unsolved": "yes"},
        {"tag": "a b"},
        {"limit": "0"},
        {"limit": "101"},
        {"cursor": "x"},
        {"locale": "fr"},
        {"forun": "x"},
    ],
)
def test_a_wrong_parameter_is_named(topic, asked):
    response = Api().get("topics/", **asked)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == list(asked)


def test_unread_and_new_are_for_members(topic):
    assert Api().get("topics/", view="unread").status_code == 403
    assert Api().get("topics/", view="new").status_code == 403
    assert Api().get("me/unread/").status_code == 403


def test_pinned_topics_stand_before_the_first_page(forum, topic, arta, mod):
    Api(mod).post(f"topics/{topic.pk}/pin/")
    other = talk.topic(forum, arta, "Another one of these")

    told = Api().get("topics/", forum=forum.code).json()

    assert [one["id"] for one in told["pinned"]] == [topic.pk]
    assert [one["id"] for one in told["items"]] == [other.pk]


def test_paging_gives_each_topic_once(forum, arta):
    made = {talk.topic(forum, arta, f"Topic number {n:03}").pk for n in range(120)}
    api, seen, cursor = Api(arta), [], ""

    while True:
        asked = {"cursor": cursor} if cursor else {}
        told = api.get("topics/", limit=50, **asked).json()
        seen += [one["id"] for one in told["items"]]
        cursor = told["next"]
        if not cursor:
            break

    assert len(seen) == 120
    assert set(seen) == made
    assert seen == sorted(seen, reverse=True)


# Posts ------------------------------------------------------------------------------------


def test_paging_gives_each_post_once(topic, arta, mod):
    for _number in range(119):
        talk.post(topic, arta)
    for number in (5, 60, 101):
        post = Post.objects.get(topic=topic, number=number)
        take_away_post(post, mod, "deleted")
    seen, start = [], 1

    while start:
        window = Api().get(f"topics/{topic.pk}/posts/", limit=50, **{"from": start})
        told = window.json()
        seen += [one["number"] for one in told["items"]]
        start = told["next"]

    assert seen == [n for n in range(1, 121) if n not in (5, 60, 101)]


def test_a_start_beyond_the_end_gives_the_last_ones(topic, arta):
    for _number in range(24):
        talk.post(topic, arta)

    told = Api().get(f"topics/{topic.pk}/posts/", limit=10, **{"from": 9999}).json()

    assert [one["number"] for one in told["items"]] == list(range(16, 26))
    assert (told["previous"], told["next"]) == (6, None)


@pytest.mark.parametrize(
    "asked",
    [{"from": "0"}, {"from": "x"}, {"from": "9" * 12}, {"limit": "51"}, {"page": "2"}],
)
def test_a_wrong_window_is_refused(topic, asked):
    response = Api().get(f"topics/{topic.pk}/posts/", **asked)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == list(asked)


def test_an_answer_with_quote_and_mention(topic, arta, besim, outsider):
    first = topic.posts.get()
    text = f"[quote {first.pk}]\nWhat papers?\n[/quote]\n@[Arta]({arta.uuid}) All."
    body = {"text": text, "reply_to": 1}

    response = Api(besim).post(f"topics/{topic.pk}/posts/", body)

    assert response.status_code == 201
    told = response.json()
    assert (told["number"], told["reply_to"], told["is_own"]) == (2, 1, True)
    assert "Arta Gashi wrote:" in told["html"]
    assert "@Arta Gashi" in told["html"]
    assert f"@[Arta Gashi]({arta.uuid})" in told["raw"]
    seen = Api().get(f"posts/{told['id']}/").json()
    assert "Arta" not in seen["html"]
    assert "raw" not in seen
    assert "raw" not in Api(outsider).get(f"posts/{told['id']}/").json()


def test_the_same_sending_gives_one_answer(topic, besim):
    body = {"text": "Once.", "client_id": str(uuid.uuid4())}
    path = f"topics/{topic.pk}/posts/"

    first, second = Api(besim).post(path, body), Api(besim).post(path, body)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert topic.posts.count() == 2


def test_a_closed_topic_keeps_the_text_as_a_draft(topic, besim, mod):
    close_topic(topic, mod)
    path = f"topics/{topic.pk}/posts/"

    response = Api(besim).post(path, {"text": "Too late."})

    assert response.status_code == 409
    assert response["Content-Type"] == "application/problem+json"
    assert Draft.objects.get(user=besim).raw == "Too late."
    assert Api(mod).post(path, {"text": "By the way."}).status_code == 201


def test_slow_mode_says_when_to_come_back(topic, besim, mod):
    slow_topic(topic, mod, 600)
    path = f"topics/{topic.pk}/posts/"
    assert Api(besim).post(path, {"text": "First."}).status_code == 201

    response = Api(besim).post(path, {"text": "Second."})

    assert response.status_code == 429
    assert 590 <= int(response["Retry-After"]) <= 600


def test_an_edit_keeps_what_was_there(topic, besim, outsider):
    post = talk.post(topic, besim, "One.\nTwo.")
    api, path = Api(besim), f"posts/{post.pk}/"

    response = api.patch(path, {"text": "One.\nThree.", "seen_edits": 0})

    assert response.status_code == 200
    assert (response.json()["raw"], response.json()["edits"]) == ("One.\nThree.", 1)
    api.patch(path, {"text": "Three."}, **{"If-Match": '"1"'})
    told = Api(outsider).get(f"{path}revisions/").json()["items"]
    assert [(one["number"], one["raw"]) for one in told] == [
        (2, "One.\nThree."),
        (1, "One.\nTwo."),
    ]
    assert told[1]["by"]["name"] == "Besim Hoxha"
    assert told[1]["diff"].splitlines()[3:] == [" One.", "-Two.", "+Three."]
    assert Api().get(f"{path}revisions/").status_code == 403
    [second] = api.get(f"{path}revisions/", limit=1).json()["items"]
    assert second == told[0]


def test_a_stale_edit_is_refused(topic, besim):
    post = talk.post(topic, besim)
    api, path = Api(besim), f"posts/{post.pk}/"
    api.patch(path, {"text": "New.", "seen_edits": 0})

    assert api.patch(path, {"text": "Newer.", "seen_edits": 0}).status_code == 409
    stale = api.patch(path, {"text": "Newer."}, **{"If-Match": '"0"'})
    assert stale.status_code == 412
    wrong = api.patch(path, {"text": "Newer."}, **{"If-Match": '"x"'})
    assert wrong.status_code == 412
    assert list(api.patch(path, {"text": "x"}).json()["errors"]) == ["seen_edits"]
    assert api.get(path).json()["raw"] == "New."


def test_who_edits_and_deletes_posts(topic, arta, besim, mod, outsider):
    post = talk.post(topic, besim)
    body = {"text": "Changed.", "seen_edits": 0}

    def statuses(user):
        api = Api(user)
        return (
            api.patch(f"posts/{post.pk}/", body).status_code,
            api.delete(f"posts/{post.pk}/").status_code,
            api.post(f"posts/{post.pk}/restore/").status_code,
        )

    for reader in (None, outsider, arta):
        assert statuses(reader) == (403, 403, 403)
    assert statuses(besim) == (200, 204, 200)
    body["seen_edits"] = 1
    assert statuses(mod) == (200, 204, 200)


def test_the_first_post_takes_its_topic_along(topic, arta):
    assert Api(arta).delete(f"posts/{topic.posts.get().pk}/").status_code == 204

    topic.refresh_from_db()
    assert topic.state == "deleted"


def test_posts_are_found_where_one_reads_them(topic, arta, besim, outsider):
    secret = talk.forum(talk.network("secret", is_public=False))
    talk.join(arta, secret.network)
    talk.topic(secret, arta, "Closed conversation", "An apostille in secret.")
    post = talk.post(topic, arta, "Bring an apostille along.")

    def found(user, **asked):
        told = Api(user).get("posts/search/", **asked).json()
        return [one["id"] for one in told["items"]]

    assert found(None, q="apostil") == found(outsider, q="apostille") == [post.pk]
    assert len(found(arta, q="apostille")) == 2
    assert found(arta, q="") == found(arta, q="nothingofthekind") == []
    Block.objects.create(by=besim, blocked=arta)
    assert found(besim, q="apostille") == []
    assert Api().get("posts/search/", q="x" * 201).status_code == 400


def test_found_posts_are_paged(topic, arta):
    made = {talk.post(topic, arta, f"Apostille {n}").pk for n in range(25)}
    first = Api().get("posts/search/", q="apostille", limit=20).json()

    second = Api().get("posts/search/", q="apostille", cursor=first["next"]).json()

    ids = [one["id"] for one in [*first["items"], *second["items"]]]
    assert len(ids) == 25
    assert set(ids) == made
    assert second["next"] is None


# Answers to posts ---------------------------------------------------------------------------


def test_reactions(topic, arta, besim, outsider):
    path = f"posts/{topic.posts.get().pk}/reactions"

    told = Api(besim).put(f"{path}/thanks/").json()

    assert told == {"reactions": {"thanks": 1}, "own_reactions": ["thanks"]}
    assert Api(besim).put(f"{path}/thanks/").json() == told
    assert Api(arta).put(f"{path}/thanks/").status_code == 403
    assert Api(outsider).put(f"{path}/thanks/").status_code == 403
    assert Api(besim).put(f"{path}/hate/").status_code == 404
    gone = {"reactions": {}, "own_reactions": []}
    assert Api(besim).delete(f"{path}/thanks/").json() == gone


def test_votes(topic, arta, besim, outsider):
    plan = PostPlan(text="Which?", poll=PollPlan("Which day?", ["One", "Two"]))
    post = reply(topic, arta, plan)
    path = f"posts/{post.pk}/poll/vote/"

    told = Api(besim).put(path, {"options": [1]}).json()["poll"]

    assert (told["voters"], told["own_votes"], told["can"]) == (1, [1], ["vote"])
    assert Api(besim).put(path, {"options": [0, 1]}).status_code == 400
    assert Api(besim).put(path, {"options": [7]}).status_code == 400
    assert Api(outsider).put(path, {"options": [1]}).status_code == 403
    first = topic.posts.get(number=1)
    none = Api(besim).put(f"posts/{first.pk}/poll/vote/", {"options": []})
    assert none.status_code == 404


def test_which_answer_helped(topic, arta, besim):
    Topic.objects.filter(pk=topic.pk).update(kind="question")
    post = talk.post(topic, besim)
    path = f"topics/{topic.pk}/solution/"

    assert Api(besim).put(path, {"post": post.pk}).status_code == 403
    assert Api(arta).put(path, {"post": post.pk}).json()["solution"] == post.pk
    told = Api().get(f"topics/{topic.pk}/posts/").json()["items"]
    assert [one["is_solution"] for one in told] == [False, True]
    assert Api(arta).put(path, {"post": topic.posts.first().pk}).status_code == 409
    assert Api(arta).put(path, {"post": 10**9}).status_code == 404
    assert Api(arta).delete(path).json()["solution"] is None


# Reading ----------------------------------------------------------------------------------


def test_read_marks_go_forward_and_back(topic, arta, besim):
    for _number in range(4):
        talk.post(topic, arta)
    api, path = Api(besim), f"topics/{topic.pk}/read/"

    assert api.put(path, {"number": 3}).json() == {"read_to": 3}
    assert api.put(path, {"number": 2}).json() == {"read_to": 3}
    assert api.put(path, {"number": 99}).json() == {"read_to": 5}
    assert api.delete(f"{path}?number=4").json() == {"read_to": 3}
    told = api.get(f"topics/{topic.pk}/").json()
    assert (told["read_to"], told["unread"], told["level"]) == (3, 2, "follow")
    assert api.get("me/unread/").json() == {"unread": 1, "new": 0}


def test_counts_stop_at_ninety_nine(forum, arta, besim):
    for n in range(101):
        talk.topic(forum, arta, f"Topic number {n:03}")

    assert Api(besim).get("me/unread/").json() == {"unread": 0, "new": 99}


def test_a_topic_is_followed_more_or_less_closely(topic, outsider):
    api, path = Api(outsider), f"topics/{topic.pk}/level/"

    assert api.put(path, {"level": "watch"}).json()["level"] == "watch"
    assert api.put(path, {"level": None}).json()["level"] is None
    assert api.put(path, {"level": 3}).status_code == 400


# Shapes and statements ------------------------------------------------------------------------


def test_what_was_done_stands_between_the_posts(topic, arta, besim, mod):
    talk.post(topic, besim)
    close_topic(topic, mod, "Done.")

    told = Api(arta).get(f"topics/{topic.pk}/posts/").json()

    [event] = told["after"]
    assert (event["kind"], event["reason"]) == ("closed", "Done.")
    assert event["by"] == {"name": "Mimoza", "slug": "", "is_named": True}


@pytest.mark.parametrize(
    ("path", "visitor", "member"),
    [
        ("forums/", 1, 3),
        ("forums/medicine-general/", 1, 3),
        ("topics/", 2, 3),
        ("topics/?view=unread", None, 3),
        ("topics/{topic}/", 2, 3),
        ("topics/{topic}/posts/", 4, 5),
        ("posts/{post}/", 4, 5),
        ("posts/{post}/revisions/", None, 6),
        ("posts/search/?q=answer", 3, 4),
        ("me/unread/", None, 3),
        ("me/drafts/", None, 1),
    ],
)
def test_statements(
    path, visitor, member, topic, arta, besim, django_assert_num_queries
):
    post = talk.post(topic, arta, "An answer.")
    edit_post(post, arta, "An answer to it.", seen_edits=0)
    follow_topic(topic, besim, 2)
    mark_read(topic, besim, 1)
    path = path.format(topic=topic.pk, post=post.pk)
    for api, number, session in ((Api(), visitor, 0), (Api(besim), member, 2)):
        if number is None:
            assert api.get(path).status_code == 403
            continue
        assert api.get(path).status_code == 200  # what is kept in memory
        with django_assert_num_queries(number + session):
            assert api.get(path).status_code == 200
