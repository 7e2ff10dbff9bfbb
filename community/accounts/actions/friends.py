"""Members invite whom they know. No address is stored: there is no lawful basis yet.

What stays is an HMAC of the address, which does not say who wrote, and a count for the
member, which does not say to whom.
"""

import smtplib
from datetime import date, timedelta
from typing import Final

from django.core import signing
from django.db import connection, transaction
from django.db.models import F, Sum
from django.urls import reverse
from django.utils import timezone, translation

from community.accounts import notify
from community.accounts.actions.contacts import leave_alone
from community.accounts.actions.importing import addresses_of_members
from community.accounts.models import (
    ImportedContact,
    InvitationCount,
    InvitedAddress,
    LeftAlone,
    User,
)
from community.accounts.postal import address_hash, address_hashes

MOST_A_MONTH: Final = 10
REMEMBERED = timedelta(days=365)
# Under this name a session remembers by whose invitation somebody came.
INVITED_BY = "invited_by"
_SALT = "member-invitation"
_LEAVE_SALT = "member-invitation-leave"
# Counting and asking whether it was one too many is one statement.
_COUNTED = """
INSERT INTO accounts_invitationcount AS kept (user_id, month, sent, joined)
VALUES (%s, %s, 1, 0)
ON CONFLICT (user_id, month) DO UPDATE SET sent = kept.sent + 1 WHERE kept.sent < %s
RETURNING sent
"""


class MonthIsFullError(Exception):
    """The member has invited as many people this month as one may."""


def invite_somebody(address: str, text: str, by: User, language: str) -> None:
    """Send a member's words to a normal address, at once, unless it must not be.

    Whether it left is told to nobody: that would tell who is a member, who was invited,
    or who wants to be left alone. It counts in any case. Raises MonthIsFullError.
    """
    with transaction.atomic():
        _count(by)
        is_sent = _may_be_written_to(address)
    if is_sent:
        _send(address, text, by, language)


def _send(address: str, text: str, by: User, language: str) -> None:
    digest = address_hash(address)
    with translation.override(language):
        join = reverse("invitation", args=[signing.dumps(by.pk, salt=_SALT)])
        leave = reverse(
            "invitation-leave", args=[signing.dumps(digest, salt=_LEAVE_SALT)]
        )
        try:
            notify.invite_by_member(address, text, by, join, leave)
        except (OSError, smtplib.SMTPException):
            # It did not leave, so another try must not be held for a second mail.
            InvitedAddress.objects.filter(address_hash=digest).delete()
            raise


def _count(by: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [by.pk, this_month(), MOST_A_MONTH])
        if cursor.fetchone() is None:
            raise MonthIsFullError


def _may_be_written_to(address: str) -> bool:
    hashes = address_hashes(address)
    if LeftAlone.objects.filter(address_hash__in=hashes).exists():
        return False
    if addresses_of_members([address]):
        return False
    # Whom the organisation holds it writes to itself, with all that the law asks for.
    if ImportedContact.objects.filter(email=address).exists():
        return False
    if InvitedAddress.objects.filter(address_hash__in=hashes[1:]).exists():
        return False
    _row, is_new = InvitedAddress.objects.get_or_create(address_hash=hashes[0])
    return is_new


def this_month() -> date:
    return timezone.localdate().replace(day=1)


def sent_and_joined(user: User) -> tuple[int, int]:
    """(invitations of this month, people who joined by any)."""
    counts = InvitationCount.objects.filter(user=user)
    month = counts.filter(month=this_month()).values_list("sent", flat=True).first()
    joined = counts.aggregate(number=Sum("joined"))["number"]
    return month or 0, joined or 0


def inviter_in(token: str) -> int | None:
    """The number of the member who wrote, of a link that is less than a year old."""
    try:
        number: int = signing.loads(token, salt=_SALT, max_age=REMEMBERED)
    except signing.BadSignature:
        return None
    return number


@transaction.atomic
def credit_inviter(number: int) -> None:
    """One more came by a member's invitation; who it was is not kept."""
    if User.objects.filter(pk=number, is_active=True).exists():
        InvitationCount.objects.get_or_create(user_id=number, month=this_month())
        mine = InvitationCount.objects.filter(user_id=number, month=this_month())
        mine.update(joined=F("joined") + 1)


def leave_by_invitation(token: str) -> bool:
    """Never to be written to again; False for a link that leads to nothing."""
    digest = address_in(token)
    if digest:
        leave_alone(digest)
    return bool(digest)


def address_in(token: str) -> str:
    """The HMAC of the address to which a mail of a member went; '' for no such link."""
    try:
        digest: str = signing.loads(token, salt=_LEAVE_SALT)
    except signing.BadSignature:
        return ""
    return digest


def forget_invited() -> int:
    """After a year somebody may be invited once more; how many were forgotten."""
    before = timezone.now() - REMEMBERED
    return InvitedAddress.objects.filter(sent_at__lt=before).delete()[0]
