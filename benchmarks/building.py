"""How long a full build takes, and how long it takes from publishing a change to its last page on disk."""

# ruff: noqa: E402 - Django is set up first, in a folder of its own
import argparse
import cProfile
import pstats
import statistics
from collections.abc import Iterator
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


def snippet_change(by: Any) -> Publication:
    """Publish a change of the shared text that every article carries: every article's page depends on it."""
    edition = Edition.objects.select_related("article", "newest").get(article__kind=Kind.SNIPPET, is_source=True)
    assert edition.newest is not None
    blocks = [Block(b.id, b.kind, b.text + (" More." if b.id == "s-p" else "")) for b in edition.newest.blocks]
    edition.add_revision(blocks, by)
    return publish(edition.article, [edition.language], by)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--repeats", type=int, default=3, help="full builds; the fastest counts")
    parser.add_argument("--publications", type=int, default=7, help="each of another article")
    parser.add_argument("--profile", action="store_true", help="print where a full build of the last size spends time")
    options = parser.parse_args()
    rows, totals, made = [], [], 0
    with common.database() as vendor:
        roles = {"editor": EDITOR, "translator": TRANSLATOR, "reviewer": MEDICAL_REVIEWER, "publisher": PUBLISHER}
        cast = {name: common.make_person(name, role) for name, role in roles.items()}
        for count in sorted(options.articles):
            seconds, _nothing = common.timed(lambda: synthetic.make_articles(range(made, count), cast["editor"]))  # noqa: B023
            print(f"{count - made} articles made in {seconds:.1f} s on {vendor}", flush=True)
            built, pages = full_build(options.repeats)
            # Articles never changed before, from the middle of this size's own.
            numbers = range((made + count) // 2, (made + count) // 2 + options.publications)
            done = [publish(*change(number, cast), cast["publisher"]) for number in numbers]
            shared = snippet_change_by(cast)
            made = count
            total = [one.publish + one.build for one in done]
            totals.append(min(total))
            rows.append(_row(count, pages, built, done, total, shared))
        print()
        print(common.table(_HEAD, [list(row) for row in zip(*rows, strict=True)] if False else rows))
        if len(totals) > 1:
            print(f"\nPublishing at {made} articles takes {totals[-1] / totals[0]:.2f} × as long as at the smallest size.")
        if options.profile:
            profile()


_HEAD = [
    "articles",
    "pages",
    "full build, s",
    "pages/s",
    "publish to last page, s: best",
    "median",
    "of it in the builder",
    "pages rewritten",
    "files",
    "statements",
    "shared text on all, s",
    "pages",
]


def snippet_change_by(cast: dict[str, Any]) -> Publication:
    return snippet_change(cast["publisher"])


def _row(count, pages, built, done, total, shared) -> list[str]:
    return [
        f"{count:,}",
        f"{pages:,}",
        f"{built:.2f}",
        f"{pages / built:.0f}",
        f"{min(total):.3f}",
        f"{statistics.median(total):.3f}",
        f"{min(one.build for one in done):.3f}",
        f"{max(one.pages for one in done)}",
        f"{max(one.files for one in done)}",
        f"{max(one.statements for one in done)}",
        f"{shared.publish + shared.build:.2f}",
        f"{shared.pages:,}",
    ]


def profile() -> None:
    profiler = cProfile.Profile()
    profiler.runcall(build.build_site)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    main()
