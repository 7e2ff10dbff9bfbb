"""Erasure: asked for, thought over for a week, and carried out."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from community.accounts import notify
from community.accounts.actions.audit import record_privileged
from community.accounts.actions.consents import withdraw_consent
from community.accounts.actions.erasing import steps
from community.accounts.actions.tombstones import buried_accounts
from community.accounts.models import (
    ConsentAsked,
    ConsentPurpose,
    DataRequest,
    PrivilegedAction,
    User,
)
from community.accounts.models.consents import Channel
from community.accounts.models.data_requests import COOLING_OFF

TASK = "community.accounts.tasks.erase_account"
LONGEST_REASON = 300
_State, _Kind = DataRequest.State, DataRequest.Kind


class CannotEraseError(Exception):
    """The account cannot be erased; the message says why, in words to show."""


@transaction.atomic
def ask_erasure(
    user: User,
    *,
    by: User | None = None,
    reason: str = "",
    after: timedelta = COOLING_OFF,
) -> DataRequest:
    """Erase the account when the cooling-off is over; it is unlisted at once.

    An erasure that waits already is given back as it is. `by` is the member of staff who
    acts for the person, and why. Raises CannotEraseError for the last administrator.
    """
    # The person's row is the lock: two requests at once come one after the other.
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    waiting = open_erasure(user)
    if waiting is not None:
        return waiting
    _refuse_last_administrator(user)
    request = DataRequest.objects.create(
        user=user,
        kind=_Kind.ERASURE,
        due_at=timezone.now() + after,
        by=by,
        reason=reason[:LONGEST_REASON],
    )
    withdraw_everything(user, channel=Channel.STAFF if by else Channel.SITE)
    if by:
        record_privileged(
            by, PrivilegedAction.Action.ERASURE_ASKED, subject=user, reason=reason
        )
    if after:
        notify.erasure_asked(request)
    return request


@transaction.atomic
def cancel_erasure(user: User) -> bool:
    """Keep the account after all; False when nothing waits or it has begun.

    What was withdrawn stays so: consent is given expressly or not at all.
    """
    waiting = DataRequest.objects.erasures().filter(user=user, state=_State.WAITING)
    now = timezone.now()
    return bool(waiting.update(state=_State.CANCELLED, ended_at=now, moved_at=now))


def open_erasure(user: User) -> DataRequest | None:
    """The erasure that waits or is under way."""
    return DataRequest.objects.erasures().open().filter(user=user).first()


@transaction.atomic
def withdraw_everything(user: User, *, channel: str) -> None:
    """End every consent of the person, with its effects."""
    ConsentAsked.objects.filter(user=user).delete()
    for code in ConsentPurpose.objects.values_list("code", flat=True):
        withdraw_consent(user, code, channel=channel)


def run_erasure(pk: int) -> None:
    """Erase what is due, a transaction for each step. May be called again at any time.

    Each step finds what is left to do by itself, so that a second run ends what a first
    one could not.
    """
    request = _claimed(pk)
    if request is None:
        return
    todo = steps()
    for number, step in enumerate(todo, start=1):
        with transaction.atomic():
            step(request.user)
            _move(pk, progress=100 * number // (len(todo) + 1))
    _move(pk, state=_State.DONE, progress=100, ended_at=timezone.now())


def _claimed(pk: int) -> DataRequest | None:
    wanted = DataRequest.objects.erasures().filter(pk=pk).due()
    if not wanted.update(state=_State.RUNNING, moved_at=timezone.now()):
        return None
    return DataRequest.objects.select_related("user").get(pk=pk)


def _move(pk: int, **values: Any) -> None:
    DataRequest.objects.filter(pk=pk).update(moved_at=timezone.now(), **values)


def start_due_erasures() -> int:
    """Hand over to the workers what is due, and what a dead worker left; how many."""
    erasures = DataRequest.objects.erasures()
    waiting = erasures.due().filter(state=_State.WAITING)
    wanted = [
        *waiting.values_list("pk", flat=True),
        *erasures.dead().filter(state=_State.RUNNING).values_list("pk", flat=True),
    ]
    for pk in wanted:
        import_string(TASK).enqueue(pk)
    return len(wanted)


@transaction.atomic
def erase_now(user: User, *, reason: str) -> DataRequest:
    """Erase without a cooling-off, as soon as this is stored."""
    request = ask_erasure(user, reason=reason, after=timedelta(0))
    _move(request.pk, due_at=timezone.now())
    import_string(TASK).later(request.pk)
    return request


def replay_erasures() -> int:
    """Erase again the accounts that a restored backup has brought back; how many."""
    number = 0
    for user in list(buried_accounts()):
        request = erase_now(user, reason="Brought back by a backup.")
        run_erasure(request.pk)
        number += 1
    return number


def _refuse_last_administrator(user: User) -> None:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and not others.exists():
        raise CannotEraseError(
            _("You are the last administrator. Name another one first.")
        )
