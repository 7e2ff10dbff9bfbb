"""Images and documents made on the spot."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image

from cms.core.models import SiteImage


def make_image(title: str = "Bridge", size: tuple[int, int] = (1600, 900)) -> SiteImage:
    """A stored PNG of one colour."""
    buffer = BytesIO()
    Image.new("RGB", size, (31, 70, 144)).save(buffer, "PNG")
    return SiteImage.objects.create(title=title, file=ImageFile(buffer, name="bridge.png"))
