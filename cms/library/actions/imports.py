"""Writes of the library."""

from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from cms.library.imports import Draft, Row
from cms.library.models import (
    Work,
    WorkAbstract,
    WorkContributor,
    WorkTitle,
)

Part = WorkTitle | WorkAbstract | WorkContributor


class ImportClashError(Exception):
    """A work of the file came into the library by another way in the meantime."""


def import_works(rows: Sequence[Row], *, by: AbstractBaseUser | None) -> list[Work]:
    """Adds the works of the new rows of a plan, all of them or none; pages are not made.

    Raises ImportClashError.
    """
    drafts = [row.draft for row in rows if row.draft]
    try:
        with transaction.atomic():
            return _save(drafts, by)
    except IntegrityError as wrong:
        message = _(
            "Somebody added one of these works in the meantime. Check the file again."
        )
        raise ImportClashError(message) from wrong


def _save(drafts: list[Draft], by: AbstractBaseUser | None) -> list[Work]:
    works = Work.objects.bulk_create([draft.work for draft in drafts])
    for draft in drafts:
        parts: list[Part] = [*draft.titles, *draft.abstracts, *draft.contributors]
        for part in parts:
            part.work = draft.work
    WorkTitle.objects.bulk_create([t for draft in drafts for t in draft.titles])
    WorkAbstract.objects.bulk_create([a for draft in drafts for a in draft.abstracts])
    WorkContributor.objects.bulk_create(
        [person for draft in drafts for person in draft.contributors]
    )
    through = Work.subjects.through
    through.objects.bulk_create(
        through(work_id=draft.work.pk, subject_id=subject.pk)
        for draft in drafts
        for subject in draft.subjects
    )
    _log(drafts, by)
    return works


def _log(drafts: list[Draft], by: AbstractBaseUser | None) -> None:
    """The history of each work begins, in one query: `log()` would take two for each."""
    kind = ContentType.objects.get_for_model(Work, for_concrete_model=False)
    now = timezone.now()
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(draft.work.pk),
            label=draft.titles[0].text,
            action="wagtail.create",
            timestamp=now,
            user_id=by.pk if by else None,
            data={},
        )
        for draft in drafts
    )
