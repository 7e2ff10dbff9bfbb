"""Agreeing and withdrawing: each word goes into the ledger, and takes effect at once."""

import functools
import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from cms.core.languages import best
from community.accounts import notify
from community.accounts.models import (
    Consent,
    ConsentAsked,
    ConsentPurpose,
    ConsentRecord,
    ConsentText,
    User,
)
from community.accounts.models.consents import Channel

FILE = Path(__file__).resolve().parent.parent / "data" / "consents.yaml"
ANSWERED_WITHIN = timedelta(days=3)


class CannotAgreeError(Exception):
    """The effect of a consent cannot be had; the message says why, in words to show."""


class TextHasChangedError(Exception):
    """What was agreed to is not the text that is asked for today."""


class NoSuchLinkError(Exception):
    """The link leads to nothing: it is used, too old, or was never sent."""


@transaction.atomic
def load_consents() -> int:
    """Store the purposes and texts of the file; the number of new versions."""
    made = 0
    for place, told in enumerate(_told()):
        purpose, _made = ConsentPurpose.objects.update_or_create(
            code=told["code"],
            defaults={
                "recipient": told["recipient"],
                "by_mail": told.get("by_mail", False),
                "position": place,
                "is_retired": False,
            },
        )
        newest = purpose.texts.first()
        if newest is None or newest.words != told["words"]:
            version = newest.version + 1 if newest else 1
            purpose.texts.create(version=version, words=told["words"])
            made += 1
    known = [told["code"] for told in _told()]
    ConsentPurpose.objects.exclude(code__in=known).update(is_retired=True)
    return made


@functools.cache
def _told() -> tuple[dict[str, Any], ...]:
    return tuple(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def current_text(code: str) -> ConsentText:
    """What is asked for this purpose today. Raises ConsentText.DoesNotExist."""
    texts = ConsentText.objects.select_related("purpose").filter(
        purpose__code=code, purpose__is_retired=False
    )
    if not ConsentPurpose.objects.exists():  # nobody has run `load_consents` yet
        load_consents()
    return texts.latest("version")


@transaction.atomic
def give_consent(
    user: User,
    code: str,
    *,
    channel: str = Channel.SITE,
    language: str = "",
    version: int | None = None,
) -> Consent | None:
    """Agree to a purpose, in words of `language` (the person's own).

    None where the answer to a mail is waited for. `version` is what the person was
    shown: raises TextHasChangedError when it is not today's. Raises what the effect of
    the purpose raises, and then nothing is stored.
    """
    text = current_text(code)
    if version is not None and version != text.version:
        raise TextHasChangedError
    language, _words = text.in_language(language or user.language)
    if text.purpose.by_mail and channel != Channel.MAIL:
        _ask_by_mail(user, text, language)
        return None
    return _say(user, text, True, channel=channel, language=language)


@transaction.atomic
def withdraw_consent(
    user: User, code: str, *, channel: str = Channel.SITE, language: str = ""
) -> Consent | None:
    """End what was agreed to, at once; None where nothing ever was."""
    ConsentAsked.objects.filter(user=user, text__purpose__code=code).delete()
    held = Consent.objects.filter(user=user, purpose__code=code).first()
    if held is None:
        return None
    text = held.record.text
    language = best(language or user.language, text.words) or held.record.language
    return _say(user, text, False, channel=channel, language=language)


@transaction.atomic
def answer_mail(token: str) -> Consent:
    """Agree by the link of a mail. Raises NoSuchLinkError; a link counts once."""
    asked = (
        ConsentAsked.objects.select_for_update()
        .filter(token_hash=_hash(token), expires_at__gt=timezone.now())
        .select_related("user", "text__purpose")
        .first()
    )
    if asked is None or not asked.user.is_active:
        raise NoSuchLinkError
    asked.delete()
    return _say(
        asked.user, asked.text, True, channel=Channel.MAIL, language=asked.language
    )


def asked_by_mail(token: str) -> ConsentAsked | None:
    """What the link of a mail asks; None when it leads to nothing."""
    waiting = ConsentAsked.objects.filter(
        token_hash=_hash(token), expires_at__gt=timezone.now(), user__is_active=True
    )
    return waiting.select_related("user", "text__purpose").first()


def note_consent(user: User, code: str, is_given: bool, *, channel: str) -> None:
    """For the app whose own action was the word: into the ledger, without an effect."""
    held = Consent.objects.filter(user=user, purpose__code=code).first()
    if (held is not None and held.is_given) == is_given:
        return
    text = current_text(code) if is_given or held is None else held.record.text
    language, _words = text.in_language(user.language)
    _record(user, text, is_given, channel=channel, language=language)


def forget_unanswered() -> int:
    """Delete mails that nobody answered in time; how many."""
    return ConsentAsked.objects.filter(expires_at__lte=timezone.now()).delete()[0]


def _say(
    user: User, text: ConsentText, is_given: bool, *, channel: str, language: str
) -> Consent:
    held = _record(user, text, is_given, channel=channel, language=language)
    if effect := _effect_of(text.purpose.code):
        effect(user, is_given)
    return held


def _record(
    user: User, text: ConsentText, is_given: bool, *, channel: str, language: str
) -> Consent:
    # The person's row is the lock: two words at once come one after the other.
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    held = Consent.objects.filter(user=user, purpose=text.purpose_id).first()
    same = held is not None and held.is_given == is_given
    if held is not None and same and held.record.text_id == text.pk:
        return held
    record = ConsentRecord.objects.create(
        user=user,
        text=text,
        is_given=is_given,
        channel=channel,
        language=language,
        text_hash=text.digest(language),
    )
    held, _made = Consent.objects.update_or_create(
        user=user,
        purpose_id=text.purpose_id,
        defaults={"record": record, "is_given": is_given},
    )
    return held


def _effect_of(code: str) -> Callable[[User, bool], None] | None:
    """What another app does when a consent is given or withdrawn; settings name it."""
    name = settings.CONSENT_EFFECTS.get(code)
    return import_string(name) if name else None


def _ask_by_mail(user: User, text: ConsentText, language: str) -> None:
    token = secrets.token_urlsafe(32)
    ConsentAsked.objects.filter(user=user, text__purpose=text.purpose_id).delete()
    ConsentAsked.objects.create(
        user=user,
        text=text,
        email=user.email,
        language=language,
        token_hash=_hash(token),
        expires_at=timezone.now() + ANSWERED_WITHIN,
    )
    notify.consent_to_confirm(user, text, language, token)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
