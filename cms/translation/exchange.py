"""Catalogs as files: out to a folder, in from files and folders."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cms.articles.importer import check_language
from cms.translation import po
from cms.translation.models import Translation
from cms.translation.workflow import Report, take_in


def export_files(folder: Path, *, language: str = "", key: str = "") -> Iterator[Path]:
    """Write the catalogs of all translations, or of one language or article, and yield each file."""
    translations = Translation.objects.select_related("article")
    if language:
        check_language(language)
        translations = translations.filter(language=language)
    if key:
        translations = translations.filter(article__key=key)
        if not translations:
            raise po.BadCatalog(_("The article “%s” has no translation to export.") % key)
    folder.mkdir(parents=True, exist_ok=True)
    for translation in translations:
        path = folder / po.file_name(translation)
        path.write_text(po.export(translation), encoding="utf-8")
        yield path


def files(paths: Iterable[Path]) -> list[Path]:
    """The catalogs named, and those in the folders named. Raises BadCatalog for a path that is not there."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(path.glob("**/*.po"))
        elif path.is_file():
            found.append(path)
        else:
            raise po.BadCatalog(_("There is no file “%s”.") % path)
    if not found:
        raise po.BadCatalog(_("There is no catalog (*.po) here."))
    return found


def read(path: Path) -> bytes:
    """A file's bytes, no more than are ever taken in. Raises BadCatalog where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(settings.MAX_IMPORT_BYTES + 1)
    except OSError as error:
        message = _("The file “%(name)s” cannot be read: %(why)s.") % {"name": path, "why": error.strerror}
        raise po.BadCatalog(message) from None


def import_catalog(data: bytes, name: str, by, *, translation: Translation | None = None, **options) -> Report:
    """Take one catalog in; ``translation`` is the one it must be of, where that is known.

    Raises BadCatalog where the file is broken or another article's.
    """
    catalog = po.load(data, name)
    named = {"key": catalog.key, "language": catalog.language}
    if translation is None:
        known = Translation.objects.select_related("article")
        translation = known.filter(article__key=catalog.key, language=catalog.language).first()
        if translation is None:
            raise po.BadCatalog(_("There is no translation of “%(key)s” into “%(language)s”.") % named)
    elif (translation.article.key, translation.language) != (catalog.key, catalog.language):
        raise po.BadCatalog(_("This is the catalog of “%(key)s” (%(language)s), not of this translation.") % named)
    report = take_in(translation, catalog.entries, by, **options)
    report.name = name
    return report
