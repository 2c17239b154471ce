"""Many small articles, in every state there is."""

from cms.articles.blocks import Block
from cms.articles.models import Article, Edition, Significance
from cms.translation import workflow
from cms.translation.models import Translation
from tests.conftest import all_graded, approve_all


def write(article: Article, text: str, person) -> None:
    """A new text of the article's source."""
    number = article.key.rpartition("-")[2]
    blocks = [Block("t", "title", f"Article {number}"), Block("p", "paragraph", text)]
    Edition.objects.get(article=article, is_source=True).add_revision(blocks, person)


def translate_all(translation: Translation, text: str, person) -> None:
    for unit in translation.units.select_related("translation"):
        words = unit.source.replace("Article", "Thiếu máu") if unit.kind == "title" else text
        workflow.translate(unit, words, person, base=unit.version)


def article(number: int, cast) -> Article:
    """By its number: not handed over, in review, ready, published, stale for safety."""
    made = Article.objects.create(key=f"shelf-{number}")
    Edition.objects.create(article=made, language="en", is_source=True)
    write(made, "Take it once a day.", cast["editor"])
    if number % 5 == 0:
        return made
    translation = workflow.start(made, "vi", cast["editor"])
    translate_all(translation, "Uống ngày một lần.", cast["translator"])
    if number % 5 == 1:
        return made
    approve_all(translation, cast["reviewer"])
    if number % 5 == 2:
        return made
    workflow.publish(made, ["en", "vi"], cast["publisher"])
    if number % 5 == 4:
        write(made, "Take it twice a day.", cast["editor"])
        workflow.publish(made, ["en"], cast["publisher"], grades=all_graded(made, Significance.SAFETY))
    return made


def shelf(count: int, cast) -> list[Article]:
    return [article(number, cast) for number in range(count)]
