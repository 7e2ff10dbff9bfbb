"""What the FAQ writes to people."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from cms.core.languages import CODES
from cms.faq.models import FaqEntryPage


def send_review_digest(person: Any, entries: Sequence[FaqEntryPage]) -> None:
    """One mail that names the answers which wait for review, in the person's language."""
    language = getattr(person, "language", settings.LANGUAGE_CODE)
    with translation.override(language if language in CODES else None):
        subject = ngettext(
            "%(number)s answer waits for your review",
            "%(number)s answers wait for your review",
            len(entries),
        ) % {"number": len(entries)}
        context = {
            "person": person,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "report": _absolute(reverse("faq_reports:reviews")),
            "lines": [_line(entry) for entry in entries],
        }
        body = render_to_string("faq/mail/review_digest.txt", context)
    send_mail(subject, body, None, [person.email])


def _line(entry: FaqEntryPage) -> dict[str, str | date | None]:
    edit = reverse("wagtailadmin_pages:edit", args=[entry.pk])
    return {
        "title": entry.title,
        "last_reviewed": entry.last_reviewed,
        "edit": _absolute(edit),
    }


def _absolute(path: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
