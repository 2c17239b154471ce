"""Pictures: bytes that come with a page, kept once and named by what they are."""

import base64
import binascii
import hashlib
import io
import re
import warnings
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image

from cms.articles.models import Picture

# What browsers show everywhere. SVG is left out: it can hold scripts.
_FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
_MAX_PIXELS = 50_000_000
# The EXIF tag, and from which value on a photograph is shown turned by a quarter.
_ORIENTATION, _LIES_ON_ITS_SIDE = 0x0112, 5
ADDRESS = "/pictures/"


def read_bytes(src: str, folder: Path | None) -> bytes | None:
    """The bytes of a picture in a ``data:`` address or beside the page; None where there are none to be had."""
    if src.lower().startswith("data:"):
        head, _, payload = src.partition(",")
        try:
            return base64.b64decode(payload) if ";base64" in head.lower() else unquote_to_bytes(payload)
        except (binascii.Error, ValueError):
            return None
    try:
        return _beside(src, folder) if folder else None
    except (OSError, ValueError, RuntimeError):  # no address, no file name, or a loop of links
        return None


def _beside(src: str, folder: Path) -> bytes | None:
    """Only what lies in the page's own folder or below it, whatever the page asks for."""
    address = urlsplit(src)
    path = unquote(address.path).lstrip("/")
    if address.scheme or address.netloc or not path:
        return None
    file = (folder / path).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        return None
    return file.read_bytes() if file.stat().st_size <= settings.MAX_IMPORT_BYTES else None


def keep(data: bytes) -> Picture | None:
    """The picture of these bytes, stored if it is new; None where they are no picture that browsers show."""
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    if known := Picture.objects.filter(digest=digest).first():
        return known
    if (seen := _look_at(data)) is None:
        return None
    extension, width, height = seen
    name = _store(f"{digest}.{extension}", data)
    found = {"file": name, "width": width, "height": height}
    return Picture.objects.get_or_create(digest=digest, defaults=found)[0]


def _look_at(data: bytes) -> tuple[str, int, int] | None:
    """Format and size, without unpacking the pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(_FORMATS)) as image:
                extension, (width, height) = _FORMATS[image.format or ""], image.size
                # Only cameras turn pictures; asking a PNG would unpack it.
                if image.format == "JPEG" and image.getexif().get(_ORIENTATION, 1) >= _LIES_ON_ITS_SIDE:
                    width, height = height, width
                image.verify()
    except Exception:  # a decoder raises whatever broken bytes lead it to
        return None
    return (extension, width, height) if 0 < width * height <= _MAX_PIXELS else None


def _store(name: str, data: bytes) -> str:
    """Write the file, unless an import that was taken back has left it there."""
    storage = Picture._meta.get_field("file").storage
    if storage.exists(name):
        if storage.size(name) == len(data):
            return name
        storage.delete(name)
    return storage.save(name, ContentFile(data))


def address(picture: Picture) -> str:
    """Where readers find it, below the root of the site."""
    return ADDRESS + str(picture.file.name)


def names(html: str) -> set[str]:
    """The file names of our own pictures that a page shows."""
    return set(re.findall(rf'src="{ADDRESS}([0-9a-f]{{32}}\.[a-z]+)"', html))
