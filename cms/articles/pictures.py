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
ADDRESS = "/pictures/"


def read_bytes(src: str, folder: Path | None) -> bytes | None:
    """The bytes of a picture in a ``data:`` address or beside the page; None where there are none to be had."""
    if src.startswith("data:"):
        head, _, payload = src.partition(",")
        try:
            return base64.b64decode(payload, validate=False) if ";base64" in head else unquote_to_bytes(payload)
        except binascii.Error:
            return None
    path = unquote(urlsplit(src).path)
    if folder is None or not path or urlsplit(src).scheme:
        return None
    beside = (folder / path.lstrip("/")).resolve()
    if not beside.is_relative_to(folder.resolve()) or not beside.is_file():
        return None
    return beside.read_bytes() if beside.stat().st_size <= settings.MAX_IMPORT_BYTES else None


def keep(data: bytes) -> Picture | None:
    """The picture of these bytes, stored if it is new; None where they are no picture that browsers show."""
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    if known := Picture.objects.filter(digest=digest).first():
        return known
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                extension, (width, height) = _FORMATS.get(image.format or ""), image.size
                image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    if extension is None or width * height > _MAX_PIXELS:
        return None
    picture = Picture(digest=digest, width=width, height=height)
    picture.file.save(f"{digest}.{extension}", ContentFile(data))
    return picture


def address(picture: Picture) -> str:
    """Where readers find it, below the root of the site."""
    return ADDRESS + picture.file.name


def names(html: str) -> set[str]:
    """The file names of our own pictures that a page shows."""
    return set(re.findall(rf'src="{ADDRESS}([0-9a-f]{{32}}\.[a-z]+)"', html))
