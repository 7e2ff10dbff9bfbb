"""Our own drawings, rendered to PNG and kept as images like any upload."""

from io import BytesIO

import resvg_py
from django.core.files.images import ImageFile
from wagtail.models import Collection

from cms.core.models import SiteImage
from home.demo.files import ILLUSTRATIONS

COLLECTION = "Illustrations"
SOURCE = "Drawn for this site"
WIDTH = 1280  # pixels; drawings need no more, and each is encoded at three sizes


def illustration(name: str) -> SiteImage | None:
    """The image of a drawing ('bridge.svg'), made on first use."""
    file = ILLUSTRATIONS / name
    if not name or not file.exists():
        return None
    title = file.stem
    found = SiteImage.objects.filter(title=title, source=SOURCE).first()
    return found or _render(title, file.read_text(encoding="utf-8"))


def _render(title: str, svg: str) -> SiteImage:
    png = bytes(
        resvg_py.svg_to_bytes(svg_string=svg, width=WIDTH, skip_system_fonts=True)
    )
    image = SiteImage(title=title, source=SOURCE, collection=_collection())
    image.file = ImageFile(BytesIO(png), name=f"{title}.png")
    image.save()
    return image


def _collection() -> Collection:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    found = root.get_children().filter(name=COLLECTION).first()
    return found or root.add_child(name=COLLECTION)
