"""Nothing is kept for ever: accounts that nobody uses, old proof, old files.

GDPR Article 5(1)(e). The periods stand in settings.RETENTION. Meant to run once a day; a
day that was left out is made up for by the next one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from community.accounts import notify
from community.accounts.actions.consents import NoSuchLinkError, forget_unanswered
from community.accounts.actions.erasures import (
    erase_now,
    start_due_erasures,
    withdraw_everything,
)
from community.accounts.actions.exports import drop_outlived_exports
from community.accounts.actions.tombstones import NOBODY
from community.accounts.models import (
    ConsentAsked,
    ConsentRecord,
    DataRequest,
    InactivityNotice,
    User,
)
from community.accounts.models.consents import Channel

_signer = Signer(salt="accounts.stay")
Rows = QuerySet
Work = Callable[[], int]


def apply_retention(*, dry_run: bool = False) -> dict[str, int]:
    """Do what is due today, and count it by name; with `dry_run`, count only."""
    told = {}
    for name, rows, work in _duties():
        told[name] = rows.count() if dry_run else work()
    return told


def _duties() -> list[tuple[str, Rows, Work]]:
    """(name, what is due now, the work): a later one begins where an earlier one ended."""
    requests = DataRequest.objects.all()
    proof, old = _outlived_proof(), _old_requests()
    unanswered = ConsentAsked.objects.filter(expires_at__lte=timezone.now())
    outlived = requests.outlived()
    return [
        ("members who came back", _returned(), lambda: _returned().delete()[0]),
        # Before those that begin now, which go to the workers by themselves.
        ("erasures that are due", requests.erasures().due(), start_due_erasures),
        ("accounts to erase for inactivity", _told(3, "erase"), _erase),
        ("accounts to unlist for inactivity", _told(2, "unlist"), _unlist),
        ("second mails about inactivity", _told(1, "second_mail"), _remind_again),
        ("first mails about inactivity", _inactive(), _remind),
        ("exports that nobody fetched", outlived, drop_outlived_exports),
        ("mails that nobody answered", unanswered, forget_unanswered),
        ("old proof of consent of erased accounts", proof, lambda: proof.delete()[0]),
        ("old requests about data", old, lambda: old.delete()[0]),
    ]


def _days(name: str) -> timedelta:
    return timedelta(days=settings.RETENTION[name])


def _seen() -> Rows:
    """Active accounts with `seen`, their last sign of life. Administrators stay."""
    accounts = User.objects.filter(is_active=True, is_superuser=False)
    last = Coalesce(Max("usersession__last_seen_at"), F("date_joined"))
    entered = Coalesce(F("last_login"), F("date_joined"))
    return accounts.exclude(email__endswith=NOBODY).annotate(
        seen=Greatest(last, entered)
    )


def _inactive() -> Rows:
    before = timezone.now() - _days("inactive")
    unasked = Q(inactivity=None) | Q(
        inactivity__stage=0, inactivity__first_at__lt=before
    )
    return _seen().filter(unasked, seen__lt=before)


def _returned() -> Rows:
    back = _seen().filter(seen__gt=F("inactivity__first_at")).values("pk")
    return InactivityNotice.objects.filter(user__in=back)


def _told(stage: int, period: str) -> Rows:
    """Notices of this stage whose time for the next one has come."""
    notices = InactivityNotice.objects.filter(stage=stage).select_related("user")
    return notices.filter(
        first_at__lte=timezone.now() - _days(period), user__is_active=True
    )


def _remind() -> int:
    number = 0
    for user in _inactive().iterator(chunk_size=500):
        with transaction.atomic():
            notice, _made = InactivityNotice.objects.update_or_create(
                user=user, defaults={"stage": 1, "first_at": timezone.now()}
            )
            _mail(notice)
        number += 1
    return number


def _remind_again() -> int:
    return _advance(_told(1, "second_mail"), _mail)


def _unlist() -> int:
    return _advance(
        _told(2, "unlist"),
        lambda notice: withdraw_everything(notice.user, channel=Channel.SYSTEM),
    )


def _advance(notices: Rows, work: Callable[[InactivityNotice], None]) -> int:
    """The work and the next stage together: neither is done twice, nor left out."""
    number = 0
    for notice in notices.iterator(chunk_size=500):
        with transaction.atomic():
            same = InactivityNotice.objects.filter(pk=notice.pk, stage=notice.stage)
            if same.update(stage=notice.stage + 1):
                work(notice)
                number += 1
    return number


def _erase() -> int:
    notices = list(_told(3, "erase"))
    for notice in notices:
        erase_now(notice.user, reason="Nobody used the account.")
    return len(notices)


def _mail(notice: InactivityNotice) -> None:
    def day(name: str) -> datetime:
        return notice.first_at + _days(name)

    token = _signer.sign(str(notice.pk))
    notify.inactive(notice.user, token, unlisted=day("unlist"), erased=day("erase"))


def is_asked_to_stay(token: str) -> bool:
    """Whether the link of such a mail still leads to something."""
    return _notices_of(token).exists()


def stay(token: str) -> None:
    """The member keeps the account. Raises NoSuchLinkError."""
    if not _notices_of(token).update(stage=0, first_at=timezone.now()):
        raise NoSuchLinkError


def _notices_of(token: str) -> Rows:
    try:
        number = int(_signer.unsign(token))
    except BadSignature:
        return InactivityNotice.objects.none()
    return InactivityNotice.objects.filter(pk=number, user__is_active=True)


def _years_ago() -> datetime:
    return timezone.now() - timedelta(days=366 * settings.RETENTION["proof_years"])


def _outlived_proof() -> Rows:
    nobody = Q(user=None) | Q(user__email__endswith=NOBODY)
    return ConsentRecord.objects.filter(nobody, created_at__lt=_years_ago())


def _old_requests() -> Rows:
    return DataRequest.objects.filter(ended_at__lt=_years_ago())
