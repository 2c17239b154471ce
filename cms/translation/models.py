"""Saying it in another language: units, their states, and who did what when."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from cms.articles.blocks import PLAIN_KINDS, as_html, canonical, plain
from cms.articles.models import Article, Edition, Revision
from cms.languages import get
from cms.languages.text import digest
from cms.translation import checks


class State(models.IntegerChoices):
    """How far a unit is; one ordered scale, as in Weblate's utils/state.py."""

    UNTRANSLATED = 0, _("untranslated")
    NEEDS_EDITING = 10, _("needs editing")
    TRANSLATED = 20, _("waiting for review")
    APPROVED = 30, _("approved")


class Stage(models.TextChoices):
    """How far a translation is; derived from its units and its edition, never stored."""

    NOT_STARTED = "not started", _("not started")
    IN_TRANSLATION = "in translation", _("in translation")
    IN_REVIEW = "in review", _("in review")
    READY = "ready", _("ready to publish")
    PUBLISHED = "published", _("published")


class Act(models.TextChoices):
    """What somebody did."""

    STARTED = "started", _("started")
    UPDATED = "updated", _("updated from the source")
    TRANSLATED = "translated", _("translated")
    IMPORTED = "imported", _("imported from a file")
    ACCEPTED = "accepted", _("accepted a suggestion")
    CONFIRMED = "confirmed", _("found still right")
    APPROVED = "approved", _("approved")
    SENT_BACK = "sent back", _("sent back")
    WAIVED = "waived", _("waived a finding")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrew")
    MOVED = "moved", _("changed the address")
    REGRADED = "regraded", _("regraded a change")
    DATED = "dated", _("corrected the date")


# The acts that make somebody an author of the text.
AUTHORING = [Act.TRANSLATED, Act.IMPORTED, Act.ACCEPTED, Act.CONFIRMED]


class Translation(models.Model):
    """The work of putting one article into one language."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="+", verbose_name=_("article"))
    language = models.CharField(_("language"), max_length=12)
    source = models.ForeignKey(
        Revision,
        models.PROTECT,
        related_name="+",
        verbose_name=_("source revision"),
        help_text=_("The revision the units were last brought in line with."),
    )
    started_at = models.DateTimeField(_("started at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["article__key", "language"]
        permissions = [
            ("start_translation", "Can start and update translations"),
            ("exchange_catalogs", "Can export and import catalogs"),
        ]
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="one_translation_per_language")]

    def __str__(self) -> str:
        return f"{self.article.key} → {self.language}"

    @property
    def edition(self) -> Edition | None:
        return Edition.objects.filter(article=self.article_id, language=self.language).first()


class UnitQuerySet(models.QuerySet):
    def current(self) -> "UnitQuerySet":
        """Those whose block is in the source."""
        return self.filter(obsolete=False)

    def with_standing(self) -> "UnitQuerySet":
        """Annotated with what the property ``standing`` derives."""
        stale = Q(state__gt=State.NEEDS_EDITING) & ~Q(made_from=F("source"))
        needs_editing = Value(State.NEEDS_EDITING.value)
        standing = Case(When(stale, then=needs_editing), default=F("state"), output_field=models.IntegerField())
        return self.annotate(db_standing=standing)

    def waiting_for(self, person) -> "UnitQuerySet":
        """Those that wait for review and that the person may approve: nobody approves their own words."""
        return self.filter(state=State.TRANSLATED, made_from=F("source")).not_by(person)

    def not_by(self, person) -> "UnitQuerySet":
        """Those that the person has not written at since they were last approved."""
        later = Change.objects.filter(unit=OuterRef("unit"), act=Act.APPROVED, pk__gt=OuterRef("pk"))
        wrote = Change.objects.filter(Q(by=person) | Q(author=person), unit=OuterRef("pk"), act__in=AUTHORING)
        counts = Q(target=OuterRef("target")) | ~Exists(later)
        return self.exclude(target_by=person).exclude(Exists(wrote.filter(counts)))


class Unit(models.Model):
    """One block's text in one other language (XLIFF unit, gettext entry).

    ``source`` is the text to be translated; ``made_from`` the source text that ``target`` was made from, and
    ``state`` what was said of the two. When the source moves on, the unit needs editing without any field saying
    so (``standing``), and if the source returns to the earlier text, its translation and state return with it.
    ``version`` counts the changes of the unit: who changes it must have seen the newest.
    """

    translation = models.ForeignKey(Translation, models.CASCADE, related_name="units")
    context = models.CharField(_("context"), max_length=40)
    position = models.PositiveIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=12)
    heading = models.CharField(_("heading path"), max_length=500, blank=True)
    source = models.TextField(_("source"))
    target = models.TextField(_("target"), blank=True)
    made_from = models.TextField(_("made from"), blank=True)
    state = models.PositiveSmallIntegerField(_("state"), choices=State, default=State.UNTRANSLATED)
    obsolete = models.BooleanField(_("obsolete"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    target_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("translated by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    # Both texts as searches in the lists look for them: without tags, case and diacritics.
    folded = models.TextField(default="", blank=True, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["translation", "obsolete", "position"]
        permissions = [
            ("translate_unit", "Can translate units"),
            ("approve_unit", "Can approve units"),
            ("waive_meaning", "Can waive findings of meaning"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["translation", "context"], name="one_unit_per_context"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("target_by")),
                name="nobody_approves_their_own_words",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.APPROVED) | Q(approved_by__isnull=False), name="approved_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state=State.UNTRANSLATED, target="") | (Q(state__gt=State.UNTRANSLATED) & ~Q(target="")),
                name="untranslated_means_no_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.translation}: {self.context}"

    @property
    def standing(self) -> State:
        """The state now: a target made from another source text needs editing, whatever was said of it."""
        return State(min(self.state, State.NEEDS_EDITING) if self.is_stale else self.state)

    def words(self, text: str) -> str:
        """One of the unit's texts without its tags."""
        return text if self.kind in PLAIN_KINDS else plain(text)

    def fold(self) -> None:
        """Make both texts findable; whoever saves one of them calls it first."""
        self.folded = get(self.translation.language).fold(f"{self.words(self.source)}\n{self.words(self.target)}")

    def html(self, text: str) -> SafeString:
        """One of the unit's texts as it may stand in a page; what a file called its source may be anything."""
        return mark_safe(as_html(self.kind, canonical(self.kind, text)))

    @property
    def source_html(self) -> SafeString:
        return self.html(self.source)

    @property
    def target_html(self) -> SafeString:
        return self.html(self.target)

    @property
    def made_from_html(self) -> SafeString:
        return self.html(self.made_from)

    @property
    def is_stale(self) -> bool:
        """Whether the target was made from another source text than the one there is now."""
        return bool(self.target) and self.made_from != self.source

    def findings(self, source_language: str) -> list[checks.Finding]:
        """What the checks say of the target, beside the source there is now."""
        return checks.findings(self.source, self.target, get(source_language), get(self.translation.language))

    @property
    def read_digest(self) -> str:
        """What an approval is of: this source and this target, exactly."""
        return digest(f"{self.source}\0{self.target}")


class Draft(models.Model):
    """One person's words for a unit that are not saved as its target: work in progress, or a lost race."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField(_("text"))
    base_version = models.PositiveIntegerField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["unit", "person"], name="one_draft_per_person")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.person}"


class Suggestion(models.Model):
    """A target that came for a unit which had moved on; somebody may accept it."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="suggestions", verbose_name=_("unit"))
    text = models.TextField(_("text"))
    made_from = models.TextField(_("made from"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    # Whose words they are, where a file was uploaded for somebody else.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def html(self) -> SafeString:
        return self.unit.html(self.text)


class Waiver(models.Model):
    """That a finding was looked at and is no fault, for exactly this source and target."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="waivers")
    check_id = models.CharField(_("check"), max_length=10)
    read_digest = models.CharField(max_length=32)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [
            models.UniqueConstraint(fields=["unit", "check_id", "read_digest"], name="one_waiver_per_finding")
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.check_id}"


class Change(models.Model):
    """Who did what when, and why. Append-only."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="+", verbose_name=_("article"))
    language = models.CharField(_("language"), max_length=12)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="changes", verbose_name=_("unit"))
    act = models.CharField(_("act"), max_length=12, choices=Act)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    # Whose words they are, where a file was uploaded for somebody else.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    state = models.PositiveSmallIntegerField(_("state"), choices=State, null=True)
    source = models.TextField(_("source"), blank=True)
    target = models.TextField(_("target"), blank=True)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["article", "language"], name="change_by_translation")]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.by}"
