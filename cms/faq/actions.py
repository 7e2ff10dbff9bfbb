"""Writes on questions and answers."""

import logging
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from cms.faq import notify
from cms.faq.models import FaqEntryPage, FaqFeedback, ReviewReminder
from cms.faq.permissions import reviewers_of

log = logging.getLogger(__name__)
_SALT = "faq.feedback"
# How long a reader may change an answer: one visit, however slow.
CHANGEABLE = timedelta(hours=2)
# Comments are kept while they can still improve an answer (docs/operators.md).
COMMENTS_KEPT = timedelta(days=730)
BETWEEN_REMINDERS = timedelta(days=7)


class TooLateToChange(Exception):  # noqa: N818 (a sentence, as all named refusals)
    """The token is not one of ours for this answer, or its visit is over."""


def give_feedback(
    entry: FaqEntryPage, *, helpful: bool, comment: str = ""
) -> FaqFeedback:
    """Keep a reader's word on the text of `entry`; nothing about the reader is kept."""
    return FaqFeedback.objects.create(
        key=entry.translation_key,
        locale=entry.locale.language_code,
        helpful=helpful,
        comment=comment.strip(),
    )


@transaction.atomic
def change_feedback(
    entry: FaqEntryPage, token: str, *, helpful: bool, comment: str | None = None
) -> FaqFeedback:
    """Replace one's word of this visit; without a comment the earlier one stays.

    Raises TooLateToChange.
    """
    feedback = feedback_of(token, entry.translation_key, lock=True)
    if feedback is None:
        raise TooLateToChange
    feedback.helpful = helpful
    if comment is not None:
        feedback.comment = comment.strip()
    feedback.save(update_fields=["helpful", "comment"])
    return feedback


def token_of(feedback: FaqFeedback) -> str:
    """What lets the page that gave this answer change it. It is kept nowhere."""
    return signing.dumps(feedback.pk, salt=_SALT)


def feedback_of(token: str, key: UUID, *, lock: bool = False) -> FaqFeedback | None:
    """The answer that the token stands for, if it was on this entry and is young."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=CHANGEABLE)
    except signing.BadSignature:
        return None
    found = FaqFeedback.objects.filter(pk=pk, key=key)
    return (found.select_for_update() if lock else found).first()


def purge_comments(now: datetime) -> int:
    """Empty comments older than two years; the plain yes or no stays. Comments emptied."""
    old = FaqFeedback.objects.with_comment().filter(created_at__lt=now - COMMENTS_KEPT)
    return old.update(comment="")


@transaction.atomic
def mark_reviewed(key: UUID, *, by: Any, on: date) -> list[FaqEntryPage]:
    """Say that an answer holds good on this day, in all its languages; pages changed.

    What is live is published again with the new day, so that everything that follows a
    publication follows. A draft that waits takes the day along and stays a draft.
    """
    editions = FaqEntryPage.objects.select_for_update(of=("self",)).filter(
        translation_key=key, alias_of=None
    )
    pages = list(editions.order_by("pk"))
    for page in pages:
        page.last_reviewed = on
        if page.live and not page.has_unpublished_changes:
            revision = page.save_revision(user=by, log_action=True)
            # Whoever may say it in one language says it for all: the day is shared.
            revision.publish(user=by, skip_permission_checks=True)
        else:
            page.save(clean=False)
            _date_drafts(page, on)
    return pages


def _date_drafts(page: FaqEntryPage, on: date) -> None:
    """Write the day into what may still be published: drafts, submitted, scheduled."""
    waiting = Revision.objects.for_instance(page)
    if page.live_revision_id:
        waiting = waiting.filter(pk__gte=page.live_revision_id)
    for revision in waiting:
        revision.content["last_reviewed"] = on.isoformat()
        revision.save(update_fields=["content"])


def remind_of_reviews(now: datetime) -> int:
    """Write to everybody whose answers wait for review; the number of mails.

    Nobody is written to twice within a week, however often this runs, and by however
    many processes at once.
    """
    waiting = FaqEntryPage.objects.live_sources().overdue(timezone.localdate(now))
    shares: dict[Any, list[FaqEntryPage]] = {}
    for entry in waiting.select_related("locale", "responsible"):
        for person in reviewers_of(entry):
            shares.setdefault(person, []).append(entry)
    return sum(_remind(person, entries, now) for person, entries in shares.items())


def _remind(person: Any, entries: list[FaqEntryPage], now: datetime) -> bool:
    # The mail goes inside of the transaction: when it fails, the person counts as not
    # reminded, and the next run tries again.
    try:
        with transaction.atomic():
            if not _claim_reminder(person, now):
                return False
            notify.send_review_digest(person, entries)
    except OSError:
        log.exception("A reminder of reviews could not be sent.")
        return False
    return True


def _claim_reminder(person: Any, now: datetime) -> bool:
    """One process alone gets True, once in a week."""
    _row, made = ReviewReminder.objects.get_or_create(
        user=person, defaults={"sent_at": now}
    )
    if made:
        return True
    due = ReviewReminder.objects.filter(
        user=person, sent_at__lte=now - BETWEEN_REMINDERS
    )
    return due.update(sent_at=now) == 1
