"""One PO catalog per article and language: export and load, by polib."""

import re
from dataclasses import dataclass
from pathlib import Path

import polib
from babel.messages.plurals import get_plural
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.articles.models import Article
from cms.languages import get
from cms.translation.models import State, Translation, Unit
from cms.translation.segments import LENGTH_LIMITS, expose
from cms.translation.workflow import Entry

_KIND_NAMES = {
    "title": gettext_lazy("title"),
    "summary": gettext_lazy("summary"),
    "heading2": gettext_lazy("heading"),
    "heading3": gettext_lazy("heading"),
    "heading4": gettext_lazy("heading"),
    "paragraph": gettext_lazy("paragraph"),
    "item": gettext_lazy("list item"),
    "cell": gettext_lazy("table cell"),
    "header": gettext_lazy("table heading"),
    "legend": gettext_lazy("table caption"),
    "caption": gettext_lazy("picture caption"),
    "alt": gettext_lazy("text instead of the picture"),
}
_VERSION = re.compile(r"^unit-version: ([0-9]{1,9})$", re.MULTILINE)
_REFERENCE = "article/"
_LINE = re.compile(r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*"\s*)?')
# Line ends to Python, and so to polib, but not to gettext.
_ODD_LINE_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


class BadCatalog(ValueError):
    """The file cannot be taken in; the message is a sentence for the person who sent it."""


@dataclass(frozen=True)
class Catalog:
    """A loaded file: whose it is, and its entries."""

    key: str
    language: str
    entries: list[Entry]


def kind_name(kind: str) -> str:
    """What a translator calls a unit of this kind."""
    return str(_KIND_NAMES.get(kind, kind))


def export(translation: Translation) -> str:
    """The catalog of one translation: every unit, obsolete ones with a target as ``#~``. Two queries."""
    units = list(translation.units.select_related("target_by"))
    catalog = polib.POFile(wrapwidth=100)
    catalog.metadata = _header(translation, units)
    for unit in units:
        if not unit.obsolete or unit.target:
            catalog.append(_entry(translation.article, unit))
    return str(catalog).rstrip("\n") + "\n"


def file_name(translation: Translation) -> str:
    return f"{translation.article.key}.{translation.language}.po"


def _header(translation: Translation, units: list[Unit]) -> dict[str, str]:
    last = max(units, key=lambda unit: (unit.changed_at, unit.pk), default=None)
    changed_at = last.changed_at if last else translation.started_at
    return {
        "Project-Id-Version": translation.article.key,
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": f"{translation.started_at:%Y-%m-%d %H:%M+0000}",
        "PO-Revision-Date": f"{changed_at:%Y-%m-%d %H:%M+0000}",
        "Last-Translator": str(last.target_by) if last and last.target_by else "",
        "Language-Team": "",
        "Language": str(get(translation.language).locale),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": get_plural(get(translation.language).locale).plural_forms,
        "X-Generator": settings.SITE_NAME,
    }


def _entry(article: Article, unit: Unit) -> polib.POEntry:
    needs_editing = unit.standing == State.NEEDS_EDITING and not unit.obsolete
    stale = needs_editing and unit.is_stale
    return polib.POEntry(
        msgctxt=unit.context,
        msgid=expose(unit.kind, unit.source, unit.source),
        msgstr=expose(unit.kind, unit.target, unit.source),
        comment="" if unit.obsolete else _note(unit),
        occurrences=[] if unit.obsolete else [(f"{_REFERENCE}{article.key}", str(unit.position))],
        flags=["fuzzy"] if needs_editing else [],
        previous_msgid=expose(unit.kind, unit.made_from, unit.source) if stale else None,
        obsolete=unit.obsolete,
    )


def _note(unit: Unit) -> str:
    lines = [" · ".join(part for part in (kind_name(unit.kind), unit.heading) if part)]
    if limit := LENGTH_LIMITS.get(unit.kind):
        lines.append(ngettext("at most %d character", "at most %d characters", limit) % limit)
    return "\n".join([*lines, f"unit-version: {unit.version}"])


def load(data: bytes, name: str = "") -> Catalog:
    """Read a catalog; ``name`` is its file name, which tells article and language where the file does not.

    Raises BadCatalog, naming the line where it can.
    """
    if len(data) > settings.MAX_IMPORT_BYTES:
        raise BadCatalog(_("The catalog is too large: no more than %d bytes are read.") % settings.MAX_IMPORT_BYTES)
    text = _ODD_LINE_ENDS.sub(" ", _decode(data).replace("\r\n", "\n").replace("\r", "\n"))
    if not re.search(r"^\s*(?:#~ )?msgid\b", text, re.MULTILINE):
        raise BadCatalog(_("This is not a PO catalog: it has no msgid."))
    broken = _("The catalog is broken at line %s; nothing was taken from it.")
    for number, line in enumerate(text.split("\n"), 1):
        if not _LINE.fullmatch(line):  # polib reads an open quote, and loses a letter
            raise BadCatalog(broken % number)
    try:
        catalog = polib.pofile(text)
    except (OSError, ValueError, IndexError, UnicodeError) as error:
        where = re.search(r"line (\d+)", str(error))
        raise BadCatalog(broken % (where.group(1) if where else "?")) from None
    for entry in catalog:
        if entry.msgid_plural:
            message = _("Line %d: articles have no plural forms; this is a catalog of something else.")
            raise BadCatalog(message % entry.linenum)
    key, language = _whose(catalog, Path(name).name)
    return Catalog(key, language, [_loaded(entry) for entry in catalog if not entry.obsolete])


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        charset = "utf-16"
    else:
        named = re.search(rb"charset=([A-Za-z0-9_.:-]+)", data[:4096])
        charset = named.group(1).decode() if named and named.group(1) != b"CHARSET" else "utf-8"
        charset = "utf-8-sig" if charset.lower().replace("-", "") == "utf8" else charset
    try:
        text = data.decode(charset)
        text.encode()  # half a character is none
        return text
    except LookupError:
        raise BadCatalog(_("The catalog names an encoding that does not exist: “%s”.") % charset) from None
    except UnicodeError as error:
        if not isinstance(error, UnicodeDecodeError):
            raise BadCatalog(_("The catalog names an encoding that does not exist: “%s”.") % charset) from None
        line = data[: error.start].count(b"\n") + 1
        raise BadCatalog(
            _("Line %(line)d of the catalog is not in the encoding “%(charset)s” that it names.")
            % {"line": line, "charset": charset.removesuffix("-sig")}
        ) from None


def _whose(catalog: polib.POFile, name: str) -> tuple[str, str]:
    """The article's key and the language, by the references and the header, else by the file's name."""
    keys = {
        path.removeprefix(_REFERENCE) for e in catalog for path, _line in e.occurrences if path.startswith(_REFERENCE)
    }
    if len(keys) > 1:
        raise BadCatalog(_("The file mixes the catalogs of several articles: %s.") % ", ".join(sorted(keys)))
    by_name = re.fullmatch(r"(?P<key>[a-z0-9-]+)\.(?P<language>[A-Za-z-]+)\.pot?", name)
    key = keys.pop() if keys else by_name["key"] if by_name else ""
    language = catalog.metadata.get("Language", "").replace("_", "-") or (by_name["language"] if by_name else "")
    language = language.lower()
    if not key:
        raise BadCatalog(_("The catalog does not say which article it is of. Name the file KEY.LANGUAGE.po."))
    if not language:
        raise BadCatalog(_("The catalog does not say which language it is in. Name the file KEY.LANGUAGE.po."))
    return key, language


def _loaded(entry: polib.POEntry) -> Entry:
    version = _VERSION.search(entry.comment or "")
    return Entry(
        context=entry.msgctxt or "",
        source=entry.msgid,
        target=entry.msgstr,
        unfinished="fuzzy" in entry.flags,
        version=int(version.group(1)) if version else None,
        line=entry.linenum or 0,
    )
