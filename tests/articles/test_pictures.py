"""Pictures that come with a page."""

import base64
import io
import zlib

import pytest
from PIL import Image

from cms.articles import pictures
from cms.articles.models import Picture

pytestmark = pytest.mark.django_db


def image(kind="PNG", size=(2, 3), **options) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **options)
    return file.getvalue()


def bomb() -> bytes:
    """A PNG that says it has 30,000 × 30,000 pixels."""
    head = b"IHDR" + (30_000).to_bytes(4) * 2 + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + head + zlib.crc32(head).to_bytes(4) + image()[33:]


@pytest.mark.parametrize(("kind", "name"), [("PNG", "png"), ("JPEG", "jpg"), ("GIF", "gif"), ("WEBP", "webp")])
def test_a_picture_is_kept_once_with_its_size(kind, name):
    first, second = pictures.keep(image(kind)), pictures.keep(image(kind))
    assert first == second and (first.width, first.height) == (2, 3)
    assert pictures.names(f'<img src="{pictures.address(first)}">') == {first.file.name}
    assert first.file.name.endswith(name) and first.file.open().read() == image(kind)


def test_a_photograph_that_is_shown_turned_has_the_size_it_is_shown_in():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = pictures.keep(image("JPEG", exif=exif))
    assert (picture.width, picture.height) == (3, 2)


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        image("BMP"),
        image()[:40],
        bomb(),
    ],
    ids=["cut off", "svg", "pdf", "bmp", "half", "bomb"],
)
def test_what_browsers_do_not_show_is_not_kept(data):
    assert pictures.keep(data) is None and not Picture.objects.exists()


def test_a_file_left_by_an_import_that_was_taken_back_is_used_again():
    name = pictures.keep(image()).file.name
    Picture.objects.all().delete()
    assert pictures.keep(image()).file.name == name


@pytest.mark.parametrize(
    ("src", "found"),
    [
        ("a.png", True),
        ("/img/b%20c.png", True),
        ("./img/../a.png?v=2#x", True),
        ("data:image/png;base64," + base64.b64encode(b"bytes").decode(), True),
        ("data:image/png,bytes", True),
        ("data:image/png;base64,Ynl0ZXM", False),  # not all of it
        ("../secret.png", False),
        ("/../../../../etc/passwd", False),
        ("..%2fsecret.png", False),
        ("img/link.png", False),
        ("file:///etc/passwd", False),
        ("https://example.com/a.png", False),
        ("//example.com/a.png", False),
        ("img", False),
        ("", False),
        ("a\0.png", False),
        ("http://[x", False),
        ("x" * 5000, False),
    ],
)
def test_bytes_are_read_only_from_the_page_and_its_folder(src, found, tmp_path):
    folder = tmp_path / "page"
    (folder / "img").mkdir(parents=True)
    for path in ("page/a.png", "page/img/b c.png", "secret.png"):
        (tmp_path / path).write_bytes(b"bytes")
    (folder / "img/link.png").symlink_to(tmp_path / "secret.png")
    assert pictures.read_bytes(src, folder) == (b"bytes" if found else None)


def test_a_page_without_a_folder_has_only_its_own_bytes():
    assert pictures.read_bytes("a.png", None) is None
