"""Fields that let no uploaded byte into the storage unseen.

The check sits where a field hands its file to the storage. Every way leads through there:
the admin's forms, several files at once, choosers, an API, a script.
"""

from typing import Any

from django.core.files.base import ContentFile, File
from django.db import models
from django.urls import reverse
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from cms.core.documents import Document, checked_document
from cms.core.images import clean_picture


class CleanPicture(ContentFile):
    """A picture that went through `clean_picture`: being of this class is the proof."""

    @classmethod
    def of(cls, file: File) -> "CleanPicture":
        """Raises ValidationError when it is no picture that is taken."""
        if isinstance(file, cls):
            return file
        picture = clean_picture(file)
        return cls(picture.content, name=f"picture{picture.extension}")


class PictureFile(WagtailImageFieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        # Handed over as it is, or wrapped in the file of another field.
        inner = content.file if isinstance(content.file, CleanPicture) else content
        clean = CleanPicture.of(inner)
        super().save(clean.name, clean, save=save)

    @property
    def url(self) -> str:
        """The permission-checked view; raises ValueError before the image is saved."""
        self._require_file()
        if self.instance.pk is None:
            raise ValueError("An image has no address before it is saved.")
        return reverse("original", args=[self.instance.pk])


class PictureField(WagtailImageField):
    """Stores pictures that were written anew (`cms.core.images`), and nothing else."""

    attr_class = PictureFile


class CheckedFile(models.fields.files.FieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        self.instance.sha256 = checked(content, name).sha256
        super().save(name, content, save=save)


class DocumentField(models.FileField):
    """Stores documents that `cms.core.documents` takes; sets `sha256` of its model."""

    attr_class = CheckedFile


def checked(file: Any, name: str) -> Document:
    """What the document is; a file that was checked before is not read again.

    Raises ValidationError when it is not taken.
    """
    known = getattr(file, "checked_document", None)
    if known is None:
        known = checked_document(file, name)
        file.checked_document = known
    return known
