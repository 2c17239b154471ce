"""Articles in two languages made of a few words: the same for the same number, on every machine.

Rows are written directly (``bulk_create``), not through the workflow: what is measured is not how they came to be.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from cms.articles.blocks import Block, link_targets
from cms.articles.models import Article, Edition, Kind, Link, Revision

WORDS = {
    "en": "blood nerves iron sleep water child doctor body heart skin food week morning signs care walk rest "
    "tired healthy slowly often usually gently early gives keeps helps needs brings the and with after during",
    "vi": "máu thần kinh sắt giấc ngủ nước trẻ em bác sĩ cơ thể tim da thức ăn tuần buổi sáng dấu hiệu chăm sóc "
    "đi bộ nghỉ ngơi mệt mỏi khỏe mạnh dần dần thường sớm giúp giữ cần mang lại và với sau trong khi",
}
_SLUGS = {"en": "article", "vi": "bai-viet"}
_FIRST_DAY, _DAYS = date(2020, 1, 1), 6 * 365
_SNIPPET = "about-the-writers"


def key_of(number: int) -> str:
    return f"article-{number:05}"


def source_language(number: int) -> str:
    """Every other article is written in Vietnamese."""
    return ("en", "vi")[number % 2]


def sentences(language: str, seed: str, length: int = 40) -> str:
    """So many words in sentences of about twelve; no numbers, units or negations."""
    random = Random(f"{language} {seed}")
    words = WORDS[language].split()
    parts = [" ".join(random.choices(words, k=min(12, length - n))) for n in range(0, length, 12)]
    return " ".join(f"{part.capitalize()}." for part in parts)


def document(language: str, seed: str, links: Iterable[str] = ()) -> list[Block]:
    """42 blocks: title, summary, and five sections of a heading, three paragraphs and a list of three."""
    blocks = [
        Block("b-title", "title", sentences(language, f"{seed} title", 6).rstrip(".")),
        Block("b-summary", "summary", sentences(language, f"{seed} summary", 18)),
    ]
    targets = list(links)
    for section in range(5):
        at = f"{seed} {section}"
        blocks.append(Block(f"b{section}-h", "heading2", sentences(language, at, 4).rstrip(".")))
        for n in range(3):
            text = sentences(language, f"{at} {n}")
            if n == 0 and section < len(targets):
                text += f' <a href="{targets[section]}">{sentences(language, at, 3)}</a>'
            blocks.append(Block(f"b{section}-p{n}", "paragraph", text))
        blocks.append(Block(f"b{section}-l", "list", attrs={"tag": "ul"}))
        for n in range(3):
            text = sentences(language, f"{at} item {n}", 12)
            blocks.append(Block(f"b{section}-i{n}", "item", text, parent=f"b{section}-l"))
    return blocks


def make_articles(numbers: range, by) -> None:
    """Published articles with both editions, two links each to its neighbours, and one shared text on all."""
    snippet = Article.objects.filter(key=_SNIPPET).first()
    if snippet is None:
        snippet = Article.objects.create(key=_SNIPPET, kind=Kind.SNIPPET)
        _publish([snippet], {snippet.key: "en"}, {}, _texts_of_snippet, by)
    articles = Article.objects.bulk_create(Article(key=key_of(number)) for number in numbers)
    sources = {key_of(number): source_language(number) for number in numbers}
    days = {key_of(n): _FIRST_DAY + timedelta(days=n * 677 % _DAYS) for n in numbers}
    _publish(articles, sources, days, _texts_of_article, by)
    attached = Article.snippets.through
    attached.objects.bulk_create(attached(from_article=article, to_article=snippet) for article in articles)


def _texts_of_article(article: Article, language: str) -> list[Block]:
    number = int(article.key.rpartition("-")[2])
    links = [f"article:{key_of(other)}" for other in (number - 1, number - 7) if other >= 0]
    return document(language, article.key, links)


def _texts_of_snippet(article: Article, language: str) -> list[Block]:
    title = Block("s-title", "title", sentences(language, "snippet", 4).rstrip("."))
    return [title, Block("s-p", "paragraph", sentences(language, "snippet text", 24))]


def _publish(articles: list[Article], sources: dict[str, str], days: dict[str, date], texts, by) -> None:
    """Two editions of each article with one published revision, and where they link to."""
    pairs = [(article, language) for article in articles for language in sorted(WORDS)]
    editions = Edition.objects.bulk_create(
        Edition(
            article=article,
            language=language,
            is_source=sources[article.key] == language,
            slug=article.key.replace("article", _SLUGS[language]),
            published_on=days.get(article.key, _FIRST_DAY),
        )
        for article, language in pairs
    )
    written = [_blocks(edition, sources, texts) for edition in editions]
    revisions = Revision.objects.bulk_create(
        Revision(edition=edition, number=1, data=[block.as_json() for block in blocks], by=by)
        for edition, blocks in zip(editions, written, strict=True)
    )
    by_edition = {(r.edition.article_id, r.edition.language): r for r in revisions}
    for revision in revisions:
        source = by_edition[revision.edition.article_id, sources[revision.edition.article.key]]
        revision.source = None if source is revision else source
        edition = revision.edition
        edition.newest = edition.published = edition.last_published = revision
    Revision.objects.bulk_update(revisions, ["source"], batch_size=500)
    Edition.objects.bulk_update(editions, ["newest", "published", "last_published"], batch_size=500)
    Link.objects.bulk_create(
        Link(edition=edition, target=target)
        for edition, blocks in zip(editions, written, strict=True)
        for target in sorted(link_targets(blocks))
    )


def _blocks(edition: Edition, sources: dict[str, str], texts) -> list[Block]:
    """The edition's text; of a translation each block says which source text it was made from."""
    own = texts(edition.article, edition.language)
    if edition.is_source:
        return own
    source = texts(edition.article, sources[edition.article.key])
    return [replace(b, made_from=s.digest) if b.text else b for b, s in zip(own, source, strict=True)]
