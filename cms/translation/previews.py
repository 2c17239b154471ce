"""What readers would see if an article were published as it stands now: loaded for those who were sent a preview."""

from dataclasses import replace

from cms.articles.blocks import Block
from cms.articles.models import Article, Edition, Revision
from cms.articles.visible import MISSING, OUTDATED, UNAPPROVED, VisibleBlock, VisibleEdition
from cms.translation.models import State, Translation, Unit


def load(article_id: int) -> dict[str, VisibleEdition]:
    """Language → the newest source, and each translation of it with the targets there are; four queries.

    What is not approved, made from another text, or not there yet says so.
    """
    article = Article.objects.filter(pk=article_id).first()
    if article is None:
        return {}
    known = Edition.objects.filter(article=article).select_related("article", "newest", "published")
    editions = {edition.language: edition for edition in known}
    source = next((edition for edition in editions.values() if edition.is_source), None)
    if source is None or source.newest is None:
        return {}
    newest = source.newest
    found = {source.language: VisibleEdition(source, source.language, [VisibleBlock(b) for b in newest.blocks])}
    started = {one.pk: one.language for one in Translation.objects.filter(article=article).order_by("language")}
    units: dict[str, dict[str, Unit]] = {language: {} for language in started.values()}
    for unit in Unit.objects.filter(translation__in=started):
        units[started[unit.translation_id]][unit.context] = unit
    for language, targets in units.items():
        edition = editions.get(language) or Edition(article=article, language=language)
        found[language] = VisibleEdition(edition, source.language, _items(newest, targets))
    return found


def _items(newest: Revision, units: dict[str, Unit]) -> list[VisibleBlock]:
    return [_item(block, units.get(block.id)) for block in newest.blocks]


def _item(block: Block, unit: Unit | None) -> VisibleBlock:
    if not (block.is_text and block.text):
        return VisibleBlock(block)
    if unit is None or not unit.target:
        return VisibleBlock(replace(block, text=""), MISSING, source_text=block.text)
    shown = replace(block, text=unit.target)
    if unit.made_from != block.text:
        return VisibleBlock(shown, OUTDATED, source_text=block.text)
    if unit.state < State.APPROVED:
        return VisibleBlock(shown, UNAPPROVED, source_text=block.text)
    return VisibleBlock(shown)
