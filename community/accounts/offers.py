"""What a member is asked to agree to today, and what they have said to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.accounts.actions import load_consents
from community.accounts.models import (
    Consent,
    ConsentAsked,
    ConsentPurpose,
    ConsentText,
    User,
)


@dataclass(frozen=True)
class Offer:
    """`language` is that of title and text. `is_older` tells that the member agreed to an
    earlier text; `is_waiting` that a mail waits for their answer."""

    code: str
    recipient: str
    version: int
    language: str
    title: str
    text: str
    by_mail: bool
    is_given: bool
    since: datetime | None
    is_older: bool
    is_waiting: bool


def offers_to(user: User, language: str) -> list[Offer]:
    """Every purpose that is asked for, in its order; four statements."""
    purposes = {one.pk: one for one in _purposes() or _loaded()}
    texts = (
        ConsentText.objects.filter(purpose__in=purposes)
        .order_by("purpose_id", "-version")
        .distinct("purpose_id")
    )
    newest = {text.purpose_id: text for text in texts}
    held = {
        one.purpose_id: one
        for one in Consent.objects.filter(user=user).select_related("record")
    }
    asked = ConsentAsked.objects.filter(user=user).values_list(
        "text__purpose", flat=True
    )
    waiting = set(asked)
    return [
        _offer(purpose, newest[pk], held.get(pk), pk in waiting, language)
        for pk, purpose in purposes.items()
    ]


def _purposes() -> list[ConsentPurpose]:
    return list(ConsentPurpose.objects.filter(is_retired=False))


def _loaded() -> list[ConsentPurpose]:
    """For a site on which nobody has run `load_consents` yet."""
    load_consents()
    return _purposes()


def offer_of(user: User, code: str, language: str) -> Offer | None:
    return next((o for o in offers_to(user, language) if o.code == code), None)


def _offer(
    purpose: ConsentPurpose,
    text: ConsentText,
    held: Consent | None,
    is_waiting: bool,
    language: str,
) -> Offer:
    shown_in, words = text.in_language(language)
    is_given = held is not None and held.is_given
    older: Any = held is not None and held.record.text_id != text.pk
    return Offer(
        code=purpose.code,
        recipient=str(purpose.get_recipient_display()),
        version=text.version,
        language=shown_in,
        title=words["title"],
        text=words["text"],
        by_mail=purpose.by_mail,
        is_given=is_given,
        since=held.since if held else None,
        is_older=is_given and bool(older),
        is_waiting=is_waiting and not is_given,
    )
