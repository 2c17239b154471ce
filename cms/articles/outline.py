"""A document's blocks as they were read → as they are kept: no level skipped, nothing empty. Pure."""

from dataclasses import replace

from cms.articles.blocks import Block

_HOLDERS = {"item", "cell", "header"}


def level_headings(blocks: list[Block]) -> list[Block]:
    """Headings start at level 2, below the title, and never skip a level."""
    level, out = 1, []
    shift = 2 - min((int(b.kind[-1]) for b in blocks if b.kind.startswith("heading")), default=2)
    for block in blocks:
        if block.kind.startswith("heading"):
            level = max(2, min(int(block.kind[-1]) + shift, level + 1, 4))
            block = replace(block, kind=f"heading{level}")
        out.append(block)
    return out


def with_own_text(blocks: list[Block]) -> list[Block]:
    """An item or cell that begins with a paragraph has its words; what follows are its children."""
    out: list[Block] = []
    for block in blocks:
        holder = out[-1] if out else None
        belongs = holder and block.kind == "paragraph" and block.parent == holder.id
        if holder and belongs and holder.kind in _HOLDERS and not holder.text:
            out[-1] = replace(holder, text=block.text)
        else:
            out.append(block)
    return out


def without_empty_containers(blocks: list[Block]) -> list[Block]:
    """Leave out what holds no word and no picture; an empty cell stays, since it has a place."""
    kept: set[str] = set()
    rows_with_cells: set[str] = set()
    out: list[Block] = []
    for block in reversed(blocks):
        has_content = block.text or block.id in kept or block.attrs.get("src") or block.attrs.get("missing")
        if has_content or block.kind in {"cell", "header"}:
            out.append(block)
            if has_content:
                kept.add(block.parent)
            else:
                rows_with_cells.add(block.parent)
        elif block.kind == "alt" or block.id in rows_with_cells:
            out.append(block)
    present = {""}
    kept_in_order = []
    for block in reversed(out):
        if block.parent in present:
            present.add(block.id)
            kept_in_order.append(block)
    return kept_in_order
