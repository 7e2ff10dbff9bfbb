"""Nothing of an uploaded picture but its pixels is in any stored byte."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from cms.core import images
from cms.core.images import MAX_PIXELS, clean_picture
from cms.core.models import SiteImage
from tests.factories.hostile_files import png_with

pytestmark = pytest.mark.usefixtures("english")

MARKER = "marker-9d3f7c"
RAW = MARKER.encode()
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{MARKER}</x:xmpmeta>".encode()
TURNED = 6  # the camera was held upright
SIZE = (64, 48)


def drawn(size: tuple[int, int] = SIZE) -> Image.Image:
    picture = Image.new("RGB", size, (200, 30, 60))
    picture.paste((20, 90, 200), (0, 0, size[0] // 2, size[1]))
    return picture


def exif(orientation: int = 1) -> Image.Exif:
    """Camera data with the marker in the maker's name and in the place."""
    found = Image.Exif()
    found[0x010F] = MARKER
    found[0x0112] = orientation
    place = found.get_ifd(0x8825)
    place[1], place[2] = "N", (42.0, 39.0, 46.0)
    place[0x1B] = RAW  # GPSProcessingMethod
    return found


def saved(form: str, **options) -> bytes:
    buffer = io.BytesIO()
    drawn().save(buffer, form, **options)
    return buffer.getvalue()


def profile() -> bytes:
    """A colour profile that says the marker."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    return made.tobytes() + RAW


def jpeg() -> bytes:
    plain = saved("JPEG", exif=exif(), xmp=XMP, comment=RAW, icc_profile=profile())
    iptc = (
        b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\x20\x1c\x02\x78\0\x18" + RAW + bytes(20)
    )
    segment = b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc
    return plain[:2] + segment + plain[2:] + RAW


def two_pictures_in_one() -> bytes:
    """What some telephones make: a second JPEG behind the first (MPF)."""
    buffer = io.BytesIO()
    second = drawn()
    drawn().save(
        buffer, "MPO", save_all=True, append_images=[second], exif=exif(), comment=RAW
    )
    return buffer.getvalue() + RAW


def png() -> bytes:
    told = PngInfo()
    told.add_text("Comment", MARKER)
    told.add_text("Packed", MARKER, zip=True)
    told.add_itxt("XML:com.adobe.xmp", XMP.decode())
    plain = saved("PNG", pnginfo=told, exif=exif(), icc_profile=profile())
    return plain + png_with((b"evIl", RAW))[8:] + RAW


def gif() -> bytes:
    buffer = io.BytesIO()
    frames = [drawn().quantize(), drawn((64, 48)).rotate(180).quantize()]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], comment=RAW)
    return buffer.getvalue() + RAW


UPLOADS = {
    "JPEG": ("holiday.jpg", jpeg),
    "two pictures": ("holiday.jpg", two_pictures_in_one),
    "PNG": ("screen.png", png),
    "GIF": ("moving.gif", gif),
    "WebP": (
        "net.webp",
        lambda: saved("WEBP", exif=exif(), xmp=XMP, icc_profile=profile()) + RAW,
    ),
    "WebP without loss": (
        "net.webp",
        lambda: saved("WEBP", lossless=True, exif=exif(), xmp=XMP) + RAW,
    ),
    "AVIF": ("new.avif", lambda: saved("AVIF", exif=exif(), xmp=XMP) + RAW),
    "HEIC": ("IMG_0001.HEIC", lambda: saved("HEIF", exif=exif().tobytes(), xmp=XMP)),
}


def by_form(name: str, content: bytes) -> SiteImage:
    data = {"title": "Title", "collection": Collection.get_first_root_node().pk}
    form = get_image_form(SiteImage)(data, {"file": SimpleUploadedFile(name, content)})
    assert form.is_valid(), form.errors
    return form.save()


def by_create(name: str, content: bytes) -> SiteImage:
    return SiteImage.objects.create(title="Title", file=ContentFile(content, name=name))


def by_field(name: str, content: bytes) -> SiteImage:
    image = SiteImage(title="Title")
    image.file.save(name, ContentFile(content), save=True)
    return image


def in_bulk(name: str, content: bytes) -> SiteImage:
    image = SiteImage(title="Title", file=ContentFile(content, name=name))
    return SiteImage.objects.bulk_create([image])[0]


WAYS = [by_form, by_create, by_field, in_bulk]


@pytest.fixture
def empty_media():
    """The storage folders, with nothing of other tests in them."""
    root = Path(settings.MEDIA_ROOT)
    for file in [file for file in root.rglob("*") if file.is_file()]:
        file.unlink()
    return root


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", sorted(UPLOADS))
def test_no_marker_is_in_any_stored_byte(cms_tree, empty_media, kind, way):
    name, make = UPLOADS[kind]
    content = make()
    assert RAW in content, "There is something to lose."

    image = way(name, content)
    for spec in ("width-32|format-webp", "max-40x40|format-jpeg", "original"):
        image.get_rendition(spec)

    stored = [file for file in empty_media.rglob("*") if file.is_file()]
    assert len(stored) == 3
    assert [file.name for file in stored if RAW in file.read_bytes()] == []
    with Image.open(image.file.path) as kept:
        assert (kept.format, kept.info.keys() & {"exif", "xmp", "icc_profile"}) == (
            {".jpg": "JPEG", ".png": "PNG"}[Path(image.file.name).suffix],
            set(),
        )
        assert not kept.getexif()
        assert getattr(kept, "n_frames", 1) == 1


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", ["JPEG", "WEBP", "PNG", "AVIF", "HEIF"])
def test_a_picture_stands_upright(cms_tree, way, form):
    content = saved(form, exif=exif(TURNED).tobytes())

    image = SiteImage.objects.get(pk=way(f"a.{form.lower()}", content).pk)

    assert (image.width, image.height) == SIZE[::-1]
    with Image.open(image.file.path) as kept:
        assert kept.size == SIZE[::-1]
        red, _, blue = kept.convert("RGB").getpixel((24, 8))
        assert blue > red, "What was left is above."


def test_a_picture_is_written_anew_once(cms_tree, monkeypatch):
    times = []
    clean = images.clean_picture
    monkeypatch.setattr(
        "cms.core.models.fields.clean_picture", lambda f: times.append(1) or clean(f)
    )

    image = by_form("a.png", saved("PNG"))
    assert len(times) == 1
    kept = Path(image.file.path).read_bytes()

    image.title = "Other"
    image.save()

    assert (len(times), Path(image.file.path).read_bytes()) == (1, kept)


def test_colours_stay_when_their_profile_goes():
    """Of a profile that takes red for blue, the exchange is kept in the pixels."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = (
        plain.replace(b"rXYZ", b"tmp.")
        .replace(b"bXYZ", b"rXYZ")
        .replace(b"tmp.", b"bXYZ")
    ).replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))

    picture = clean_picture(io.BytesIO(saved("PNG", icc_profile=exchanged)))

    with Image.open(io.BytesIO(picture.content)) as kept:
        red, _, blue = kept.getpixel((60, 20))
        assert drawn().getpixel((60, 20)) == (200, 30, 60)
        assert blue > 190 > 90 > red


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK", "YCbCr"]
)
def test_every_kind_of_pixel_is_taken(mode):
    form = {"CMYK": "JPEG", "YCbCr": "JPEG"}.get(mode, "PNG")
    buffer = io.BytesIO()
    plain = Image.new("I;16", SIZE, 40_000) if mode == "I;16" else drawn().convert(mode)
    plain.save(buffer, form)

    picture = clean_picture(buffer)

    with Image.open(io.BytesIO(picture.content)) as kept:
        assert kept.size == SIZE
        if mode == "I;16":
            assert kept.getpixel((0, 0)) == 40_000 // 256


def test_holes_are_kept_and_full_alpha_is_not():
    holed, full = io.BytesIO(), io.BytesIO()
    Image.new("RGBA", SIZE, (1, 2, 3, 100)).save(holed, "WEBP", lossless=True)
    Image.new("RGBA", SIZE, (1, 2, 3, 255)).save(full, "PNG")

    found = [clean_picture(holed), clean_picture(full)]

    modes = [Image.open(io.BytesIO(picture.content)).mode for picture in found]
    assert ([p.extension for p in found], modes) == ([".png", ".png"], ["RGBA", "RGB"])


def test_a_camera_picture_of_the_largest_size_is_taken_and_one_more_is_not():
    assert MAX_PIXELS >= 5712 * 4284, "24 megapixels, as telephones have them."
    buffer = io.BytesIO()
    Image.new("L", (5001, 5000)).save(buffer, "PNG")

    with pytest.raises(ValidationError, match="too many pixels"):
        clean_picture(buffer)


def test_a_tiff_under_another_name_is_not_stored(cms_tree, empty_media):
    file = SimpleUploadedFile("a.jpg", saved("TIFF"))

    form = get_image_form(SiteImage)({"title": "Title"}, {"file": file})

    assert form.errors["file"] == [str(images.UNREADABLE)]
    with pytest.raises(ValidationError):
        by_create("a.jpg", saved("TIFF"))
    assert [file for file in empty_media.rglob("*") if file.is_file()] == []
