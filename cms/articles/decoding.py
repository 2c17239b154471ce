"""Bytes → the text of a web page, as a browser would read them. Pure."""

import codecs
import json
import re

from django.utils.translation import gettext as _

_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:!doctype html|html|body|head|h1|p|div|article|main|table)\b", re.IGNORECASE)
_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What pages call by the one name and mean by the other; every browser reads them so.
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "tis-620": "cp874",
    # A declaration that can be read byte by byte is not in UTF-16.
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
    "unicode": "utf-8",
}
# Python knows these, but they are no encodings of pages.
_NOT_FOR_PAGES = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7", "mbcs", "oem"}
_OTHER_FILES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"RIFF": "WebP",
    b"PK\x03\x04": "DOCX, ZIP",
    b"\xd0\xcf\x11\xe0": "DOC",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "gzip",
}


class BadPage(ValueError):
    """The file cannot become an article; the message is a sentence for the person who sent it."""


def decode(data: bytes, encoding: str = "") -> str:
    """The text of a page, by byte order mark, the declared or given encoding, else UTF-8. Raises BadPage."""
    _refuse_other_files(data)
    name = _encoding(data, encoding)
    try:
        if codecs.lookup(name).name.replace("_", "-") in _NOT_FOR_PAGES:
            raise LookupError(name)
        return data.decode(name)
    except LookupError:
        raise BadPage(_("The page names an encoding that does not exist: “%s”.") % name) from None
    except UnicodeDecodeError as error:
        raise BadPage(
            _(
                "The page is not in the encoding “%(encoding)s”: byte %(place)s cannot be read. "
                "Save it as UTF-8, or name its encoding with --encoding."
            )
            % {"encoding": name, "place": error.start}
        ) from None
    except ValueError:  # a name with a character no name has
        raise BadPage(_("The page names an encoding that does not exist: “%s”.") % ascii(name)) from None


def refuse_other_texts(text: str) -> None:
    """Raise BadPage for a text that is not an HTML page: plain words, JSON, a feed, a drawing."""
    start = text.lstrip("\ufeff \t\r\n\f")[:500].lower()
    if not start:
        raise BadPage(_("The file is empty."))
    is_xml = start.startswith(("<?xml", "<svg", "<rss", "<feed")) and "<html" not in text[:10_000].lower()
    if is_xml or not _MARKUP.search(text) or _is_json(text, start):
        raise BadPage(_("This is not an HTML page: it has no HTML element."))


def _refuse_other_files(data: bytes) -> None:
    if not data.strip():
        raise BadPage(_("The file is empty."))
    for beginning, name in _OTHER_FILES.items():
        if data.startswith(beginning):
            raise BadPage(_("This is not an HTML page: it is a file of the kind %s.") % name)
    if data[:2000].lower().startswith((b"mime-version:", b"from: <saved by")):
        raise BadPage(_("This is a web archive. Save the page as HTML (“Web page, filtered”) and send that file."))


def _encoding(data: bytes, given: str) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith(_UTF16_BOMS):
        return "utf-16"
    if data.startswith((b"<\0", b"\0<")):
        return "utf-16-le" if data.startswith(b"<\0") else "utf-16-be"
    if b"\0" in data[:1024]:
        raise BadPage(_("This is not an HTML page: it holds bytes that no text has."))
    if given:
        return given
    declared = _META.search(data[:4096]) or _XML.search(data[:200])
    name = declared.group(1).decode().lower() if declared else "utf-8"
    return "utf-8" if name != "utf-8" and _is_utf8(data) else _MEANT.get(name, name)


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 whatever they say of themselves: other encodings' letters hardly ever are by chance."""
    if data.isascii():
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_json(text: str, start: str) -> bool:
    if start[0] not in "{[":
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
