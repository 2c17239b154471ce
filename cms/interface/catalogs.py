"""Words of the interface: read from the code, kept in `locale/<language>/LC_MESSAGES/django.po`, compiled.

All of it goes through Babel, so that no GNU gettext is needed. A catalog is a pure function of the code and
of what was already translated: no dates, no line numbers, no guesses.
"""

import os
import re
import tokenize
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

SOURCE_LANGUAGE = "en"
SAME_FILE = "same-in-every-language.txt"
WIDTH = 100
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "ngettext_noop"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy", "pgettext_noop"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}
HEADER = """\
# Words of the interface. `manage.py interface_catalogs` writes this file: edit only what follows msgstr.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""
# Strings as they stand, or white space that Python's tokenizer refuses outside of one (U+00A0, form feed).
_STRING_OR_SPACE = re.compile(r"""("[^"\n]*"|'[^'\n]*')|[^\S\n]""")
_PLACEHOLDER = re.compile(
    r"%%|%(?:\(\w+\))?[-#0+]*[\d.]*[hlL]?[diouxXeEfFgGcrs]|\{\w*(?:\.\w+|\[\w+\])*(?:![rsa])?(?::[^{}]*)?\}"
)
_PO_LINE = re.compile(r'(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d\])?)\s+)?"(\\.|[^"\\])*")?')
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

type Key = tuple[str | None, tuple[str, ...]]


class UnreadableError(ValueError):
    """A file of the code or a catalog cannot be read; the message says which and why."""


def extract(root: Path) -> Catalog:
    """All strings marked for translation in the Python files and templates under `root/cms`."""
    found = Catalog()
    for path in sorted((root / "cms").rglob("*")):
        name = path.relative_to(root).as_posix()
        method = _method(Path(name))
        if not method:
            continue
        try:
            with path.open("rb") as file:
                strings = list(babel_extract(method, file, KEYWORDS, ["Translators:"]))
        except (SyntaxError, tokenize.TokenError) as error:
            raise UnreadableError(f"{name} cannot be read: {error}") from error
        for _, message, comments, context in strings:
            found.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return found


def _method(path: Path) -> Any:
    """How to extract from a file, or None where it holds no words of the interface."""
    if path.suffix == ".py" and "migrations" not in path.parts:
        return extract_python
    if path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts:
        return extract_template
    return None


def extract_template(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Any
) -> Iterable[Any]:
    """A Babel extractor for Django templates: their tags become the Python calls that Babel knows."""
    code = _STRING_OR_SPACE.sub(lambda match: match[1] or " ", templatize(file.read().decode()))
    # What was the page's indentation means nothing to Python, and would be refused.
    flat = "".join(line.lstrip(" ") for line in code.splitlines(keepends=True))
    return extract_python(BytesIO(flat.encode()), keywords, comment_tags, options)


def merge(found: Catalog, known: Iterable[Message], language: str) -> Catalog:
    """What was found, with what is known for exactly these strings; new English translates itself."""
    said = {_key(message): message for message in known}
    catalog = Catalog(locale=to_locale(language))
    for message in _messages(found):
        old = said.get(_key(message))
        catalog.add(
            message.id,
            old.string if old and any(_forms(old)) else _unsaid(message, catalog, language),
            locations=message.locations,
            auto_comments=message.auto_comments,
            user_comments=old.user_comments if old else (),
            flags={"fuzzy"} if old and old.fuzzy else (),
            context=message.context,
        )
    return catalog


def _unsaid(message: Message, catalog: Catalog, language: str) -> Any:
    if language.split("-")[0] == SOURCE_LANGUAGE:
        return message.id
    return ("",) * catalog.num_plurals if message.pluralizable else ""


def render(catalog: Catalog) -> bytes:
    """A catalog as the bytes of a PO file, equal for equal contents on every machine and day."""
    body = BytesIO()
    write_po(body, catalog, width=WIDTH, omit_header=True, sort_output=True, include_lineno=False)
    header = HEADER.format(language=catalog.locale_identifier, plural_forms=catalog.plural_forms)
    return header.encode() + body.getvalue().rstrip(b"\n") + b"\n"


def update(root: Path, locale_dir: Path, languages: Iterable[str]) -> list[Path]:
    """Bring each language up to date with the code, and return the catalogs that had to be written."""
    found = extract(root)
    written = []
    for language in languages:
        path = po_path(locale_dir, language)
        content = render(merge(found, _read(path, language), language))
        if not path.exists() or path.read_bytes() != content:
            _write(path, content)
            written.append(path)
    return written


def compile_catalogs(locale_dir: Path) -> list[Path]:
    """Write each .mo that is missing, older than its .po or different from it, and return those written."""
    return [mo for po, mo in _pairs(locale_dir) if _compile(po, mo)]


def compile_if_stale(locale_dir: Path) -> list[Path]:
    """Compile only what is missing or older than its .po: a few `stat` calls where there is nothing to do."""
    return [mo for po, mo in _pairs(locale_dir) if _older(mo, po) and _compile(po, mo)]


def _compile(po: Path, mo: Path) -> bool:
    catalog = _load(po, po.parent.parent.name)
    for message in _messages(catalog):
        # Half a plural would be filled with English, and hide what Django itself has for the string.
        if not all(_forms(message)):
            catalog.delete(message.id, message.context)
    catalog.creation_date = catalog.revision_date = _NEVER
    content = BytesIO()
    write_mo(content, catalog)
    if not _older(mo, po) and mo.read_bytes() == content.getvalue():
        return False
    _write(mo, content.getvalue())
    return True


def problems(root: Path, locale_dir: Path, languages: Iterable[str]) -> list[str]:
    """What keeps the catalogs from being complete and true to the code, a sentence each; changes nothing."""
    found = extract(root)
    same = _same_everywhere(locale_dir)
    sentences: list[str] = []
    for language in languages:
        path = po_path(locale_dir, language)
        try:
            known = _read(path, language)
        except UnreadableError as error:
            sentences.append(str(error))
            continue
        sentences += _out_of_date(found, known, path, language)
        for message in known:
            sentences += [f"{language}: {_shown(message)} {wrong}" for wrong in _wrong(message, language, same)]
    return sentences


def _out_of_date(found: Catalog, known: list[Message], path: Path, language: str) -> Iterator[str]:
    content = render(merge(found, known, language))
    if path.exists() and path.read_bytes() == content:
        return
    now, before = {_key(m) for m in _messages(found)}, {_key(m) for m in known}
    counts = f"{len(now - before)} new, {len(before - now)} gone"
    yield f"{language}: {path.name} is not up to date with the code ({counts}): run interface_catalogs."


def _wrong(message: Message, language: str, same: Collection[str]) -> Iterator[str]:
    forms = _forms(message)
    if not all(forms):
        yield "has no translation."
        return
    if message.fuzzy:
        yield "is marked fuzzy: read it, then take the mark away."
    if not all(_fits(message, index) for index in range(len(forms))):
        yield f"does not have the placeholders of its source: “{' / '.join(forms)}”."
    if language.split("-")[0] != SOURCE_LANGUAGE and any(
        form in _ids(message) and _has_words(form) and _one_line(form) not in same for form in forms
    ):
        yield f"is left as it is in English: translate it, or list it in {SAME_FILE}."


def _fits(message: Message, index: int) -> bool:
    """Whether a form has the gaps of its source; one of several may spell out its number."""
    sources, forms = _ids(message), _forms(message)
    allowed = sources if index == 0 and len(forms) > 1 else sources[-1:]
    return _placeholders(forms[index]) in [_placeholders(source) for source in allowed]


def _placeholders(text: str) -> tuple[set[str], list[str]]:
    """Named placeholders may come in any order and number, positional ones may not."""
    found = _PLACEHOLDER.findall(text)
    positional = [item for item in found if re.fullmatch(r"%[^(%].*|\{[^\w]*\}", item)]
    return set(found) - set(positional), positional


def _has_words(text: str) -> bool:
    return any(letter.isalpha() for letter in _PLACEHOLDER.sub("", text))


def _same_everywhere(locale_dir: Path) -> set[str]:
    path = locale_dir / SAME_FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {line.strip() for line in lines if line.strip() and not line.startswith("# ")}


def po_path(locale_dir: Path, language: str) -> Path:
    return locale_dir / to_locale(language) / "LC_MESSAGES" / "django.po"


def _pairs(locale_dir: Path) -> list[tuple[Path, Path]]:
    return [(po, po.with_suffix(".mo")) for po in sorted(locale_dir.glob("*/LC_MESSAGES/django.po"))]


def _older(mo: Path, po: Path) -> bool:
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def _read(path: Path, language: str) -> list[Message]:
    return _messages(_load(path, to_locale(language))) if path.exists() else []


def _load(path: Path, locale: str) -> Catalog:
    """Babel drops the first and last letter of a text as its quotes, unseen: so each line is looked at."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines, start=1):
            if not _PO_LINE.fullmatch(line.strip()):
                raise UnreadableError(f"{path} cannot be read: line {number} is not of a PO file.")
        return read_po(lines, locale=locale, ignore_obsolete=True, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{path} cannot be read: {error}") from error


def _write(path: Path, content: bytes) -> None:
    """Write whole and rename into place: several test processes may compile at the same moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _key(message: Message) -> Key:
    return message.context, _ids(message)


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)


def _one_line(text: str) -> str:
    return text.strip().replace("\n", "\\n")


def _shown(message: Message) -> str:
    text = _one_line(_ids(message)[0])
    return f"“{text if len(text) <= 80 else text[:79] + '…'}”" + (f" ({message.context})" if message.context else "")
