"""What is listed under articles: the editors' choices first, then what the texts say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from cms.recommendations.models import Choice, Recommendation

# How many articles are listed under one.
PLACES = 4


@dataclass(frozen=True)
class Suggested:
    """One article under another, and why: by an editor's choice, else by shared topics and terms."""

    article: int
    pinned: bool = False
    # In millionths, as it is stored.
    score: int = 0
    topics: list[int] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)


def suggested(articles: Iterable[int], languages: Iterable[str]) -> dict[int, dict[str, list[Suggested]]]:
    """Article → language → what may be listed, the best first; two queries, however many articles.

    Whoever shows them leaves out what readers of the language cannot see.
    """
    articles, found = list(articles), defaultdict[int, dict[str, list[Suggested]]](dict)
    for choice in Choice.objects.filter(article__in=articles, kind=Choice.Kind.PIN).order_by("position", "pk"):
        for language in languages:
            found[choice.article_id].setdefault(language, []).append(Suggested(choice.other_id, pinned=True))
    for row in Recommendation.objects.filter(article__in=articles).order_by("rank"):
        listed = found[row.article_id].setdefault(row.language, [])
        if row.other_id not in {one.article for one in listed}:
            listed.append(Suggested(row.other_id, score=row.score, topics=row.topics, terms=row.terms))
    return found


def considered(offered: list[Suggested]) -> list[Suggested]:
    """All that are pinned, and enough of the others to fill the places where one of them cannot be shown."""
    return [one for one in offered if one.pinned] + [one for one in offered if not one.pinned][:PLACES]


def listing(others: Iterable[int]) -> set[int]:
    """The articles under which one of these may be listed."""
    others = list(others)
    computed = Recommendation.objects.filter(other__in=others).values_list("article", flat=True)
    pinned = Choice.objects.filter(other__in=others, kind=Choice.Kind.PIN).values_list("article", flat=True)
    return set(computed) | set(pinned)
