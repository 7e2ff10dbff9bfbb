"""Texts that are kept while somebody types."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from community.accounts.models import User
from community.forums.actions.refusals import wrong
from community.forums.actions.texts import tidied
from community.forums.models import LONGEST_POST, LONGEST_TITLE, Draft
from community.forums.models.drafts import MOST_DRAFTS

_KEY = re.compile(r"(forum|topic|post):[1-9][0-9]{0,17}\Z")


@transaction.atomic
def keep_draft(user: User, key: str, *, text: str, title: str = "") -> Draft | None:
    """Keep what was typed so far; an empty text forgets the draft (None).

    More than `MOST_DRAFTS` push out the oldest. Raises ValidationError on 'key' and
    'text'.
    """
    if not _KEY.match(key):
        raise wrong("key", _("A draft belongs to a forum, a topic or a post."))
    raw, head = tidied(text), tidied(title)[:LONGEST_TITLE]
    if len(raw) > LONGEST_POST:
        message = _("At most %(most)s characters; this text has %(number)s.")
        raise wrong("text", message % {"most": LONGEST_POST, "number": len(raw)})
    if not raw and not head:
        forget_draft(user, key)
        return None
    draft, made = Draft.objects.update_or_create(
        user=user, key=key, defaults={"raw": raw, "title": head}
    )
    if made:
        kept = Draft.objects.filter(user=user).order_by("-updated_at")[:MOST_DRAFTS]
        Draft.objects.filter(user=user).exclude(
            pk__in=list(kept.values_list("pk", flat=True))
        ).delete()
    return draft


def forget_draft(user: User, key: str) -> None:
    Draft.objects.filter(user=user, key=key).delete()
