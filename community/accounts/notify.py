"""What accounts write to their people; always after the change is stored."""

from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from community.accounts.models import ConsentText, DataRequest, ImportedContact, User


def consent_to_confirm(
    user: User, text: ConsentText, language: str, token: str
) -> None:
    """The question once more, with the link that answers it."""
    with translation.override(language):
        address = reverse("privacy:confirm", args=[token])
    words = text.words[language]
    context = {"words": words, "address": f"{settings.SITE_URL}{address}"}
    _send(user, "privacy/mail/confirm.txt", context, language)


def export_ready(request: DataRequest, token: str) -> None:
    """Where the copy of one's data is fetched, and until when."""
    context = {
        "address": _address(request.user, "privacy:download", token),
        "until": request.expires_at,
    }
    _send(request.user, "privacy/mail/export_ready.txt", context)


def erasure_asked(request: DataRequest) -> None:
    """The day on which the account is erased, and where that is called off."""
    context = {
        "address": _address(request.user, "privacy:erasure"),
        "due": request.due_at,
        "by_staff": request.by_id is not None,
    }
    _send(request.user, "privacy/mail/erasure_asked.txt", context)


def inactive(user: User, token: str, *, unlisted: datetime, erased: datetime) -> None:
    """What becomes of an account that is not used, and the link that stops it."""
    context = {
        "address": _address(user, "privacy:stay", token),
        "unlisted": unlisted,
        "erased": erased,
    }
    _send(user, "privacy/mail/inactive.txt", context)


def _address(user: User, name: str, *args: str) -> str:
    with translation.override(user.language):
        return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _send(
    user: User, template: str, context: dict[str, Any], language: str = ""
) -> None:
    """A mail whose first line is its subject, in the person's language."""
    with translation.override(language or user.language), timezone.override(user.zone):
        whole = {"person": user, "site_name": settings.WAGTAIL_SITE_NAME, **context}
        subject, _newline, body = (
            render_to_string(template, whole).lstrip().partition("\n")
        )
    transaction.on_commit(
        partial(send_mail, subject.strip(), body.lstrip(), None, [user.email])
    )


def invite_contact(contact: ImportedContact, token: str, *, is_reminder: bool) -> None:
    """What GDPR Article 14 asks to be told, with the two links. Sent at once, since it
    was written down before; raises OSError or SMTPException when it is not taken."""
    with translation.override(contact.language):
        claim, leave = (
            f"{settings.SITE_URL}{reverse(name, args=[token])}"
            for name in ("contact-claim", "contact-leave")
        )
        context = {
            "contact": contact,
            "batch": contact.batch,
            "held": ", ".join(label for label, _value in contact.facts),
            "is_reminder": is_reminder,
            "claim": claim,
            "leave": leave,
            "controller": controller(),
        }
        _send_freely("contacts/mail/invitation.txt", context, contact.email, leave)


def invite_by_member(address: str, text: str, by: User, join: str, leave: str) -> None:
    """A member's own words to somebody; the address is kept nowhere. Sent at once."""
    context: dict[str, Any] = {
        "person": by,
        "text": text,
        "join": f"{settings.SITE_URL}{join}",
        "leave": f"{settings.SITE_URL}{leave}",
        "controller": controller(),
    }
    template = "contacts/mail/from_member.txt"
    _send_freely(template, context, address, context["leave"])


def controller() -> dict[str, str]:
    """Who answers for the data: {"name", "email", "address"}; what is not set is ''."""
    found: dict[str, str] = import_string(settings.CONTROLLER)()
    return found


def _send_freely(
    template: str, context: dict[str, Any], address: str, leave: str
) -> None:
    """To somebody without an account, with the header that mail programs make a button
    of (RFC 2369 and RFC 8058)."""
    whole = {"site_name": settings.WAGTAIL_SITE_NAME, **context}
    subject, _newline, body = render_to_string(template, whole).lstrip().partition("\n")
    headers = {
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    subject = " ".join(subject.split())
    EmailMessage(subject, body.lstrip(), None, [address], headers=headers).send()
