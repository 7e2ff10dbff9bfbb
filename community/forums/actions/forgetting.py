"""What an erased member leaves behind in the forums, and no rule of a table can say."""

from django.db import transaction

from community.accounts.models import User
from community.forums.actions.polls import vote
from community.forums.actions.reacting import take_back_reaction
from community.forums.models import Poll, PostImage, Reaction


@transaction.atomic
def forget_member(user: User) -> None:
    """Take back reactions and votes with their counts, and delete pictures that stand in
    no post. Posts stay as they are. Doing it twice changes nothing."""
    reactions = Reaction.objects.filter(user=user).select_related("post")
    for one in reactions.order_by("post__topic", "post"):
        take_back_reaction(one.post, user, one.kind)
    for poll in (
        Poll.objects.filter(options__votes__user=user).distinct().order_by("pk")
    ):
        _forget_vote(poll, user)
    for image in PostImage.objects.filter(by=user, post=None):
        image.file.delete(save=False)
        image.delete()


def _forget_vote(poll: Poll, user: User) -> None:
    # Of a closed poll, too: a number without its vote could not be told from an error.
    Poll.objects.filter(pk=poll.pk).update(closes_at=None)
    vote(poll, user, [])
    Poll.objects.filter(pk=poll.pk).update(closes_at=poll.closes_at)
