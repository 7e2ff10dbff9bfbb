"""Noting what staff were shown of members, and why."""

from django.db import transaction

from community.accounts.actions import record_privileged
from community.accounts.models import User
from community.profiles.models import DisclosureLog, ExportLog

LONGEST_REASON = 300


@transaction.atomic
def disclose(profile_id: int, by: User, reason: str, network: str = "") -> None:
    """Note one look at one profile; its member can read the reason."""
    member = User.objects.get(profile=profile_id)
    record_privileged(
        by, "member-disclosed", subject=member, reason=reason, network=network
    )
    DisclosureLog.objects.create(
        profile_id=profile_id, by=by, reason=reason[:LONGEST_REASON]
    )


@transaction.atomic
def begin_export(
    by: User, reason: str, filters: str, file_format: str, network: str = ""
) -> ExportLog:
    """Note an export before its first row leaves. `filters` is what was asked for."""
    log = ExportLog.objects.create(
        by=by,
        reason=reason[:LONGEST_REASON],
        filters=filters[:1000],
        format=file_format,
    )
    # What was asked for may name people: it stays in the export's own log.
    target = f"export {log.pk}, {file_format}"
    record_privileged(
        by, "directory-exported", target=target, reason=reason, network=network
    )
    return log


def end_export(log: ExportLog, number: int) -> None:
    """Note how many rows left, also when the reader went away in the middle."""
    ExportLog.objects.filter(pk=log.pk).update(number=number)
