"""Writes that keep the language versions of a page in step; the note of privileged ones."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from wagtail_localize.models import Translation, TranslationSource

from cms.core.models import BasePage
from cms.core.rows.refresh import thing, touch


@transaction.atomic
def keep_languages_in_step(page: BasePage) -> None:
    """After a publish: renew the translation source, and share what is in no language.

    wagtail-localize goes on saying "up to date" after its source was edited and
    published; renewing the source makes it name what waits for translation. Fields such
    as a date are copied to all language versions at once, not with their next save.
    """
    source = TranslationSource.objects.filter(
        object_id=page.translation_key, locale=page.locale_id
    ).first()
    if source is not None:
        source.update_from_db()
    follows = followed_page(page)
    if follows is None:
        _share(page, page.get_translations())
    else:
        _share(follows, type(page).objects.filter(pk=page.pk))


def followed_page(page: BasePage) -> BasePage | None:
    """The live source page that this translation is kept in step with, if it is one."""
    translation = Translation.objects.filter(
        source__object_id=page.translation_key,
        target_locale=page.locale_id,
        enabled=True,
    ).first()
    if translation is None:
        return None
    return (
        type(page)
        .objects.live()
        .filter(
            translation_key=page.translation_key, locale=translation.source.locale_id
        )
        .first()
    )


def _share(page: BasePage, others: QuerySet) -> None:
    values = {name: getattr(page, name) for name in page.shared_fields}
    if values and others.exclude(**values).update(**values):
        touch(thing(page.translation_key))


def note_privileged(by: Any, action: str, *, target: str, network: str = "") -> None:
    """Into the log of what privileged people do, which is kept above this package."""
    import_string(settings.AUDIT_LOG)(by, action, target=target, network=network)
