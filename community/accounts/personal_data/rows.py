"""From an account to the rows that are about its person: one walk for all models.

A row belongs to whom it would go with: a relation that cascades. Where a model has none,
it is about whoever it names. So a profile is its member's, and not of the member of staff
who verified it; a log entry is of whoever did the thing.
"""

import functools
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q

from community.accounts.models import Block, User
from community.accounts.personal_data.register import all_finders, all_rules, edges


def owned_rows(user: User, model: type[models.Model]) -> "models.QuerySet[Any]":
    """The rows of `model` about this person; none for a model that knows no person."""
    rows = model._base_manager.all()
    if model is User:
        return rows.filter(pk=user.pk)
    if finder := all_finders().get(model._meta.label):
        return finder(user)
    wanted = Q(pk__in=[])
    for path in paths().get(model, ()):
        wanted |= Q(**{path: user.pk})
    # By key: a many-to-many field would tell a row more than once.
    return rows.filter(pk__in=rows.filter(wanted).values("pk"))


def naming_fields(model: type[models.Model]) -> list[str]:
    """The model's own fields that point at an account and may be emptied."""
    return [
        field.name
        for field in edges(all_rules()).get(model, ())
        if field.related_model is User and field.null and not field.many_to_many
    ]


def ruled_models() -> list[type[models.Model]]:
    """Every model of the register; the account first, and what depends on a thing after it."""
    rules = all_rules()
    walked: list[type[models.Model]] = [User, *edges(rules)]
    others = [apps.get_model(label) for label in sorted(rules)]
    return [*walked, *(model for model in others if model not in walked)]


@functools.cache
def paths() -> dict[type[models.Model], tuple[str, ...]]:
    """For each model the lookups that lead to an account: ('profile__user',)."""
    walked = edges(all_rules())
    return {model: tuple(_paths(model, walked, (model,))) for model in walked}


def _paths(
    model: type[models.Model],
    walked: dict[type[models.Model], list[models.Field]],
    passed: tuple[type[models.Model], ...],
) -> list[str]:
    found = []
    for field in _owning(walked[model]):
        target: Any = field.related_model
        if target is User:
            found.append(field.name)
        elif target not in passed:
            further = _paths(target, walked, (*passed, target))
            found += [f"{field.name}__{path}" for path in further]
    return found


def _owning(fields: list[models.Field]) -> list[models.Field]:
    strong = [
        field
        for field in fields
        if getattr(field.remote_field, "on_delete", None) is models.CASCADE
    ]
    return strong or fields


def sessions_of(user: User) -> "models.QuerySet[Session]":
    """Sessions in which the account is logged in. Reads them all: they are sealed."""
    wanted = str(user.pk)
    keys = [
        one.session_key
        for one in Session.objects.iterator(chunk_size=1000)
        if str(one.get_decoded().get("_auth_user_id", "")) == wanted
    ]
    return Session.objects.filter(pk__in=keys)


def blocks_set_by(user: User) -> "models.QuerySet[Block]":
    """Not those that others have set of this person: nobody is told of these."""
    return Block.objects.filter(by=user)
