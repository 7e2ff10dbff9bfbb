"""Everything that can be done in a forum, in any order: the numbers stay right."""

from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from community.forums import actions
from community.forums.actions.forgetting import forget_member
from community.forums.models import (
    Forum,
    Level,
    Poll,
    Post,
    Reaction,
    Topic,
    TopicEvent,
)
from tests.factories import talk
from tests.factories.people import UserFactory

REFUSED = (actions.RefusedError, ValidationError, PermissionDenied)
NOTHING = {"posts": 0, "topics": 0, "forums": 0, "options": 0, "polls": 0}
people = st.integers(0, 2)
places = st.integers(0, 30)
kinds = st.sampled_from(["thanks", "agree", "unknown"])
states = st.sampled_from(["hidden", "deleted"])


class Storm(RuleBasedStateMachine):
    """Objects are kept as they were when they were first read, as a slow form would."""

    @initialize()
    def begin(self) -> None:
        network = talk.network()
        self.forums = [talk.forum(network, "one"), talk.forum(network, "two")]
        roles = ["moderator", "member", "member"]
        self.users = [talk.join(UserFactory(), network, role=role) for role in roles]
        self.topics: list[Topic] = []
        self.posts: list[Post] = []
        self.started(0, 0)

    # Steps

    def started(self, who: int, forum: int) -> None:
        poll = actions.PollPlan("Which?", ["This", "That"], is_multiple=bool(who))
        plan = actions.TopicPlan("A title of words", "Text.", poll=poll)
        found = actions.start_topic(self.forums[forum], self.users[who], plan)
        self.topics.append(found)
        self.posts.append(found.posts.get())

    def topic(self, at: int) -> Topic:
        return self.topics[at % len(self.topics)]

    def post(self, at: int) -> Post:
        return self.posts[at % len(self.posts)]

    def attempt(self, action, *args, **values):
        try:
            return action(*args, **values)
        except REFUSED:
            return None

    # Writing

    @rule(who=people, forum=st.integers(0, 1))
    def start(self, who, forum):
        if len(self.topics) < 6:
            self.started(who, forum)

    @rule(who=people, at=places, to=st.integers(0, 5))
    def reply(self, who, at, to):
        plan = actions.PostPlan("An answer.", reply_to=to)
        made = self.attempt(actions.reply, self.topic(at), self.users[who], plan)
        if made:
            self.posts.append(made)

    @rule(
        who=people, at=places, seen=st.integers(0, 2), text=st.sampled_from(["x", ""])
    )
    def edit(self, who, at, seen, text):
        post, by = self.post(at), self.users[who]
        self.attempt(actions.edit_post, post, by, text + "y" * seen, seen_edits=seen)

    @rule(who=people, at=places, kind=kinds)
    def react(self, who, at, kind):
        self.attempt(actions.react, self.post(at), self.users[who], kind)

    @rule(who=people, at=places, kind=kinds)
    def take_back(self, who, at, kind):
        actions.take_back_reaction(self.post(at), self.users[who], kind)

    @rule(who=people, at=places, options=st.lists(st.integers(0, 2), max_size=2))
    def vote(self, who, at, options):
        polls = list(Poll.objects.order_by("pk"))
        self.attempt(actions.vote, polls[at % len(polls)], self.users[who], options)

    # Moderating

    @rule(at=places, closes=st.booleans())
    def close_or_open(self, at, closes):
        act = actions.close_topic if closes else actions.open_topic
        act(self.topic(at), self.users[0])

    @rule(at=places, pins=st.booleans())
    def pin(self, at, pins):
        act = actions.pin_topic if pins else actions.unpin_topic
        act(self.topic(at), self.users[0])

    @rule(at=places, seconds=st.sampled_from([0, 60, 10**9]))
    def slow(self, at, seconds):
        self.attempt(actions.slow_topic, self.topic(at), self.users[0], seconds)

    @rule(at=places, title=st.sampled_from(["Another title of words", "short"]))
    def rename(self, at, title):
        self.attempt(actions.rename_topic, self.topic(at), self.users[0], title)

    @rule(at=places, to=st.integers(0, 1))
    def move(self, at, to):
        topic, forum = self.topic(at), self.forums[to]
        self.attempt(actions.move_topic, topic, self.users[0], forum)

    @rule(
        at=places, numbers=st.sets(st.integers(1, 6), max_size=4), to=st.integers(0, 1)
    )
    def split(self, at, numbers, to):
        topic, forum, by = self.topic(at), self.forums[to], self.users[0]
        title = "Another matter now"
        made = self.attempt(
            actions.split_topic, topic, by, sorted(numbers), title=title, forum=forum
        )
        if made:
            self.topics.append(made)

    @rule(at=places, other=places)
    def merge(self, at, other):
        topic, into = self.topic(at), self.topic(other)
        self.attempt(actions.merge_topics, topic, self.users[0], into)

    @rule(at=places, state=states)
    def take_away_topic(self, at, state):
        actions.take_away_topic(self.topic(at), self.users[0], state)

    @rule(at=places)
    def restore_topic(self, at):
        actions.restore_topic(self.topic(at), self.users[0])

    @rule(at=places, state=states)
    def take_away_post(self, at, state):
        self.attempt(actions.take_away_post, self.post(at), self.users[0], state)

    @rule(at=places)
    def restore_post(self, at):
        self.attempt(actions.restore_post, self.post(at), self.users[0])

    @rule(at=places, which=places)
    def accept(self, at, which):
        post = self.post(which)
        self.attempt(actions.accept_answer, self.topic(at), self.users[0], post)

    @rule(which=places)
    def accept_there(self, which):
        post = Post.objects.select_related("topic").get(pk=self.post(which).pk)
        self.attempt(actions.accept_answer, post.topic, self.users[0], post)

    @rule(at=places)
    def withdraw(self, at):
        actions.withdraw_answer(self.topic(at), self.users[0])

    # Reading

    @rule(who=people, at=places, number=st.integers(-1, 9), reads=st.booleans())
    def mark(self, who, at, number, reads):
        act = actions.mark_read if reads else actions.mark_unread_from
        act(self.topic(at), self.users[who], number)

    @rule(who=people, at=places, level=st.sampled_from([None, *Level.values]))
    def follow(self, who, at, level):
        actions.follow_topic(self.topic(at), self.users[who], level)

    @rule(who=people)
    def forget(self, who):
        forget_member(self.users[who])
        assert not Reaction.objects.filter(user=self.users[who]).exists()

    # What always holds

    @invariant()
    def the_numbers_are_right(self):
        if not hasattr(self, "topics"):
            return
        assert actions.recount() == NOTHING
        for topic in Topic.objects.all():
            found = list(
                Post.objects.filter(topic=topic)
                .order_by("number")
                .values_list("number", flat=True)
            )
            assert len(found) == len(set(found))
            assert all(1 <= one <= topic.highest_number for one in found)
            was_changed = TopicEvent.objects.filter(
                topic=topic, kind__in=["split", "merged"]
            )
            if not was_changed.exists():
                assert found == list(range(1, topic.highest_number + 1))
            if topic.state == Topic.State.MERGED:
                assert found == []
                assert topic.merged_into.state != Topic.State.MERGED
            else:
                assert found[0] == 1
            if topic.solution is not None:
                assert topic.solution.topic_id == topic.pk
                assert topic.solution.state == Post.State.SHOWN
        assert sum(Forum.objects.values_list("topic_count", flat=True)) == (
            Topic.objects.filter(state="shown").count()
        )


class StormCase(TestCase):
    """Each run in a transaction of its own, which is taken back."""

    def test_numbers_stay_right_whatever_is_done(self) -> None:
        case = self

        class Run(Storm):
            def __init__(self) -> None:
                case.setup_example()
                super().__init__()

            def teardown(self) -> None:
                case.teardown_example(None)

        run_state_machine_as_test(
            Run,
            settings=settings(
                max_examples=30,
                stateful_step_count=20,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
