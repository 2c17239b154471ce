"""What is said: articles, their editions, immutable revisions, and what became of each block."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.articles.blocks import Block, words
from cms.languages import get
from cms.languages.text import digest

# What keys and slugs are made of.
KEY = r"^[a-z0-9]+(-[a-z0-9]+)*\Z"
key_validator = RegexValidator(KEY, _("A key is made of lower-case letters a–z, digits and single hyphens."))


class Kind(models.TextChoices):
    ARTICLE = "article", _("article")
    TOPIC = "topic", _("topic")
    SNIPPET = "snippet", _("shared text")


# What has an address of its own.
WITH_PAGES = [Kind.ARTICLE, Kind.TOPIC]


class Significance(models.IntegerChoices):
    """How grave a change of the source is for those who read a translation of the old text."""

    TYPO = 10, _("typo")
    MINOR = 20, _("minor")
    MAJOR = 30, _("major")
    SAFETY = 40, _("safety")


class Article(models.Model):
    """What is true in every language."""

    key = models.CharField(_("key"), max_length=100, unique=True, validators=[key_validator])
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ARTICLE)
    snippets = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="+",
        blank=True,
        limit_choices_to={"kind": Kind.SNIPPET},
        verbose_name=_("shared texts"),
        help_text=_("Shown at the end of the article, in each language they are published in."),
    )
    topics = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="+",
        blank=True,
        limit_choices_to={"kind": Kind.TOPIC},
        verbose_name=_("topics"),
        help_text=_("Whose pages list the article, and by which it is recommended."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["key"]
        permissions = [("import_article", "Can import a page as an article")]

    def __str__(self) -> str:
        return self.key

    @cached_property
    def source(self) -> "Edition":
        """The edition every other language is translated from."""
        return self.editions.select_related("newest", "published").get(is_source=True)


class EditionQuerySet(models.QuerySet):
    def with_title(self) -> "EditionQuerySet":
        """Annotated with the newest title (``shown_title``), without loading the texts: it is their first block."""
        first = When(newest__data__0__kind="title", then=KeyTextTransform("text", KeyTransform("0", "newest__data")))
        return self.annotate(shown_title=Case(first, default=Value(""), output_field=models.TextField()))


class Edition(models.Model):
    """An article in one language. Its text is in its revisions; visitors see the published one."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="editions", verbose_name=_("article"))
    language = models.CharField(_("language"), max_length=12)
    is_source = models.BooleanField(_("written in this language"), default=False)
    slug = models.CharField(_("slug"), max_length=100, blank=True)
    old_address = models.URLField(_("address on the old site"), max_length=500, blank=True)
    newest = models.ForeignKey(
        "Revision", models.PROTECT, null=True, related_name="+", verbose_name=_("newest revision")
    )
    published = models.ForeignKey(
        "Revision", models.PROTECT, null=True, related_name="+", verbose_name=_("published revision")
    )
    # What visitors see, or saw last before it was withdrawn: what the next publication is compared with.
    last_published = models.ForeignKey("Revision", models.PROTECT, null=True, related_name="+", editable=False)
    # The newest title as searches in the lists look for it: without case and diacritics.
    folded_title = models.TextField(default="", blank=True, editable=False)
    # How many words the newest text has: what work on it is measured in.
    word_count = models.PositiveIntegerField(default=0, editable=False)
    published_on = models.DateField(_("first published on"), null=True, blank=True)
    updated_on = models.DateField(_("last changed on"), null=True, blank=True, editable=False)
    withdrawn = models.BooleanField(_("withdrawn"), default=False, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["article__key", "-is_source", "language"]
        permissions = [
            ("publish_edition", "Can publish editions"),
            ("withdraw_edition", "Can withdraw editions"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="one_edition_per_language"),
            models.UniqueConstraint(fields=["article"], condition=Q(is_source=True), name="one_source_per_article"),
            models.UniqueConstraint(fields=["language", "slug"], condition=~Q(slug=""), name="one_edition_per_slug"),
            models.CheckConstraint(
                condition=Q(published__isnull=True) | Q(published_on__isnull=False),
                name="a_published_edition_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(published__isnull=True) | Q(last_published__isnull=False, published=F("last_published")),
                name="what_is_published_was_published_last",
            ),
            models.CheckConstraint(
                condition=Q(published__isnull=True) | Q(withdrawn=False),
                name="a_withdrawn_edition_is_not_published",
            ),
        ]
        indexes = [models.Index(fields=["language", "published_on"], name="edition_by_date")]

    def __str__(self) -> str:
        return f"{self.article.key} ({self.language})"

    @property
    def is_visible(self) -> bool:
        return self.published_id is not None

    @property
    def title(self) -> str:
        """The newest title, for those who work here."""
        return self.newest.title if self.newest else self.article.key

    def add_revision(self, blocks: Iterable[Block], by, *, based_on: "Revision | None" = None) -> "Revision":
        """Append a revision and point at it; if nothing has changed, the newest one is returned.

        Callers hold the edition's row locked or create it in the same transaction.
        """
        data = [block.as_json() for block in blocks]
        if self.newest and self.newest.data == data and self.newest.source_id == (based_on and based_on.pk):
            return self.newest
        revision = Revision.objects.create(
            edition=self,
            number=self.newest.number + 1 if self.newest else 1,
            data=data,
            by=by,
            source=based_on,
        )
        self.newest = revision
        self.folded_title = get(self.language).fold(revision.title)
        self.word_count = revision.word_count
        self.save(update_fields=["newest", "folded_title", "word_count"])
        return revision


class Revision(models.Model):
    """One state of an edition's text. It never changes once saved."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="revisions", verbose_name=_("edition"))
    number = models.PositiveIntegerField(_("number"))
    data = models.JSONField(_("blocks"), help_text=_("A list of blocks in document order."))
    source = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name=_("source revision"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["edition", "-number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="one_revision_per_number")]

    def __str__(self) -> str:
        return f"{self.edition} {self.number}"

    def save(self, *args, **kwargs) -> None:
        if self.pk and not self._state.adding:
            raise ValidationError(_("A revision never changes once saved."))
        super().save(*args, **kwargs)

    @cached_property
    def blocks(self) -> list[Block]:
        return [Block.from_json(item) for item in self.data]

    @cached_property
    def blocks_by_id(self) -> Mapping[str, Block]:
        return {block.id: block for block in self.blocks}

    def text_of(self, kind: str) -> str:
        return next((block.text for block in self.blocks if block.kind == kind), "")

    @property
    def title(self) -> str:
        return self.text_of("title")

    @property
    def summary(self) -> str:
        return self.text_of("summary")

    @property
    def word_count(self) -> int:
        return sum(len(words(block).split()) for block in self.blocks if block.is_text)


class BlockChange(models.Model):
    """How grave one published change of one source block was. Append-only: a regrade is a further row."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="block_changes", verbose_name=_("article"))
    block = models.CharField(_("block"), max_length=40)
    from_digest = models.CharField(_("text before"), max_length=32)
    to_digest = models.CharField(
        _("text after"), max_length=32, blank=True, help_text=_("Empty where the block was removed.")
    )
    significance = models.PositiveSmallIntegerField(_("significance"), choices=Significance)
    regrades = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name=_("regrades"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    on = models.DateField(_("on"))

    class Meta:
        verbose_name = _("change of a block")
        verbose_name_plural = _("changes of blocks")
        ordering = ["pk"]
        indexes = [models.Index(fields=["article", "block"], name="change_by_block")]
        constraints = [
            models.CheckConstraint(condition=~Q(from_digest=F("to_digest")), name="a_change_changes_something")
        ]

    def __str__(self) -> str:
        return f"{self.block}: {self.get_significance_display()}"


class FormerSlug(models.Model):
    """An address an edition once had, which leads to it for ever and is never given to another."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="former_slugs")
    language = models.CharField(max_length=12)
    slug = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="one_former_slug")]

    def __str__(self) -> str:
        return self.slug


class Link(models.Model):
    """Where a published edition links to: its page changes when that article's address does.

    The target is an article ("article:KEY") or any web address, which may be an article's old one.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="links")
    target = models.CharField(max_length=500, db_index=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [models.UniqueConstraint(fields=["edition", "target"], name="one_link_per_target")]

    def __str__(self) -> str:
        return self.target


class Picture(models.Model):
    """The bytes of a picture, kept once however often it is shown."""

    digest = models.CharField(max_length=32, unique=True)
    file = models.FileField(_("file"), upload_to="")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return str(self.file.name)


class Outbox(models.Model):
    """That what visitors see of an article has changed, written in the transaction that changed it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    # Whether only the article's own page is due: nothing that other pages show of it has changed.
    only_its_page = models.BooleanField(default=False)
    # A day in a month whose lists showed the article until now, and may not any more.
    listed_on = models.DateField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("outbox row")
        verbose_name_plural = _("outbox rows")

    def __str__(self) -> str:
        return self.article.key


def text_digest(block: Block | None) -> str:
    """The digest of a block's text, empty for a block that is not there."""
    return digest(block.text) if block else ""
