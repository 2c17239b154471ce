"""What editors decide of a listing: pin, exclude, order, leave it to the texts again."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.articles.models import Article, Kind
from cms.articles.publication import touch
from cms.people.roles import require
from cms.recommendations.models import Choice

_PERMISSION = "articles.change_article"


class NoChoice(Exception):
    """The choice makes no sense; the message says why."""


def has_right(article: Article, person) -> bool:
    """What is listed in every language is chosen by those who may write in the article's own."""
    return person.may(_PERMISSION, _language(article))


def require_right(article: Article, by) -> None:
    require(by, _PERMISSION, _language(article))


def _language(article: Article) -> str:
    return article.editions.filter(is_source=True).values_list("language", flat=True).first() or ""


def choose(article: Article, other: Article, kind: str, by) -> None:
    """Pin the other article, behind those that are pinned already, or exclude it."""
    require_right(article, by)
    if other == article or other.kind != Kind.ARTICLE or article.kind != Kind.ARTICLE:
        raise NoChoice(_("Under an article another article is recommended, not itself, a topic or a shared text."))
    with transaction.atomic():
        choices = Choice.objects.filter(article=article)
        if choices.filter(other=other, kind=kind).exists():
            return
        last = choices.filter(kind=Choice.Kind.PIN).aggregate(last=Max("position"))["last"]
        given = {"kind": kind, "position": (last or 0) + 1, "by": by, "at": timezone.now()}
        Choice.objects.update_or_create(article=article, other=other, defaults=given)
        touch(article)


def forget(choice: Choice, by) -> None:
    """Leave it to the texts again."""
    require_right(choice.article, by)
    with transaction.atomic():
        choice.delete()
        touch(choice.article)


def raise_up(choice: Choice, by) -> None:
    """Put a pinned article one place higher."""
    require_right(choice.article, by)
    with transaction.atomic():
        pinned = list(Choice.objects.filter(article=choice.article_id, kind=Choice.Kind.PIN))
        if choice not in pinned:
            raise NoChoice(_("Only what is pinned has a place in the order."))
        place = pinned.index(choice)
        if place == 0:
            return
        pinned[place - 1 : place + 1] = reversed(pinned[place - 1 : place + 1])
        for position, one in enumerate(pinned, 1):
            one.position = position
        Choice.objects.bulk_update(pinned, ["position"])
        touch(choice.article)
