"""What accounts write to their people; always after the change is stored."""

from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from community.accounts.models import ConsentText, User


def consent_to_confirm(
    user: User, text: ConsentText, language: str, token: str
) -> None:
    """The question once more, with the link that answers it."""
    with translation.override(language):
        address = reverse("privacy:confirm", args=[token])
    words = text.words[language]
    context = {"words": words, "address": f"{settings.SITE_URL}{address}"}
    _send(user, "privacy/mail/confirm.txt", context, language)


def _send(
    user: User, template: str, context: dict[str, Any], language: str = ""
) -> None:
    """A mail whose first line is its subject, in the person's language."""
    with translation.override(language or user.language):
        whole = {"person": user, "site_name": settings.WAGTAIL_SITE_NAME, **context}
        subject, _newline, body = (
            render_to_string(template, whole).lstrip().partition("\n")
        )
    transaction.on_commit(
        partial(send_mail, subject.strip(), body.lstrip(), None, [user.email])
    )
