"""Noting what staff were shown of members, and why."""

from django.db import transaction

from community.accounts.models import User
from community.profiles.models import DisclosureLog, ExportLog

LONGEST_REASON = 300


def disclose(profile_id: int, by: User, reason: str) -> None:
    """Note one look at one profile; its member can read the reason."""
    DisclosureLog.objects.create(
        profile_id=profile_id, by=by, reason=reason[:LONGEST_REASON]
    )


@transaction.atomic
def begin_export(by: User, reason: str, filters: str, file_format: str) -> ExportLog:
    """Note an export before its first row leaves. `filters` is what was asked for."""
    return ExportLog.objects.create(
        by=by,
        reason=reason[:LONGEST_REASON],
        filters=filters[:1000],
        format=file_format,
    )


def end_export(log: ExportLog, number: int) -> None:
    """Note how many rows left, also when the reader went away in the middle."""
    ExportLog.objects.filter(pk=log.pk).update(number=number)
