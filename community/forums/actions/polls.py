"""Polls: putting them into posts, voting."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.rows.version import announce
from community.accounts.models import User
from community.forums.actions.refusals import PollIsClosedError, wrong
from community.forums.models import Poll, PollOption, PollVote, Post
from community.forums.models.polls import MOST_OPTIONS

LONGEST_QUESTION, LONGEST_OPTION = 200, 120


@dataclass(frozen=True)
class PollPlan:
    question: str
    options: Sequence[str]
    is_multiple: bool = False
    closes_at: datetime | None = None


def put_poll(post: Post, plan: PollPlan) -> Poll:
    """Raises ValidationError on 'poll'."""
    question, options = checked_poll(plan)
    poll = Poll.objects.create(
        post=post,
        question=question,
        is_multiple=plan.is_multiple,
        closes_at=plan.closes_at,
    )
    PollOption.objects.bulk_create(
        PollOption(poll=poll, position=place, text=text)
        for place, text in enumerate(options)
    )
    return poll


def checked_poll(plan: PollPlan) -> tuple[str, list[str]]:
    """Question and options without what is empty or doubled."""
    question = " ".join(plan.question.split())
    tidy = (" ".join(one.split()) for one in plan.options)
    options = list(dict.fromkeys(one for one in tidy if one))
    if not question or len(question) > LONGEST_QUESTION:
        raise wrong("poll", _("Ask a question of at most 200 characters."))
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise wrong("poll", _("Give two to twelve different answers."))
    if any(len(one) > LONGEST_OPTION for one in options):
        raise wrong("poll", _("An answer has at most 120 characters."))
    if plan.closes_at and plan.closes_at <= timezone.now():
        raise wrong("poll", _("The poll would be closed already."))
    return question, options


def is_open(poll: Poll) -> bool:
    return poll.closes_at is None or poll.closes_at > timezone.now()


@transaction.atomic
def vote(poll: Poll, by: User, options: Collection[int]) -> Poll:
    """Vote for these options (their positions), in place of what one voted before;
    none takes the vote back.

    Raises ValidationError on 'options', PollIsClosedError.
    """
    poll = Poll.objects.select_for_update().get(pk=poll.pk)
    if not is_open(poll):
        raise PollIsClosedError
    places = {one.position: one.pk for one in poll.options.all()}
    if not set(options) <= set(places):
        raise wrong("options", _("Choose among the answers of this poll."))
    if len(set(options)) > 1 and not poll.is_multiple:
        raise wrong("options", _("Choose one answer."))
    wanted = {places[one] for one in options}
    mine = PollVote.objects.filter(option__poll=poll, user=by)
    before = set(mine.values_list("option", flat=True))
    mine.exclude(option__in=wanted).delete()
    PollVote.objects.bulk_create(
        PollVote(option_id=one, user=by) for one in sorted(wanted - before)
    )
    PollOption.objects.filter(pk__in=before - wanted).update(
        vote_count=Greatest(F("vote_count") - 1, 0)
    )
    PollOption.objects.filter(pk__in=wanted - before).update(
        vote_count=F("vote_count") + 1
    )
    # Never below nothing: an erasure must not fail for a number that was wrong.
    poll.voter_count = max(poll.voter_count + bool(wanted) - bool(before), 0)
    poll.save(update_fields=["voter_count"])
    transaction.on_commit(lambda: announce(0))
    return poll
