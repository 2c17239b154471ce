"""How many SQL statements and seconds it takes to store, export, import, approve and re-sync many units."""

# ruff: noqa: E402 - Django is set up first, in a folder of its own
import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import common

common.set_up()

import polib
import synthetic
from django.db import connection

from cms.articles.blocks import Block
from cms.articles.importer import revise
from cms.articles.models import Article, Edition
from cms.people.roles import EDITOR, MEDICAL_REVIEWER, TRANSLATOR
from cms.translation import exchange, po, workflow

# Measured on wagtail-localize with 2,000 segments of one page, not run here: (statements, seconds).
PEER = {
    "store": ("16,573", "3.9–7.5"),
    "re-sync": ("8,042", "5.9–15"),
    "export": ("4", "0.3–1.4"),
    "import": ("14,023", "5.1–20"),
}
_CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


@dataclass
class Figure:
    """What one act cost; ``control`` are BEGIN, SAVEPOINT and RELEASE among the statements."""

    statements: int
    control: int
    seconds: float


class Counter:
    """Every statement Django sends to the database, by ``connection.execute_wrapper``."""

    def __init__(self) -> None:
        self.statements = self.control = 0

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements += len(params) if many else 1
        self.control += sql.lstrip().upper().startswith(_CONTROL)
        return execute(sql, params, many, context)


def measure(act: Callable[[], Any]) -> tuple[Figure, Any]:
    counter = Counter()
    with connection.execute_wrapper(counter):
        seconds, result = common.timed(act)
    return Figure(counter.statements, counter.control, seconds), result


def page(units: int) -> list[Block]:
    """A text of so many units, one of twenty a heading."""
    blocks = [Block("#title", "title", "Synthetic article")]
    for n in range(1, units):
        kind, length = ("heading2", 5) if n % 20 == 1 else ("paragraph", 18)
        blocks.append(Block(f"#{n}", kind, f"{synthetic.sentences('en', str(n), length)} Word {n}."))
    return blocks


def run(units: int, turn: int, cast: dict[str, Any]) -> dict[str, Figure]:
    """One article through all the acts."""
    editor, translator, reviewer = cast["editor"], cast["translator"], cast["reviewer"]
    article = Article.objects.create(key=f"units-{units}-{turn}")
    source = Edition.objects.create(article=article, language="en", is_source=True)
    blocks = revise(source, page(units), editor).revision.blocks
    figures = {}
    figures["store"], translation = measure(lambda: workflow.start(article, "vi", editor))
    figures["export"], text = measure(lambda: po.export(translation))
    catalog = filled(text)
    figures["import"], report = measure(lambda: exchange.import_catalog(catalog, "", translator))
    assert report.count(workflow.Fate.TRANSLATED) == units, report.rows[:3]
    read = {unit.pk: unit.read_digest for unit in translation.units.all()}
    found = list(translation.units.all())
    figures["approve"], approval = measure(lambda: workflow.approve(found, reviewer, read=read))
    assert len(approval.approved) == units, approval.refused[:3]
    edited = [*blocks[:-1], Block(blocks[-1].id, blocks[-1].kind, "Another word. " + blocks[-1].text)]
    source.add_revision(edited, editor)
    figures["re-sync"], carried = measure(lambda: workflow.update(translation, editor))
    assert (carried.changed, carried.unchanged) == (1, units - 1), carried
    return figures


def filled(text: str) -> bytes:
    """The catalog as a translator sends it back: every msgstr given, with the numbers of its msgid."""
    catalog = polib.pofile(text)
    for number, entry in enumerate(catalog):
        end = f" Từ {entry.msgid.split()[-1]}" if entry.msgid.endswith(".") else ""
        entry.msgstr = synthetic.sentences("vi", str(number), 16) + end
    return str(catalog).encode()


def bar(units: int) -> int:
    """The most statements an act may take."""
    return 25 + max(0, -(-(units - 2000) // 1000))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, nargs="+", default=[2000, 10_000])
    parser.add_argument("--repeats", type=int, default=3, help="each on a new article; the best time counts")
    options = parser.parse_args()
    missed = False
    with common.database() as vendor:
        roles = {"editor": EDITOR, "translator": TRANSLATOR, "reviewer": MEDICAL_REVIEWER}
        cast = {name: common.make_person(name, role) for name, role in roles.items()}
        run(20, 0, cast)  # imports and caches are warm after this
        for units in options.units:
            runs = [run(units, turn, cast) for turn in range(options.repeats)]
            rows = []
            for act in ("store", "re-sync", "export", "import", "approve"):
                most = max(one[act].statements for one in runs)
                missed |= most > bar(units)
                seconds = min(one[act].seconds for one in runs)
                rows.append([act, f"{most}", f"{runs[0][act].control}", f"{seconds:.2f}", *PEER.get(act, ("", ""))])
            print(
                f"\n{units:,} units on {vendor}; the bar is {bar(units)} statements; best of {options.repeats} runs\n"
            )
            head = ["act", "statements", "of them transaction control", "seconds"]
            print(common.table([*head, "wagtail-localize at 2,000: statements", "seconds"], rows), flush=True)
    print("\nThe bar was missed." if missed else "\nThe bar is met.")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
