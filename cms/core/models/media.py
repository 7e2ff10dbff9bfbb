"""Images and documents, kept under names that nobody can guess."""

import secrets
from pathlib import PurePath
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image,
    get_upload_to,
)

from cms.core.documents import CONTENT_TYPES
from cms.core.models.fields import DocumentField, PictureField
from cms.core.rows.refresh import together, touch


def random_name(folder: str, filename: str) -> str:
    """`folder/` and 32 hex digits; only the extension of the uploaded name is kept."""
    suffix = PurePath(filename).suffix.lower()[:10]
    return f"{folder}/{secrets.token_hex(16)}{suffix}"


def document_name(instance: models.Model, filename: str) -> str:
    return random_name("documents", filename)


class SiteImage(AbstractImage):
    """An image; its original is private, only the renditions are public."""

    file = PictureField(
        _("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    # After the file: turning it upright may swap them while it is stored.
    width = models.IntegerField(_("width"), editable=False)
    height = models.IntegerField(_("height"), editable=False)
    source = models.CharField(
        _("source"),
        max_length=255,
        blank=True,
        help_text=_("Who made the picture and under which licence it is used."),
    )

    admin_form_fields = (*Image.admin_form_fields, "source")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def get_upload_to(self, filename: str) -> str:
        return random_name("originals", filename)

    def get_rendition(self, filter: Filter | str) -> "SiteRendition":
        """As Wagtail's; "original" is the original itself, never a public copy of it."""
        spec = filter if isinstance(filter, str) else filter.spec
        if spec != SiteRendition.ORIGINAL:
            return super().get_rendition(filter)
        return SiteRendition(
            image=self,
            filter_spec=spec,
            file=self.file.name,
            width=self.width,
            height=self.height,
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        with together():
            super().save(*args, **kwargs)
            touch(f"image:{self.pk}")

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        number = self.pk
        with together():
            deleted = super().delete(*args, **kwargs)
            touch(f"image:{number}")
        return deleted


class SiteRendition(AbstractRendition):
    ORIGINAL = "original"

    image = models.ForeignKey(
        SiteImage, related_name="renditions", on_delete=models.CASCADE
    )

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="rendition_once_per_filter",
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        return random_name("images", filename)

    @property
    def url(self) -> str:
        is_original = self.filter_spec == self.ORIGINAL
        return self.image.file.url if is_original else self.file.url


class SiteDocument(AbstractDocument):
    """A document, served by the permission-checked view alone."""

    file = DocumentField(_("file"), upload_to=document_name)
    # Wagtail's own `file_hash` is SHA-1, which can be made to collide.
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def save(self, *args: Any, **kwargs: Any) -> None:
        with together():
            super().save(*args, **kwargs)
            touch(f"document:{self.pk}")

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        number = self.pk
        with together():
            deleted = super().delete(*args, **kwargs)
            touch(f"document:{number}")
        return deleted

    @property
    def content_type(self) -> str:
        """By what was found in the file when it was taken; its extension follows that."""
        known = CONTENT_TYPES.get(self.file_extension)
        return known or "application/octet-stream"
