"""The small square of a photo, made when it is first asked for."""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from PIL import Image, ImageOps, UnidentifiedImageError

from community.profiles.models import Profile
from community.profiles.models.profiles import small_photo_name

SIDE = 480  # pixels


def small_photo(name: str) -> FieldFile | None:
    """The square of the photo stored under this name; None when that is lost."""
    field: Any = Profile._meta.get_field("photo")
    storage, small = field.storage, small_photo_name(name)
    if not storage.exists(small):
        try:
            with storage.open(name) as file:
                square = _square(file)
        except (FileNotFoundError, UnidentifiedImageError):
            return None
        stored = storage.save(small, ContentFile(square))
        if stored != small:  # another request was faster
            storage.delete(stored)
    return FieldFile(Profile(), field, small)


def _square(file: Any) -> bytes:
    with Image.open(file) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        # Faces are above the middle of a portrait.
        square = ImageOps.fit(upright, (SIDE, SIDE), centering=(0.5, 0.35))
    into = io.BytesIO()
    square.save(into, "JPEG", quality=82, optimize=True, progressive=True)
    return into.getvalue()
