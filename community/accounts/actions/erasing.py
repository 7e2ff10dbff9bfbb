"""The steps of an erasure, in their order. Each may be repeated, and finds nothing then.

What is to become of a model's rows is told by its rule alone; what a rule cannot say, an
app does by its `EFFECTS` (see `community.accounts.personal_data`).
"""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.admin.models import FormState
from wagtail.models import ModelLogEntry, Revision

from cms.core.rows.version import announce
from community.accounts.actions.exports import drop_exports
from community.accounts.actions.tombstones import NOBODY, entomb, is_erased
from community.accounts.models import DataRequest, User, default_reading_languages
from community.accounts.personal_data import (
    all_effects,
    all_rules,
    naming_fields,
    owned_rows,
    ruled_models,
)

Step = Callable[[User], Any]


def steps() -> list[Step]:
    """All of them; the account's own row is emptied last, for it tells whose is what."""
    # What points to a thing goes before the thing.
    backwards = list(reversed(ruled_models()))
    return [
        bury,
        close_account,
        drop_files,
        *all_effects(),
        *(partial(drop_traces, model=model) for model in backwards),
        *(partial(carry_out, model=model) for model in backwards if model is not User),
        empty_account,
        forget_answers,
    ]


def bury(user: User) -> None:
    if not is_erased(user):
        entomb(user)


def close_account(user: User) -> None:
    """Nobody can come in any more: what is erased stays erased."""
    account = User.objects.filter(pk=user.pk)
    account.update(is_active=False, is_staff=False, is_superuser=False)
    # Another unusable one at each run would be a change.
    if user.has_usable_password():
        account.update(password=make_password(None))
    user.groups.clear()
    user.user_permissions.clear()


def drop_files(user: User) -> None:
    """Before their rows: of a file without a row nobody would know any more."""
    rules = all_rules()
    for model in ruled_models():
        if rules[model._meta.label].erasure == "erase":
            _drop_files(user, model)
    drop_exports(DataRequest.objects.filter(user=user))


def _drop_files(user: User, model: type[models.Model]) -> None:
    names = [
        f.name for f in model._meta.local_fields if isinstance(f, models.FileField)
    ]
    if not names:
        return
    for row in owned_rows(user, model).iterator():
        for name in names:
            file = getattr(row, name)
            if file:
                file.storage.delete(file.name)


def drop_traces(user: User, *, model: type[models.Model]) -> None:
    """Old versions of the rows, and what the admin's log says about them by name."""
    if model is not User and all_rules()[model._meta.label].erasure != "erase":
        return
    if model._meta.label in _PASSING:
        return
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    keys = [str(pk) for pk in owned_rows(user, model).values_list("pk", flat=True)]
    about = ModelLogEntry.objects.filter(content_type=kind, object_id__in=keys)
    about.update(label="", data={})
    Revision.objects.filter(content_type=kind, object_id__in=keys).delete()
    # What others have begun to write in a form about it.
    FormState.objects.filter(content_type=kind, object_id__in=keys).delete()


# No log and no version is kept of these, and looking them up takes long.
_PASSING = {"sessions.Session", "usersessions.UserSession"}


def carry_out(user: User, *, model: type[models.Model]) -> None:
    """Do with the person's rows of this model what its rule says."""
    erasure = all_rules()[model._meta.label].erasure
    if erasure == "erase":
        owned_rows(user, model).delete()
    elif erasure == "anonymise":
        for name in naming_fields(model):
            model._base_manager.filter(**{name: user.pk}).update(**{name: None})


def empty_account(user: User) -> None:
    """The row stays as a number that nothing is known of."""
    if is_erased(user):
        return
    User.objects.filter(pk=user.pk).update(
        uuid=uuid.uuid4(),
        email=f"{uuid.uuid4().hex}{NOBODY}",
        display_name="",
        interface_language=settings.LANGUAGE_CODE,
        reading_languages=default_reading_languages(),
        time_zone=settings.TIME_ZONE,
        last_login=None,
    )


def forget_answers(user: User) -> None:
    """No process gives out again what it has kept for its readers."""
    transaction.on_commit(partial(announce, 0))
