"""A person with a marker in every column that can hold one, in every model of the register.

Rows are made without the models' own `save`: what counts is what a table may hold.
"""

import uuid
from datetime import time, timedelta
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import ImageField
from django.utils import timezone
from wagtail.models import Page

from cms.faq.models import FaqEntryPage
from community.accounts.models import User
from community.accounts.personal_data import all_rules, owned_rows, ruled_models
from community.accounts.personal_data.register import edges
from community.accounts.personal_data.rows import _owning
from tests.factories.content import make_entry, make_news, make_topic
from tests.factories.directory import make_person
from tests.factories.media import make_document, make_image
from tests.factories.people import UserFactory
from tests.factories.taxonomy import make_skill
from tests.profiles.own import picture

MARK = "zqmark7x"
# The directory makes these rows itself, from a profile that has the marker.
DERIVED = {"profiles.ProfileIndex"}
# No relation leads there, and what it holds is sealed.
SEALED = {"sessions.Session"}
CODES = {
    *("object_id", "parent_object_id", "path", "url_path"),
    *("file_hash", "sha256", "text_hash", "token_hash", "key_hash"),
}
# Two accounts that cannot be the same one.
BY_OTHERS = {("accounts.Block", "blocked")}
# Moments that lie before others of the row.
BEFORE_OTHERS = {("spaces.WaitlistEntry", "until")}
Planted = set[tuple[str, str]]  # (label of a model, name of a field)


def make_marked_person(tree) -> tuple[User, Planted]:
    user = UserFactory(email=f"{MARK}@example.org", display_name=f"Person {MARK}")
    skill = make_skill({"en": "Welding"}, slug="welding")
    make_person(
        f"Person {MARK}",
        user=user,
        has=[skill.slug],
        headline=f"Headline {MARK}",
        city=MARK,
        country="CH",
        public=["name", "headline", "city"],
    )
    user.profile.photo.save("me.png", ContentFile(picture().read()), save=True)
    _prepare_pages(tree, user)
    planted: Planted = set()
    for model in ruled_models():
        if model._meta.label not in DERIVED | SEALED:
            planted |= {(model._meta.label, name) for name in _plant(user, model)}
    return user, planted


def _prepare_pages(tree, user: User) -> None:
    """Pages and media cannot be made by their columns alone."""
    news = make_news(tree, {"en": "Item"})["en"]
    Page.objects.filter(pk=news.pk).update(owner=user)
    news.save_revision(user=user)
    topic = make_topic(tree, {"en": "Topic"})
    entry = make_entry(topic, {"en": "How?"})["en"]
    FaqEntryPage.objects.filter(pk=entry.pk).update(responsible=user)
    for one in (make_image(), make_document()):
        type(one).objects.filter(pk=one.pk).update(uploaded_by_user=user)


def _plant(user: User, model: type[models.Model]) -> list[str]:
    """Mark the person's row of this model, made when there is none; the marked fields."""
    row = owned_rows(user, model).order_by("pk").first()
    values = {
        field.attname: value
        for field in model._meta.local_fields
        if (value := _marked(field)) is not None
    }
    if row is None:
        row = _made(user, model, dict(values))
    elif values:
        owned_rows(user, model).filter(pk=row.pk).update(**values)
    for field in model._meta.local_fields:
        if isinstance(field, models.FileField) and not getattr(row, field.name):
            _store(row, field)
    return list(values)


def _marked(field: models.Field) -> Any:
    """A value with the marker in it, None where there is no room for it."""
    if field.primary_key or field.choices or isinstance(field, models.FileField):
        return None
    if isinstance(field, SearchVectorField):
        return None
    if isinstance(field, models.JSONField):
        return {"key": MARK}
    if isinstance(field, ArrayField):
        inner = _marked(field.base_field)
        return None if inner is None else [inner]
    if isinstance(field, models.EmailField):
        return f"{MARK}@example.org"
    if isinstance(field, models.URLField):
        return f"https://example.org/{MARK}"
    if isinstance(field, models.CharField | models.TextField):
        fits = field.max_length is None or field.max_length >= len(MARK)
        return MARK if fits and not _is_code(field) else None
    return None


def _is_code(field: models.Field) -> bool:
    """Keys and sums that programs write and read: a marker there would break them."""
    return field.name in CODES or (field.model._meta.label, field.name) in {
        ("accounts.User", "password"),
        ("accounts.User", "time_zone"),
        ("profiles.Profile", "slug"),
        ("profiles.Profile", "origin"),
        ("spaces.Booking", "zone"),
        ("spaces.Visit", "zone"),
        ("wagtailcore.Page", "slug"),
        ("wagtailcore.Revision", "content"),
    }


def _made(user: User, model: type[models.Model], values: dict[str, Any]) -> Any:
    own = {f.name for f in _owning(edges(all_rules()).get(model, []))}
    for field in model._meta.local_fields:
        if field.attname in values or (field.primary_key and not field.is_relation):
            continue
        if isinstance(field, models.FileField):
            continue  # stored with a file of its own
        if field.is_relation:
            related = _related(user, field, field.name in own)
            if related is not None:
                values[field.attname] = related
        elif not (field.has_default() or field.null or field.blank):
            values[field.attname] = _plain(field)
    model._base_manager.bulk_create([model(**values)])
    row = owned_rows(user, model).order_by("-pk").first()
    assert row is not None, f"{model._meta.label}: the walk does not find the row."
    return row


def _related(user: User, field: Any, is_own: bool) -> Any:
    target = field.related_model
    if (field.model._meta.label, field.name) in BY_OTHERS:
        return UserFactory().pk
    if target is User:
        return user.pk if is_own else None
    if is_own:
        return owned_rows(user, target).order_by("pk").first().pk
    if field.null:
        return None
    if target is ContentType:
        return ContentType.objects.get_for_model(User).pk
    found = target._base_manager.order_by("pk").first()
    if found is None:
        found = _other(user, target)
    return found.pk


def _other(user: User, model: type[models.Model]) -> Any:
    """A row that some row of the person must point to."""
    values = {}
    for field in model._meta.local_fields:
        if isinstance(field, models.AutoField) or field.has_default() or field.null:
            continue
        values[field.attname] = (
            _related(user, field, False) if field.is_relation else _plain(field)
        )
    model._base_manager.bulk_create([model(**values)])
    return model._base_manager.order_by("-pk").first()


def _plain(field: models.Field) -> Any:
    if field.choices:
        return field.choices[0][0]
    if (field.model._meta.label, field.name) in BEFORE_OTHERS:
        return timezone.now() - timedelta(days=1)
    for kind, make in PLAIN.items():
        if isinstance(field, kind):
            return make()
    return "x"


# The first that fits: a field of moments is one of dates, too.
PLAIN: dict[type[models.Field], Any] = {
    models.DateTimeField: timezone.now,
    models.DateField: timezone.localdate,
    models.TimeField: lambda: time(9),
    models.GenericIPAddressField: lambda: "192.0.2.0",
    models.BooleanField: bool,
    models.UUIDField: uuid.uuid4,
    models.IntegerField: lambda: 1,
    models.FloatField: lambda: 1.0,
    models.JSONField: dict,
}


def _store(row: Any, field: models.FileField) -> None:
    """A picture where one is asked for, else a file with the marker in it."""
    is_picture = isinstance(field, ImageField)
    content = picture().read() if is_picture else MARK.encode()
    name = "me.png" if is_picture else "notes.txt"
    stored = field.storage.save(
        field.generate_filename(row, name), ContentFile(content)
    )
    type(row)._base_manager.filter(pk=row.pk).update(**{field.name: stored})


def file_names(user: User, erasure: str) -> set[tuple[Any, str]]:
    """(storage, name) of the person's files in the models with this rule."""
    found = set()
    for label, rule in all_rules().items():
        model = apps.get_model(label)
        fields = [
            f for f in model._meta.local_fields if isinstance(f, models.FileField)
        ]
        if rule.erasure != erasure or not fields:
            continue
        for row in owned_rows(user, model):
            held = [getattr(row, f.name) for f in fields]
            found |= {(one.storage, one.name) for one in held if one}
    return found
