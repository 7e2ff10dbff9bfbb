"""The copy of a person's data: a ZIP file, written row by row."""

import csv
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import capfirst

from cms.core.personal_data import Rule
from cms.core.tables import defused
from community.accounts.models import User
from community.accounts.personal_data import all_rules, owned_rows, ruled_models

CHUNK = 500  # rows in memory
PIECE = 64 * 1024  # bytes of a file in memory
Progress = Callable[[int], Any]


@dataclass(frozen=True)
class Part:
    """What the index tells of a kind of data; `stem` names its two files."""

    title: str
    stem: str
    number: int
    columns: tuple[str, ...]
    erasure: str


def write_archive(user: User, into: IO[bytes], progress: Progress = int) -> None:
    """Everything that the register hands out of this person, in their language.

    A JSON and a CSV file for each kind of which there is something, the files, and
    `index.html`. Reports percent. Memory holds one chunk of rows, whatever there is.
    """
    rules = all_rules()
    models_ = [model for model in ruled_models() if rules[model._meta.label].export]
    parts: list[Part] = []
    with (
        translation.override(user.language),
        timezone.override(user.zone),
        zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for done, model in enumerate(models_, start=1):
            parts.append(_write_model(archive, user, model, rules[model._meta.label]))
            progress(100 * done // (len(models_) + 1))
        archive.writestr("index.html", _index(user, parts))


def _write_model(
    archive: zipfile.ZipFile, user: User, model: type[models.Model], rule: Rule
) -> Part:
    fields = [model._meta.get_field(name) for name in rule.export]
    stem = model._meta.label_lower.replace(".", "-")
    number = 0
    with tempfile.TemporaryFile("w+", newline="", encoding="utf-8") as table:
        lines = csv.writer(table)
        lines.writerow([field.name for field in fields])
        for number, row in enumerate(_rows(user, model, fields), start=1):
            if number == 1:
                entry = archive.open(f"{stem}.json", "w", force_zip64=True)
            values = {field.name: _value(row, field, stem) for field in fields}
            told = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)
            entry.write(f"{'[' if number == 1 else ','}\n{told}".encode())
            lines.writerow([defused(_cell(value)) for value in values.values()])
        if number:
            entry.write(b"\n]\n")
            entry.close()
            table.seek(0)
            _copy(archive, f"{stem}.csv", table.buffer)
    if number:
        _write_files(archive, user, model, fields, stem)
    return Part(
        title=capfirst(str(model._meta.verbose_name_plural)),
        stem=stem,
        number=number,
        columns=tuple(str(getattr(f, "verbose_name", f.name)) for f in fields),
        erasure=rule.erasure,
    )


def _rows(user: User, model: type[models.Model], fields: list[Any]) -> Iterator[Any]:
    pointing = [f.name for f in fields if f.many_to_one or f.one_to_one]
    rows = owned_rows(user, model).order_by("pk")
    if pointing:  # without a name it would fetch whatever there is
        rows = rows.select_related(*pointing)
    return rows.iterator(chunk_size=CHUNK)


def _value(row: models.Model, field: Any, stem: str) -> Any:
    """As JSON takes it: of a relation the words, of a file its place in the archive."""
    value = getattr(row, field.name)
    if field.many_to_many:
        return [str(one) for one in value.all()]
    if isinstance(field, models.FileField):
        return _place(row, value, stem) if value else ""
    if isinstance(value, models.Model):
        return str(value)
    return value


def _place(row: models.Model, file: Any, stem: str) -> str:
    return f"files/{stem}/{row.pk}{PurePath(file.name).suffix}"


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, dict):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return value


def _write_files(
    archive: zipfile.ZipFile,
    user: User,
    model: type[models.Model],
    fields: list[Any],
    stem: str,
) -> None:
    held = [field for field in fields if isinstance(field, models.FileField)]
    for field in held:
        for row in _rows(user, model, [field]):
            file = getattr(row, field.name)
            if file and file.storage.exists(file.name):
                with file.storage.open(file.name) as source:
                    _copy(archive, _place(row, file, stem), source)


def _copy(archive: zipfile.ZipFile, name: str, source: Any) -> None:
    with archive.open(name, "w", force_zip64=True) as entry:
        shutil.copyfileobj(source, entry, PIECE)


def _index(user: User, parts: list[Part]) -> str:
    context = {
        "person": user,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "language": translation.get_language(),
        "made_at": timezone.localtime(),
        "parts": [part for part in parts if part.number],
        "empty": [part.title for part in parts if not part.number],
    }
    return render_to_string("privacy/export/index.html", context)
