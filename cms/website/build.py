"""The builder: what changed for visitors becomes files. Never two at once; what is left over is done next time.

The law that keeps it honest: pages built step by step equal a full build, byte for byte.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import batched
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from cms.articles import pictures
from cms.articles.links import same_address
from cms.articles.models import WITH_PAGES, Article, Edition, FormerSlug, Kind, Link, Outbox
from cms.recommendations import shown
from cms.recommendations.refresh import finish, is_unfinished, renew
from cms.recommendations.refresh import refresh as refresh_recommendations
from cms.website import addresses, assets, listing, pages, routes, sitemap
from cms.website.context import ArticleInContext, in_context
from cms.website.folder import PageFolder
from cms.website.rendering import languages

logger = logging.getLogger(__name__)
_BATCH = 100
# What the lists of a topic are named; below a topic that is itself called "2022" stand the months of that year.
_YEAR = "[0-9]" * 4
_FINGERPRINT = ".fingerprint"


def page_folder() -> PageFolder:
    return PageFolder(Path(settings.PAGES_ROOT))


def drain() -> None:
    """Build what the outbox names, then delete its rows; at once if nobody builds, else the one who does will.

    A row is deleted only after its pages are on disk, and whoever held the lock looks once more after giving it
    back: no row is lost, whenever a process is killed.
    """
    folder = page_folder()
    while is_due(folder):
        with folder.lock(wait=False) as held:
            if not held:
                return
            due = _due()
            if _is_current(folder):
                refresh(folder, due)
            else:
                _build_all(folder)
            due.done()


@dataclass(frozen=True)
class Due:
    """Rows of the outbox, and what they ask for."""

    rows: list[int]
    # Articles that changed, and those of which nothing did but what stands beside the text.
    changed: set[int]
    only_their_pages: set[int]
    # Months, each in a language, whose lists showed one of them before.
    months: set[tuple[str, date]]

    def done(self) -> None:
        for some in batched(self.rows, 500):
            Outbox.objects.filter(pk__in=some).delete()


def _due() -> Due:
    """What the outbox names, after the recommendations were brought in line; they name further pages."""
    if is_unfinished():
        finish()
    rows = list(Outbox.objects.filter(only_its_page=False).values_list("pk", "article", "listed_on"))
    changed = {article for _row, article, _day in rows}
    refresh_recommendations(changed)
    pages_only = dict(Outbox.objects.filter(only_its_page=True).values_list("pk", "article"))
    months = {(language, day.replace(day=1)) for _row, _article, day in rows if day for language in languages()}
    return Due([*(row for row, _article, _day in rows), *pages_only], changed, set(pages_only.values()), months)


def renew_recommendations(progress: Callable[[int], None] = lambda count: None) -> None:
    """Weigh all words anew while nobody builds, then bring the pages in line."""
    with page_folder().lock(wait=True):
        renew(progress)
    drain()


def is_due(folder: PageFolder) -> bool:
    return not _is_current(folder) or Outbox.objects.exists() or is_unfinished()


def build_site(progress: Callable[[int], None] = lambda count: None) -> None:
    """Build every page into a fresh folder and swap it in."""
    folder = page_folder()
    with folder.lock(wait=True):
        due = _due()
        _build_all(folder, progress)
        due.done()


def _build_all(folder: PageFolder, progress: Callable[[int], None] = lambda count: None) -> None:
    with folder.fresh() as fresh:
        for name, data in assets.files().items():
            fresh.write(name, data)
        fresh.write("robots.txt", f"User-agent: *\nSitemap: {addresses.absolute('/sitemap.xml')}\n".encode())
        _write(fresh, "/", pages.front_page())
        for language in languages():
            fresh.write(addresses.answer_file(language, "404"), pages.not_found_page(language))
        ids = list(Article.objects.filter(kind__in=WITH_PAGES).order_by("pk").values_list("pk", flat=True))
        months: set[tuple[str, date]] = set()
        done = 0
        for some in batched(ids, _BATCH):
            for one in in_context(some):
                _write_article(fresh, one)
                months |= _months_of(one)
            done += len(some)
            progress(done)
        _write_lists(fresh, months)
        (fresh.current / _FINGERPRINT).write_text(fingerprint())


def refresh(folder: PageFolder, due: Due) -> None:
    """Bring the pages in line that depend on what is due: a fixed number of queries for each page of a list."""
    changed_articles = in_context(due.changed)
    others = (_dependents(due.changed) | due.only_their_pages) - due.changed
    for some in batched(sorted(others), _BATCH):
        for one in in_context(some):
            _write_article(folder, one)
    months = set(due.months)
    shown_before: set[str] = set()
    for one in changed_articles:
        possible = _possible_files(folder, one)
        shown_before |= {picture for name in possible for picture in pictures.names(folder.read(name).decode())}
        for name in possible - _write_article(folder, one):
            folder.remove(name)
        months |= _months_of(one)
    _drop_pictures(folder, shown_before)
    if changed_articles:
        _write_lists(folder, months)


def _dependents(changed: set[int]) -> set[int]:
    """The articles whose pages show something of these: a link, a shared text, a recommendation, a topic's list."""
    known = Edition.objects.filter(article__in=changed).values_list("article__key", "old_address")
    targets: set[str] = set()
    for key, old in known:
        targets |= {f"article:{key}", *(same_address(old) if old else ())}
    linking = set(Link.objects.filter(target__in=targets).values_list("edition__article", flat=True))
    carrying = Article.snippets.through.objects.filter(to_article__in=changed | linking)
    topics = Article.topics.through.objects.filter(from_article__in=changed).values_list("to_article", flat=True)
    of_topics = Article.topics.through.objects.filter(to_article__in=changed).values_list("from_article", flat=True)
    beside = shown.listing(changed)
    return linking | set(carrying.values_list("from_article", flat=True)) | set(topics) | set(of_topics) | beside


def _months_of(one: ArticleInContext) -> set[tuple[str, date]]:
    """The months whose lists show the article."""
    return listing.months_of(list(one.editions.values())) if one.article.kind == Kind.ARTICLE else set()


def _write_article(folder: PageFolder, one: ArticleInContext) -> set[str]:
    """Write all pages of one article, and name their files."""
    written = set()
    for language in languages():
        if language in one.pages:
            name = addresses.page_file(addresses.of(one.editions[language]))
            data = pages.page_of(one, language)
            _write_pictures(folder, data)
        elif (language in one.editions and one.editions[language].withdrawn) or one.pages:
            name = addresses.answer_file(language, one.article.key)
            data = pages.answer_page(one, language)
        else:
            continue
        folder.write(name, data)
        written.add(name)
    if one.article.kind == Kind.TOPIC:
        written |= _write_years(folder, one)
    return written


def _write_years(folder: PageFolder, topic: ArticleInContext) -> set[str]:
    """Write the lists of a topic's articles by year, take away those that are empty now, and name the others' files."""
    written = set()
    for page in topic.pages.values():
        for year, _count in listing.years_of_topic(page.edition):
            path = addresses.year(page.edition, year)
            _write(folder, path, listing.topic_year_page(topic, page.edition.language, year))
            written.add(addresses.page_file(path))
        for name in folder.below(addresses.page_file(addresses.of(page.edition)), _YEAR) - written:
            folder.remove(name)
    return written


def _write_pictures(folder: PageFolder, page: bytes) -> None:
    for name in pictures.names(page.decode()):
        target = "pictures/" + name
        try:
            if not (folder.current / target).exists():
                with default_storage.open(name) as file:
                    folder.write(target, file.read())
        except FileNotFoundError:  # the page is worth having without it
            logger.error("The picture %s is not in the picture folder.", name)


def _drop_pictures(folder: PageFolder, names: set[str]) -> None:
    """Take away the pictures that no published text shows any more."""
    for name in sorted(names):
        if not Edition.objects.filter(published__data__icontains=name).exists():
            folder.remove("pictures/" + name)


def _possible_files(folder: PageFolder, one: ArticleInContext) -> set[str]:
    """Every file that this article's pages may be or have been."""
    former = FormerSlug.objects.filter(edition__article=one.article)
    slugs = [(e.language, e.slug) for e in one.editions.values() if e.slug] + list(
        former.values_list("language", "slug")
    )
    files = {addresses.page_file(addresses.article(language, slug)) for language, slug in slugs}
    if one.article.kind == Kind.TOPIC:
        files |= {name for file in files for name in folder.below(file, _YEAR)}
    taken = Edition.objects.filter(published__isnull=False, slug__in=[slug for _l, slug in slugs])
    others = {addresses.page_file(addresses.of(e)) for e in taken.exclude(article=one.article)}
    return (files - others) | {addresses.answer_file(language, one.article.key) for language in languages()}


def _write_lists(folder: PageFolder, months: Iterable[tuple[str, date]]) -> None:
    """Write the pages that show many articles: home, list, these months, sitemaps, routes."""
    for language, day in sorted(months):
        _write(folder, addresses.month(language, day), listing.month_page(language, day))
        _write(folder, addresses.sitemap(language, day), sitemap.month(language, day))
    for language in languages():
        _write(folder, addresses.home(language), listing.home_page(language))
        _write(folder, addresses.listing(language), listing.list_page(language))
    folder.write("sitemap-pages.xml", sitemap.pages())
    _write(folder, "/sitemap.xml", sitemap.index())
    found = routes.routes()
    folder.write("routes.json", routes.as_json(found))
    folder.write("routes.map", routes.as_nginx_map(found))


def _write(folder: PageFolder, path: str, data: bytes | None) -> None:
    if data is None:
        folder.remove(addresses.page_file(path))
    else:
        folder.write(addresses.page_file(path), data)


def _is_current(folder: PageFolder) -> bool:
    """Whether the folder was built with the templates, catalogs and settings there are now."""
    try:
        return (folder.current / _FINGERPRINT).read_text() == fingerprint()
    except FileNotFoundError:
        return False


def fingerprint() -> str:
    """What all pages depend on besides the database."""
    here = Path(__file__).parent
    hashed = hashlib.blake2b(digest_size=16)
    for path in _sources(here):
        hashed.update(path.read_bytes())
    for setting in ("BASE_URL", "SITE_NAME", "SECTIONS", "X_DEFAULT_LANGUAGE", "DEMO"):
        hashed.update(repr(getattr(settings, setting)).encode())
    hashed.update(repr(languages()).encode())
    return hashed.hexdigest()


def _sources(here: Path) -> Iterator[Path]:
    yield from sorted(here.glob("**/*.html"))
    for room in ("website", "recommendations", "articles", "languages"):
        yield from sorted((here.parent / room).glob("*.py"))
    yield from sorted(path for path in here.glob("assets/**/*") if path.is_file())
    yield from sorted(path for root in settings.LOCALE_PATHS for path in Path(root).glob("*/LC_MESSAGES/*.mo"))
