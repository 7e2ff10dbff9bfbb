"""Renditions: the only files made from an image that the public may fetch."""

from typing import Any

from wagtail.images.models import AbstractImage

from cms.core.depends import note

WIDTHS = (480, 960, 1600)


def image_representation(
    image: AbstractImage | None, alt: str
) -> dict[str, Any] | None:
    """{alt, width, height, url, srcset: [{url, width, height}]}; sizes in pixels."""
    if image is None:
        return None
    note(f"image:{image.pk}")
    specs = [f"width-{width}|format-webp" for width in WIDTHS]
    made = image.get_renditions(*specs)
    sizes = [
        {"url": made[spec].url, "width": made[spec].width, "height": made[spec].height}
        for spec in specs
    ]
    return {"alt": alt, **sizes[-1], "srcset": sizes}
