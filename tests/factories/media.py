"""Images and documents made on the spot."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction

from cms.core.models import SiteDocument, SiteImage

SECRET = b"What only some may read."


def make_image(title: str = "Bridge", size: tuple[int, int] = (1600, 900)) -> SiteImage:
    """A stored PNG of one colour."""
    buffer = BytesIO()
    Image.new("RGB", size, (31, 70, 144)).save(buffer, "PNG")
    return SiteImage.objects.create(
        title=title, file=ImageFile(buffer, name="bridge.png")
    )


def make_document(title: str = "Minutes", **fields: Any) -> SiteDocument:
    """A stored text file with the words of `SECRET`."""
    file = ContentFile(SECRET, name="minutes of May.txt")
    return SiteDocument.objects.create(title=title, file=file, **fields)


def private_collection() -> Collection:
    """A collection for those who are logged in."""
    root = Collection.get_first_root_node()
    collection = root.add_child(instance=Collection(name="For members"))
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    return collection
