"""How long a full build takes, and how long it takes from publishing a change to its last page on disk."""

# ruff: noqa: E402 - Django is set up first, in a folder of its own
import argparse
import cProfile
import pstats
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import common

common.set_up()

import synthetic
from django.conf import settings
from django.db import connection

from cms.articles.blocks import Block
from cms.articles.models import Article, Edition, Kind, Outbox
from cms.people.roles import EDITOR, MEDICAL_REVIEWER, PUBLISHER, TRANSLATOR
from cms.translation import workflow
from cms.website import build

# So that publishing and building can be timed apart: what is told after a commit does nothing here.
settings.PAGE_BUILDER = "builtins.list"


@dataclass
class Publication:
    """One publication: seconds in the workflow, seconds in the builder, files and pages rewritten, statements."""

    publish: float
    build: float
    files: int
    pages: int
    statements: int


def full_build(repeats: int) -> tuple[float, int]:
    """(seconds of the fastest, pages) of a build of the whole site into a fresh folder."""
    seconds = min(common.timed(build.build_site)[0] for _turn in range(repeats))
    return seconds, len([name for name in files() if name.endswith(".html")])


def change(number: int, cast: dict[str, Any]) -> tuple[Article, list[str]]:
    """Change an article's title and a paragraph, translate and approve both; nothing is published yet."""
    article = Article.objects.get(key=synthetic.key_of(number))
    source = article.source
    other = ({"en", "vi"} - {source.language}).pop()
    translation = workflow.start(article, other, cast["editor"])
    assert source.newest is not None
    source.add_revision([_changed(block, source.language) for block in source.newest.blocks], cast["editor"])
    workflow.update(translation, cast["editor"])
    units = list(translation.units.filter(context__in=["b-title", "b2-p1"]).select_related("translation"))
    for unit in units:
        text = synthetic.sentences(other, f"new {unit.context}", 8)
        workflow.translate(unit, text, cast["translator"], base=unit.version)
    read = {unit.pk: unit.read_digest for unit in units}
    assert len(workflow.approve(units, cast["reviewer"], read=read).approved) == 2
    return article, [source.language, other]


def _changed(block: Block, language: str) -> Block:
    if block.id not in ("b-title", "b2-p1"):
        return block
    return Block(block.id, block.kind, f"{block.text} {synthetic.sentences(language, 'changed', 3)}")


def publish(article: Article, languages: list[str], by: Any) -> Publication:
    """Publish the change of one article and build what depends on it."""
    before = files()
    released, result = common.timed(lambda: workflow.publish(article, languages, by))
    assert result.published == languages, result
    with counted() as count:
        built, _nothing = common.timed(build.drain)
    assert not Outbox.objects.exists()
    rewritten = [name for name, state in files().items() if before.get(name) != state]
    pages = [name for name in rewritten if not name.endswith((".gz", ".br"))]
    return Publication(released, built, len(rewritten), len(pages), len(count))


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent


def files() -> dict[str, tuple[int, int]]:
    """Every file of the page folder with its inode and age: a page that is written anew has others."""
    root = Path(settings.PAGES_ROOT) / "current"
    found = ((path, path.stat()) for path in root.glob("**/*") if path.is_file())
    return {str(path.relative_to(root)): (seen.st_ino, seen.st_mtime_ns) for path, seen in found}


def change_shared_text(by: Any) -> Publication:
    """Publish a change of the text that every article carries: every article's page depends on it."""
    edition = Edition.objects.select_related("article", "newest").get(article__kind=Kind.SNIPPET, is_source=True)
    assert edition.newest is not None
    blocks = [Block(b.id, b.kind, b.text + (" More." if b.id == "s-p" else "")) for b in edition.newest.blocks]
    edition.add_revision(blocks, by)
    return publish(edition.article, [edition.language], by)


@dataclass
class Size:
    """What was measured at one number of articles."""

    articles: int
    pages: int
    full: float
    publications: list[Publication]
    shared: Publication

    @property
    def totals(self) -> list[float]:
        return [one.publish + one.build for one in self.publications]


def measure(count: int, made: int, repeats: int, publications: int, cast: dict[str, Any]) -> Size:
    """Add articles until there are so many, build them all, then publish changes from the middle of the new ones."""
    seconds, _nothing = common.timed(lambda: synthetic.make_articles(range(made, count), cast["editor"]))
    print(f"{count - made} articles made in {seconds:.1f} s", flush=True)
    full, pages = full_build(repeats)
    first = (made + count) // 2
    done = [publish(*change(n, cast), cast["publisher"]) for n in range(first, first + publications)]
    shared = change_shared_text(cast["publisher"])
    if max(one.pages for one in done) > count:
        print("Templates or code of the website were edited meanwhile, and all was built anew: run it again.")
    return Size(count, pages, full, done, shared)


def report(sizes: list[Size]) -> None:
    """One column for each number of articles."""

    def row(name: str, value: Callable[[Size], str]) -> list[str]:
        return [name, *(value(size) for size in sizes)]

    rows = [
        row("full build: pages", lambda s: f"{s.pages:,}"),
        row("full build: seconds", lambda s: f"{s.full:.2f}"),
        row("full build: pages a second", lambda s: f"{s.pages / s.full:.0f}"),
        row("one article, publish to last page: best, ms", lambda s: f"{1000 * min(s.totals):.0f}"),
        row("median, ms", lambda s: f"{1000 * statistics.median(s.totals):.0f}"),
        row("of it in the builder: best, ms", lambda s: f"{1000 * min(p.build for p in s.publications):.0f}"),
        row(
            "pages and lists rewritten",
            lambda s: f"{statistics.median_high(p.pages for p in s.publications)}",
        ),
        row("files, with .gz and .br", lambda s: f"{statistics.median_high(p.files for p in s.publications)}"),
        row(
            "statements of the builder",
            lambda s: f"{statistics.median_high(p.statements for p in s.publications)}",
        ),
        row(
            "text shared by all, publish to last page: s",
            lambda s: f"{s.shared.publish + s.shared.build:.2f}",
        ),
        row("pages rewritten", lambda s: f"{s.shared.pages:,}"),
    ]
    print()
    print(common.table(["", *(f"{size.articles:,} articles" for size in sizes)], rows))
    if len(sizes) > 1:
        first, last = sizes[0], sizes[-1]
        grown = min(last.totals) / min(first.totals)
        print(f"\nOne article at {last.articles:,} articles against {first.articles:,}: {grown:.2f} ×.")


def profiled(name: str, act: Callable[[], Any]) -> None:
    print(f"\n{name}")
    profiler = cProfile.Profile()
    profiler.runcall(act)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--repeats", type=int, default=3, help="full builds; the fastest counts")
    parser.add_argument("--publications", type=int, default=7, help="each of another article; the fastest counts")
    parser.add_argument("--profile", action="store_true", help="say where the largest site's builds spend their time")
    options = parser.parse_args()
    with common.database() as vendor:
        print(f"On {vendor}.")
        roles = {
            "editor": EDITOR,
            "translator": TRANSLATOR,
            "reviewer": MEDICAL_REVIEWER,
            "publisher": PUBLISHER,
        }
        cast = {name: common.make_person(name, role) for name, role in roles.items()}
        sizes, made = [], 0
        for count in sorted(options.articles):
            sizes.append(measure(count, made, options.repeats, options.publications, cast))
            made = count
        report(sizes)
        if options.profile:
            profiled("Full build", build.build_site)
            workflow.publish(*change(made - 1, cast), cast["publisher"])
            profiled("One article", build.drain)


if __name__ == "__main__":
    main()
