"""What becomes of an uploaded picture: decoded, made harmless, written anew.

Nothing of the file itself is kept, only its pixels. So camera data, the place where it
was taken, comments, thumbnails, second pictures and whatever hangs behind the end are
gone from every stored byte, and a file that is two things at once is one thing after.

A moving picture becomes its first frame: one that cannot be paused shuts readers out
(WCAG 2.2.2), and a thousand frames in a small file are a cheap way to stop a server.
"""

import threading
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageCms, ImageFile, ImageOps
from pillow_heif import register_heif_opener

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 25_000_000
MAX_SIDE = 12_000
# A progressive JPEG is decoded once for each scan; real ones have about ten.
MAX_SCANS = 64
MAX_PROFILE_BYTES = 2 * 1024 * 1024
JPEG_QUALITY = 90
# Photographs are kept as JPEG; what has hard edges or holes as PNG.
EXTENSIONS = {"JPEG": ".jpg", "PNG": ".png"}
UPLOADED = ("AVIF", "GIF", "HEIF", "JPEG", "PNG", "WEBP")
_SRGB = ImageCms.createProfile("sRGB")
_COLOURED = {"RGB": "RGB", "RGBA": "RGBA", "CMYK": "RGB"}
# A decoded picture takes up to 200 MB: no more than two at a time in a process.
_TURN = threading.BoundedSemaphore(2)

register_heif_opener(thumbnails=False)

UNREADABLE = gettext_lazy(
    "This is not a picture that can be read. Use JPEG, PNG, GIF, WebP, AVIF or HEIC."
)
DAMAGED = gettext_lazy("This picture is damaged or cut off. Export it once more.")


@dataclass(frozen=True)
class Picture:
    """A picture as it is stored: `content`, its `extension` ('.jpg'), size in pixels."""

    content: bytes
    extension: str
    width: int
    height: int


def clean_picture(file: BinaryIO) -> Picture:
    """The picture in the file, judged by its content and written anew.

    Raises ValidationError, with a sentence for whoever uploaded it, when the file is too
    large, no picture of a known kind, or damaged. Sizes are read from the header: a
    picture that would fill the memory is refused before it is decoded.
    """
    content = _read(file)
    with _TURN, _opened(content) as found:
        _refuse_size(*found.size)
        if found.format in ("JPEG", "MPO") and content.count(b"\xff\xda") > MAX_SCANS:
            raise ValidationError(DAMAGED)
        return _written(_upright(found), as_photograph=_is_photograph(found, content))


def _read(file: BinaryIO) -> bytes:
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        message = _("This file is too large. A picture may have %(size)s.")
        raise ValidationError(message % {"size": filesizeformat(MAX_BYTES)})
    return content


def _opened(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Our own limit comes first; a doubtful header warns as well.
            warnings.simplefilter("ignore")
            return Image.open(BytesIO(content), formats=UPLOADED)
    except Image.DecompressionBombError as bomb:
        raise ValidationError(_too_many_pixels()) from bomb
    except Exception as unknown:  # (decoders raise nearly anything)
        raise ValidationError(UNREADABLE) from unknown


def _refuse_size(width: int, height: int) -> None:
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise ValidationError(_too_many_pixels())


def _too_many_pixels() -> str:
    message = _(
        "This picture has too many pixels. It may have %(pixels)d million, and %(side)d"
        " along one side."
    )
    return message % {"pixels": MAX_PIXELS // 1_000_000, "side": MAX_SIDE}


def _upright(found: Image.Image) -> Image.Image:
    """The first frame, decoded, turned as the camera said, in the colours of the web."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found.load()
            ImageOps.exif_transpose(found, in_place=True)
            return _plain(_in_srgb(found))
    except Exception as broken:  # (decoders raise nearly anything)
        raise ValidationError(DAMAGED) from broken


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile") or b""
    if picture.mode not in _COLOURED or not 0 < len(profile) <= MAX_PROFILE_BYTES:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(own):
            return picture
        mode = _COLOURED[picture.mode]
        in_srgb = ImageCms.profileToProfile(picture, own, _SRGB, outputMode=mode)
        return in_srgb or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a broken profile says nothing about the colours


def _plain(picture: Image.Image) -> Image.Image:
    """In one of the modes L, LA, RGB, RGBA with eight bits, without a palette."""
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256).convert("L")
    grey = picture.mode in ("1", "L", "LA", "La", "I", "F")
    see_through = "A" in picture.getbands() or "transparency" in picture.info
    if see_through:
        return _without_full_alpha(_as(picture, "LA" if grey else "RGBA"))
    return _as(picture, "L" if grey else "RGB")


def _as(picture: Image.Image, mode: str) -> Image.Image:
    return picture if picture.mode == mode else picture.convert(mode)


def _without_full_alpha(picture: Image.Image) -> Image.Image:
    if picture.getextrema()[-1] != (255, 255):
        return picture
    return picture.convert("L" if picture.mode == "LA" else "RGB")


def _is_photograph(found: Image.Image, content: bytes) -> bool:
    """Whether the file was stored with loss, so that once more does little harm."""
    if found.format == "WEBP":
        return b"VP8L" not in content[:64]
    return found.format not in ("PNG", "GIF")


def _written(picture: Image.Image, *, as_photograph: bool) -> Picture:
    if isinstance(picture, ImageFile.ImageFile):
        picture = picture.copy()  # it still knows the file
    # What the encoders would copy from the upload: profile, comment, resolution.
    picture.info = {}
    form = "JPEG" if as_photograph and picture.mode in ("L", "RGB") else "PNG"
    options = {"quality": JPEG_QUALITY} if form == "JPEG" else {"compress_level": 4}
    buffer = BytesIO()
    picture.save(buffer, form, **options)
    return Picture(buffer.getvalue(), EXTENSIONS[form], *picture.size)
