"""A member's copy of their own data: asked for, made, fetched once, and gone."""

import hashlib
import tempfile
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.files.base import File
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.accounts import notify
from community.accounts.actions.archive import write_archive
from community.accounts.actions.consents import NoSuchLinkError
from community.accounts.models import DataRequest, User
from community.accounts.models.data_requests import KEPT_FOR

TASK = "community.accounts.tasks.export_data"
A_DAY, DAY = 3, timedelta(days=1)
_signer = Signer(salt="accounts.export")
_State, _Kind = DataRequest.State, DataRequest.Kind


class CannotExportError(Exception):
    """No export now; the message says why, in words to show."""


@transaction.atomic
def ask_export(user: User) -> DataRequest:
    """Begin a copy. Raises CannotExportError: one at a time, and three within a day."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    mine = DataRequest.objects.exports().filter(user=user)
    mine.dead().update(state=_State.FAILED, ended_at=timezone.now())
    if mine.open().exists():
        raise CannotExportError(_("A copy of your data is being made already."))
    if mine.filter(created_at__gt=timezone.now() - DAY).count() >= A_DAY:
        words = ngettext(
            "You have asked for %(count)d copy today. Please come back tomorrow.",
            "You have asked for %(count)d copies today. Please come back tomorrow.",
            A_DAY,
        )
        raise CannotExportError(words % {"count": A_DAY})
    request = DataRequest.objects.create(user=user, kind=_Kind.EXPORT)
    import_string(TASK).later(request.pk)
    return request


def make_export(pk: int) -> None:
    """Write the file and tell the member. May be called again after a breakdown.

    What breaks it is raised on, after the request was marked as failed.
    """
    request = _claimed(pk)
    if request is None:
        return
    try:
        _make(request)
    except Exception:
        _move(pk, state=_State.FAILED, ended_at=timezone.now())
        raise


def _claimed(pk: int) -> DataRequest | None:
    wanted = DataRequest.objects.exports().filter(
        pk=pk,
        user__is_active=True,
        state__in=[*DataRequest.OPEN, _State.FAILED],
    )
    try:
        with transaction.atomic():
            if not wanted.update(state=_State.RUNNING, moved_at=timezone.now()):
                return None
    except IntegrityError:  # failed before, and the member has asked for another one
        return None
    return DataRequest.objects.select_related("user").get(pk=pk)


def _make(request: DataRequest) -> None:
    before = request.file.name
    if before:
        request.file.storage.delete(before)
    with tempfile.TemporaryFile() as written:
        write_archive(request.user, written, partial(_report, request.pk))
        request.file.save("export.zip", File(written), save=False)
    _finish(request)


@transaction.atomic
def _finish(request: DataRequest) -> None:
    request.expires_at = timezone.now() + KEPT_FOR
    token = export_token(request)
    _move(
        request.pk,
        state=_State.READY,
        progress=100,
        file=request.file.name,
        expires_at=request.expires_at,
        token_hash=_hash(token),
    )
    notify.export_ready(request, token)


def _report(pk: int, percent: int) -> None:
    _move(pk, progress=percent)


def _move(pk: int, **values: Any) -> None:
    DataRequest.objects.filter(pk=pk).update(moved_at=timezone.now(), **values)


def export_token(request: DataRequest) -> str:
    """What the link of a copy that is ready ends in: signed, and good until it expires."""
    expires = int(request.expires_at.timestamp()) if request.expires_at else 0
    return _signer.sign(f"{request.pk}-{expires}")


def export_behind(user: User, token: str) -> DataRequest:
    """The member's own copy that this link leads to. Raises NoSuchLinkError."""
    try:
        _signer.unsign(token)
    except BadSignature as wrong:
        raise NoSuchLinkError from wrong
    ready = DataRequest.objects.visible_to(user).exports().filter(state=_State.READY)
    found = ready.filter(token_hash=_hash(token), expires_at__gt=timezone.now()).first()
    if found is None:
        raise NoSuchLinkError
    return found


class OnceFile(File):
    """A file that is deleted when it was read, or when its reader went away."""

    def __init__(self, request: DataRequest) -> None:
        self.storage, self.stored = request.file.storage, str(request.file.name)
        super().__init__(self.storage.open(self.stored), name=self.stored)
        self.request_id = request.pk

    def close(self) -> None:
        super().close()
        self.storage.delete(self.stored)
        DataRequest.objects.filter(pk=self.request_id).update(file="")


def take_export(user: User, token: str) -> OnceFile:
    """The file, for this one time. Raises NoSuchLinkError; of two at once one wins."""
    found = export_behind(user, token)
    mine = DataRequest.objects.filter(pk=found.pk, state=_State.READY)
    if not mine.update(state=_State.DONE, ended_at=timezone.now(), token_hash=""):
        raise NoSuchLinkError
    try:
        return OnceFile(found)
    except FileNotFoundError as lost:
        raise NoSuchLinkError from lost


def drop_exports(requests: Any) -> int:
    """Delete the files of these requests; how many requests had one."""
    number = 0
    for request in requests.exclude(file=""):
        request.file.storage.delete(request.file.name)
        state = _State.EXPIRED if request.state == _State.READY else request.state
        _move(request.pk, file="", token_hash="", state=state)
        number += 1
    return number


def drop_outlived_exports() -> int:
    """Delete the files that nobody fetched in time; how many."""
    return drop_exports(DataRequest.objects.outlived())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
