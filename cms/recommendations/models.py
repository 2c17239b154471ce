"""You may like: what each article is about, what is most like it, and what the editors chose themselves."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.articles.models import Article
from cms.articles.models import Kind as ArticleKind
from cms.recommendations.vectors import Commonness, Part


class Weights(models.Model):
    """How common each term was among the published texts, at one moment; its key is the version."""

    texts = models.JSONField(default=dict, help_text=_("Language → number of texts."))
    counters = models.BinaryField()
    # Whether every article has its vector by these weights: the newest such are those in use.
    ready = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("word weights")
        verbose_name_plural = _("word weights")

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def current(cls) -> "Weights":
        """Those in use; before the first ``refresh_recommendations --all`` every term weighs the same."""
        found = cls.objects.filter(ready=True).defer("counters").order_by("-pk").first()
        return found or cls.objects.create(counters=Commonness().dump(), ready=True)


class Vector(models.Model):
    """What one article is about, in each language it is published in."""

    weights = models.ForeignKey(Weights, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    parts = models.JSONField(help_text=_("Language → term → (as it is written there, weight)."))
    topics = models.JSONField(default=list)

    class Meta:
        verbose_name = _("vector")
        verbose_name_plural = _("vectors")
        constraints = [models.UniqueConstraint(fields=["weights", "article"], name="one_vector_per_article")]

    def __str__(self) -> str:
        return str(self.article_id)

    def part(self, language: str) -> Part:
        return self.parts.get(language, {})


class Posting(models.Model):
    """That a term weighs so much in an article: the vectors turned round, to be looked up by term."""

    weights = models.ForeignKey(Weights, models.CASCADE, related_name="+", db_index=False)
    term = models.BigIntegerField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    weight = models.IntegerField()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        indexes = [models.Index(fields=["weights", "term", "article", "weight"], name="posting_by_term")]

    def __str__(self) -> str:
        return str(self.term)


class Recommendation(models.Model):
    """One place of the computed listing under an article in one language."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("article"))
    language = models.CharField(_("language"), max_length=12)
    rank = models.PositiveSmallIntegerField(_("rank"))
    other = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("recommended"))
    # Millionths: a million is the likeness of an article with itself.
    score = models.PositiveIntegerField(_("score"))
    # Why: the topics both have, and the terms of the language that both are about.
    topics = models.JSONField(default=list)
    terms = models.JSONField(default=list)

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["article", "language", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["article", "language", "rank"], name="one_recommendation_per_rank"),
            models.UniqueConstraint(fields=["article", "language", "other"], name="recommended_once"),
            models.CheckConstraint(condition=~Q(article=F("other")), name="no_article_recommends_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.other_id}"


class Choice(models.Model):
    """What an editor decided of one article under another: it is always shown, or never."""

    class Kind(models.TextChoices):
        PIN = "pin", _("pinned")
        EXCLUDE = "exclude", _("excluded")

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("article"))
    other = models.ForeignKey(
        Article,
        models.CASCADE,
        related_name="+",
        limit_choices_to={"kind": ArticleKind.ARTICLE},
        verbose_name=_("recommended"),
    )
    kind = models.CharField(_("choice"), max_length=7, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("editors' choice")
        verbose_name_plural = _("editors' choices")
        ordering = ["article", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="one_choice_per_pair"),
            models.CheckConstraint(condition=~Q(article=F("other")), name="no_choice_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.other_id}: {self.get_kind_display()}"
