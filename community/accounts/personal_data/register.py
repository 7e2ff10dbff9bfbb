"""The register of all apps: rules, ways to a person's rows, and further effects.

Besides `RULES`, an app's `personal_data` may have:
`FINDERS`: for a model that no relation leads to, a function from the account to its rows;
`EFFECTS`: dotted names of actions `(user) -> None` that an erasure calls before the rules
are carried out, for what a rule cannot say. They are called again after a breakdown.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.module_loading import import_string, module_has_submodule

from cms.core.personal_data import Activity, Rule
from community.accounts.models import User

Finder = Callable[[User], "models.QuerySet[Any]"]
Effect = Callable[[User], None]


def all_rules() -> dict[str, Rule]:
    """Every app's rules by model label. Raises ValueError when two apps rule one model."""
    found: dict[str, Rule] = {}
    for module in _modules():
        rules = module.RULES
        if twice := rules.keys() & found.keys():
            raise ValueError(f"Ruled by two apps: {', '.join(sorted(twice))}")
        found |= rules
    return found


def all_finders() -> dict[str, Finder]:
    """By model label, how the rows of a person are found where no relation leads."""
    found: dict[str, Finder] = {}
    for module in _modules():
        found |= getattr(module, "FINDERS", {})
    return found


def all_effects() -> list[Effect]:
    """What apps do themselves when somebody is erased."""
    names = [name for module in _modules() for name in getattr(module, "EFFECTS", ())]
    return [import_string(name) for name in names]


def all_activities() -> list[tuple[Activity, list[str]]]:
    """Every activity of the record of processing, with the labels of its models."""
    found = []
    for module in _modules():
        activities: tuple[Activity, ...] = getattr(module, "ACTIVITIES", ())
        named = {label for one in activities for label in one.models}
        rest = [label for label in module.RULES if label not in named]
        found += [(one, list(one.models) or rest) for one in activities]
    return found


def _modules() -> Iterator[ModuleType]:
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "personal_data"):
            yield import_module(f"{config.name}.personal_data")


def personal_models(rules: Mapping[str, Rule]) -> set[str]:
    """Labels of all models with rows about a person.

    The account, what points to it, and what points to something that is erased with it.
    A page type counts only for the columns of its own table.
    """
    return {User._meta.label} | {model._meta.label for model in edges(rules)}


def edges(rules: Mapping[str, Rule]) -> dict[type[models.Model], list[models.Field]]:
    """Each such model but the account, and its fields that lead towards a person.

    In the order of the walk: what is pointed to comes before what points to it.
    """
    found: dict[type[models.Model], list[models.Field]] = {}
    seen: set[type[models.Model]] = {User}
    waiting: list[type[models.Model]] = [User]
    while waiting:
        target = waiting.pop(0)
        rule = rules.get(target._meta.label)
        if target is not User and not (rule and rule.erasure == "erase"):
            continue
        for model, field in _pointing_to(target):
            found.setdefault(model, []).append(field)
            if model not in seen:
                seen.add(model)
                waiting.append(model)
    return found


def _pointing_to(
    target: type[models.Model],
) -> Iterator[tuple[type[models.Model], models.Field]]:
    # Tables that Django makes for many-to-many fields hold nothing but the two numbers.
    for model in apps.get_models():
        own = [*model._meta.local_fields, *model._meta.local_many_to_many]
        for field in own:
            if field.related_model is target:
                yield model, field
