"""Small published articles, their words chosen by the test, and what is stored of their listings."""

from cms.articles import publication
from cms.articles.blocks import Block
from cms.articles.models import Article, Edition, Kind
from cms.recommendations.models import Posting, Recommendation, Vector
from cms.recommendations.refresh import refresh


def article(key: str, kind: str = Kind.ARTICLE) -> Article:
    return Article.objects.get_or_create(key=key, defaults={"kind": kind})[0]


def write(key: str, by, kind: str = Kind.ARTICLE, **texts: str) -> Article:
    """Publish an article, by language: the title is its first sentence, each other sentence a paragraph."""
    written = article(key, kind)
    for language, text in texts.items():
        source = not written.editions.exclude(language=language).filter(is_source=True).exists()
        made = Edition.objects.get_or_create(article=written, language=language, defaults={"is_source": source})[0]
        sentences = [sentence.strip() for sentence in text.split(".") if sentence.strip()]
        blocks = [Block(f"b{n}", "paragraph" if n else "title", words) for n, words in enumerate(sentences)]
        publication.release(made, made.add_revision(blocks, by))
    return written


def take_back(key: str, language: str) -> None:
    for edition in Edition.objects.filter(article__key=key, language=language, published__isnull=False):
        publication.take_back(edition)


def listed(key: str, language: str) -> list[str]:
    """What is computed for an article, the best first."""
    rows = Recommendation.objects.filter(article__key=key, language=language).order_by("rank")
    return list(rows.values_list("other__key", flat=True))


def row(key: str, other: str, language: str = "en") -> Recommendation:
    return Recommendation.objects.get(article__key=key, other__key=other, language=language)


def stored() -> dict[str, list]:
    """Everything that is stored, without the numbers of the rows."""
    return {
        "vectors": sorted(Vector.objects.values_list("weights", "article", "parts", "topics"), key=repr),
        "postings": sorted(Posting.objects.values_list("weights", "term", "article", "weight")),
        "listings": sorted(
            Recommendation.objects.values_list("article", "language", "rank", "other", "score", "topics", "terms"),
            key=repr,
        ),
    }


def stored_anew() -> dict[str, list]:
    """What is stored where everything is computed again, by the same weights."""
    for model in (Vector, Posting, Recommendation):
        model.objects.all().delete()
    refresh(Article.objects.values_list("pk", flat=True))
    return stored()
