"""What becomes of an imported contact: opened, deleted, taken over, purged."""

import hashlib
import hmac
from collections.abc import Collection, Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.module_loading import import_string

from community.accounts.actions.consents import give_consent
from community.accounts.actions.tombstones import NOBODY
from community.accounts.models import (
    ImportBatch,
    ImportedContact,
    LeftAlone,
    User,
)
from community.accounts.models.consents import Channel
from community.accounts.models.contacts import PERSONAL
from community.accounts.postal import address_hash, normal_address

DIRECTORY = "directory"
# What a profile can take over; the rest goes with the contact.
TAKEN = ("name", "occupation", "employer", "country", "city", "phone")


class NoSuchContactError(Exception):
    """The link leads to nothing: it is used, too old, or was never sent."""


class HasAccountError(Exception):
    """The address opens an account already: its owner logs in, then takes over."""


def token_of(contact: ImportedContact) -> str:
    """The secret of the contact's link, 48 characters; the same at each call."""
    told = f"contact:{contact.pk}:{contact.nonce}".encode()
    key = hashlib.sha256(f"contact-links:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, told, hashlib.sha256).hexdigest()[:48]


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def contact_of(token: str) -> ImportedContact | None:
    """To whom a link leads; None when it leads to nothing."""
    today = timezone.localdate()
    found: ImportedContact | None = ImportedContact.objects.open_by(
        token_hash(token), today
    ).first()
    return found


@transaction.atomic
def note_opened(contact: ImportedContact) -> None:
    """The page was looked at for the first time."""
    fresh = ImportedContact.objects.filter(pk=contact.pk, opened_at=None)
    if fresh.update(opened_at=timezone.now()):
        _count(contact.batch_id, opened=1)


@transaction.atomic
def delete_contact(token: str) -> None:
    """Forget the person at once and for good. Raises NoSuchContactError.

    An HMAC of the address stays, so that a later file does not bring them back.
    """
    contact = _locked(token)
    leave_alone(address_hash(contact.email))
    batch = contact.batch_id
    contact.delete()
    _count(batch, deleted=1)


def leave_alone(digest: str) -> None:
    """Nobody here writes to the address of this HMAC by itself from now on."""
    LeftAlone.objects.get_or_create(address_hash=digest)


@transaction.atomic
def join_by_claim(
    token: str,
    *,
    display_name: str,
    password: str,
    language: str,
    take: Collection[str] = (),
    agree: Iterable[tuple[str, int]] = (),
) -> User:
    """An account for whoever has the link, which proves the address.

    `take` names fields of the contact for the profile; `agree` are (purpose, version of
    the text that was shown). Raises NoSuchContactError, HasAccountError, what
    `give_consent` raises, and stores nothing then.
    """
    contact = _locked(token)
    if User.objects.reached_by(contact.email).exists():
        raise HasAccountError
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                contact.email,
                password,
                display_name=display_name,
                interface_language=language,
            )
    except IntegrityError as taken:
        raise HasAccountError from taken
    EmailAddress.objects.create(
        user=user, email=user.email, primary=True, verified=True
    )
    _hand_over(contact, user, take, agree, language)
    return user


@transaction.atomic
def claim_for(
    user: User,
    token: str,
    *,
    language: str,
    take: Collection[str] = (),
    agree: Iterable[tuple[str, int]] = (),
) -> None:
    """What a member takes over from the contact; see `join_by_claim`."""
    _hand_over(_locked(token), user, take, agree, language)


def _hand_over(
    contact: ImportedContact,
    user: User,
    take: Collection[str],
    agree: Iterable[tuple[str, int]],
    language: str,
) -> None:
    values = {name: getattr(contact, name) for name in TAKEN if name in take}
    if values := {name: value for name, value in values.items() if value}:
        import_string(settings.CONTACT_TAKEN_OVER)(user, values)
    consented = 0
    for code, version in agree:
        held = give_consent(
            user, code, channel=Channel.CLAIM, language=language, version=version
        )
        consented += code == DIRECTORY and held is not None
    _empty(contact)
    _count(contact.batch_id, claimed=1, consented=int(consented))


def _empty(contact: ImportedContact) -> None:
    """Nothing of the person stays, and nothing leads to the account."""
    for name in PERSONAL:
        field: Any = ImportedContact._meta.get_field(name)
        setattr(contact, name, field.get_default())
    contact.state = ImportedContact.State.CLAIMED
    contact.token_hash = None
    contact.nonce = ""
    contact.line = 0
    contact.claimed_at = timezone.now()
    contact.save()


@transaction.atomic
def forget_contacts_of(user: User) -> None:
    """Of somebody who is erased: what is held under their addresses goes, and no later
    file brings it back."""
    known = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    for written in {user.email, *known}:
        if not written.endswith(NOBODY):
            _forget_address(written)


def _forget_address(written: str) -> None:
    try:
        address = normal_address(written)
    except ValidationError:  # no file can hold it either
        return
    leave_alone(address_hash(address))
    for contact in ImportedContact.objects.filter(email=address):
        contact.delete()
        _count(contact.batch_id, deleted=1)


@transaction.atomic
def purge_contacts(today: Any = None) -> int:
    """Delete those whose last day is over; the batches keep the numbers."""
    due = ImportedContact.objects.to_purge(today or timezone.localdate())
    by_batch = due.values("batch").annotate(number=Count("pk")).order_by("batch")
    numbers = {row["batch"]: row["number"] for row in by_batch}
    # The batch's row is the lock, as for a claim's count.
    list(ImportBatch.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
    gone = 0
    for batch in numbers:
        number, _models = due.filter(batch=batch).delete()
        _count(batch, purged=number)
        gone += number
    return gone


def _locked(token: str) -> ImportedContact:
    today = timezone.localdate()
    mine = ImportedContact.objects.select_for_update(of=("self",))
    contact: ImportedContact | None = mine.open_by(token_hash(token), today).first()
    if contact is None:
        raise NoSuchContactError
    return contact


def _count(batch: int, **more: int) -> None:
    ImportBatch.objects.filter(pk=batch).update(
        **{name: F(name) + number for name, number in more.items()}
    )
