"""What we hear of changes that are not made by our own models' `save` and `delete`.

Pages are moved and published by Wagtail, and view restrictions are its models.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import signals  # noqa: TID251 (models of Wagtail and Django, not ours)
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, post_page_move

from cms.core.actions import keep_languages_in_step
from cms.core.models import BasePage
from cms.core.models.pages import DRAFT_FIELDS
from cms.core.rows.circles import forget_readers
from cms.core.rows.refresh import reposition, thing, touch


def connect() -> None:
    page_published.connect(_published, dispatch_uid="languages-in-step")
    post_page_move.connect(_moved, dispatch_uid="rows-of-moved-pages")
    # Wagtail saves and deletes pages as plain `Page` too: when it moves or expires them.
    signals.post_save.connect(_saved, sender=Page, dispatch_uid="rows-of-saved-pages")
    signals.post_delete.connect(
        _deleted, sender=Page, dispatch_uid="rows-of-deleted-pages"
    )
    for signal in (signals.post_save, signals.post_delete):
        signal.connect(
            _restricted, sender=PageViewRestriction, dispatch_uid=f"rows-{id(signal)}"
        )
    signals.m2m_changed.connect(
        _restricted_to,
        sender=PageViewRestriction.groups.through,
        dispatch_uid="rows-of-restricted-pages",
    )
    # Who is in which group, and may do what, is kept in memory for the circles of readers.
    user = get_user_model()
    for through in (
        user.groups.through,
        user.user_permissions.through,
        Group.permissions.through,
    ):
        signals.m2m_changed.connect(_readers_changed, sender=through)
    signals.post_delete.connect(_readers_changed, sender=Group)


def _readers_changed(sender: Any, **kwargs: Any) -> None:
    if not kwargs.get("action", "post_").startswith("pre_"):
        forget_readers()


def _published(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, BasePage) and instance.alias_of_id is None:
        keep_languages_in_step(instance)


def _saved(sender: Any, instance: Page, **kwargs: Any) -> None:
    names = kwargs.get("update_fields")
    if not kwargs.get("raw") and (names is None or not set(names) <= DRAFT_FIELDS):
        touch(thing(instance.translation_key))


def _deleted(sender: Any, instance: Page, **kwargs: Any) -> None:
    # Its rows are gone with it, so nothing but this tells those that refer to it.
    key = instance.translation_key
    touch(thing(key), f"page:{key}")


def _moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    _touch_from(instance.path)
    places = {kwargs["parent_page_before"].pk, kwargs["parent_page_after"].pk}
    # Read again: the move may have shifted them too.
    parents = Page.objects.filter(pk__in=places)
    reposition(*parents.values_list("path", flat=True))


def _restricted(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    _touch_from(Page.objects.values_list("path", flat=True).get(pk=instance.page_id))


def _restricted_to(sender: Any, instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, PageViewRestriction):
        _restricted(sender, instance)


def _touch_from(path: str) -> None:
    """Make the rows of the page at this tree path, and of all below it, anew."""
    below = Page.objects.filter(path__startswith=path)
    touch(*(thing(key) for key in set(below.values_list("translation_key", flat=True))))
