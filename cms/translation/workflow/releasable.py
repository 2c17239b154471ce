"""What a publication of a translation would show, what it leaves as it is, what it leaves out, and why. Reads only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cms.articles.blocks import Block, plain
from cms.articles.models import Revision
from cms.languages.text import digest
from cms.translation.models import State, Unit
from cms.translation.segments import assemble
from cms.translation.workflow.errors import Reason


@dataclass
class Releasable:
    """A translation beside one revision of its source. Of each block the approved text, else the one that is out."""

    against: Revision
    language: str
    units: Mapping[str, Unit]
    is_out: bool
    # Context → (text, digest of the source text it was made from).
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    # The blocks that keep the text readers see now, because no newer one is approved.
    kept: list[Block] = field(default_factory=list)
    # The blocks that have no text to show.
    waiting: list[Block] = field(default_factory=list)

    @property
    def is_possible(self) -> bool:
        """A first publication needs every text, any other one the title."""
        return not self.waiting or (self.is_out and not any(block.kind == "title" for block in self.waiting))

    @property
    def blocks(self) -> list[Block]:
        return assemble(self.against.blocks, self.texts)

    def why(self, blocks: Iterable[Block]) -> list[Reason]:
        """For each block the reason why there is no approved text for it, with its unit."""
        return [self._why(block) for block in blocks]

    def _why(self, block: Block) -> Reason:
        unit = self.units.get(block.id)
        if unit is None or unit.source != block.text:
            why = _("the translation is behind the published source; update it")
        else:
            why = str(State(unit.standing).label)
        sentence = f"{self.language} · {block.id} · {short(block.text)}: {why}"
        return Reason(sentence, words=short(block.text), why=why, unit=unit.pk if unit else None, block=block.id)


def releasable(against: Revision, units: Iterable[Unit], published: Revision | None, language: str) -> Releasable:
    """``units`` are all of the translation: the published source may still have a block the newest one has no more."""
    found = Releasable(against, language, {unit.context: unit for unit in units}, published is not None)
    for block in against.blocks:
        if not (block.is_text and block.text):
            continue
        unit = found.units.get(block.id)
        before = published.blocks_by_id.get(block.id) if published else None
        if unit and unit.state == State.APPROVED and unit.made_from == block.text:
            found.texts[block.id] = (unit.target, block.digest)
        elif before is not None and before.text:
            found.texts[block.id] = (before.text, before.made_from)
            found.kept.append(block)
        else:
            found.waiting.append(block)
    return found


def mark_of_source(newest: Revision | None) -> str:
    """What somebody has seen of a source who wants to publish it."""
    return str(newest.number) if newest else ""


def mark_of_units(units: Iterable[Unit]) -> str:
    """What somebody has seen of a translation: the approved texts; what is being worked at may change meanwhile."""
    approved = (unit for unit in units if unit.state == State.APPROVED)
    return digest("\0".join(sorted(f"{unit.context} {unit.read_digest} {digest(unit.made_from)}" for unit in approved)))


def short(text: str) -> str:
    words = plain(text)
    return words if len(words) <= 60 else words[:59] + "…"
