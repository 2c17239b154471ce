"""The demonstration's articles and topics, taken through the pipeline by the commands its users have."""

import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _

from cms.articles import publication
from cms.articles.models import Article, Kind
from cms.people.models import Person
from cms.recommendations import choices
from cms.recommendations.models import Choice
from cms.translation.models import Translation

FIXTURES = settings.BASE_DIR / "fixtures"


@dataclass(frozen=True)
class Edit:
    """A change of the source's words, and how grave it is."""

    old: str
    new: str
    grade: str


@dataclass(frozen=True)
class Fixture:
    """One entry of ``fixtures/demo.toml``."""

    key: str
    language: str
    kind: str
    topics: list[str] = field(default_factory=list)
    stage: str = "published"
    edits: list[Edit] = field(default_factory=list)

    @property
    def page(self) -> Path:
        folder = "topics" if self.kind == Kind.TOPIC else "articles"
        return FIXTURES / folder / f"{self.key}.{self.language}.html"

    @property
    def catalogs(self) -> list[tuple[Path, str]]:
        """(file, language) of each translation."""
        return [(file, file.name.split(".")[-2]) for file in sorted((FIXTURES / "catalogs").glob(f"{self.key}.*.po"))]


@dataclass(frozen=True)
class Content:
    """All that the demonstration brings in."""

    fixtures: list[Fixture]
    pins: list[dict[str, str]]


def read() -> Content:
    data = tomllib.loads((FIXTURES / "demo.toml").read_text(encoding="utf-8"))
    kinds = {"topic": Kind.TOPIC, "article": Kind.ARTICLE, "shared": Kind.SNIPPET}
    fixtures = [_fixture(entry, kind) for name, kind in kinds.items() for entry in data[name]]
    return Content(fixtures, data["pin"])


def _fixture(entry: dict[str, Any], kind: str) -> Fixture:
    return Fixture(**entry | {"kind": kind, "edits": [Edit(**edit) for edit in entry.get("edits", [])]})


def bring(fixture: Fixture, step: Callable[[str], None], **quiet: Any) -> None:
    """Take one article as far as its stage; what is published already is left alone."""
    article = Article.objects.filter(key=fixture.key).first()
    if article is None or not article.editions.filter(published__isnull=False).exists():
        step(_("Bringing in “%s”: import, translate, review, publish") % fixture.key)
        _bring(fixture, **quiet)
    for edit in fixture.edits:
        _edit(fixture, edit, **quiet)


def _bring(fixture: Fixture, **quiet: Any) -> None:
    key, language = fixture.key, fixture.language
    if fixture.page.exists():  # shared texts came in with the first article that carries them
        named = {"key": key, "language": language, "kind": fixture.kind, "topic": fixture.topics, "user": "editor"}
        call_command("import_article", str(fixture.page), **named, **quiet)
    languages = [language]
    for catalog, target in fixture.catalogs:
        if not Translation.objects.filter(article__key=key, language=target).exists():  # or it was broken off
            call_command("start_translation", key, language=target, user="editor", **quiet)
        call_command("import_catalogs", str(catalog), user="translator", **quiet)
        if fixture.stage == "published":
            call_command("approve_units", key, language=target, user="reviewer", **quiet)
            languages.append(target)
    call_command("publish_article", key, language=languages, user="publisher", **quiet)


def _edit(fixture: Fixture, edit: Edit, **quiet: Any) -> None:
    """Change the source's words, and publish the source alone: its translations are behind from then on."""
    article = Article.objects.get(key=fixture.key)
    page = fixture.page.read_text(encoding="utf-8")
    newest = article.source.newest
    assert newest is not None
    if any(edit.new in block.text for block in newest.blocks):
        return
    for done in fixture.edits[: fixture.edits.index(edit) + 1]:
        page = page.replace(done.old, done.new)
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / fixture.page.name
        changed.write_text(page, encoding="utf-8")
        call_command("import_article", str(changed), key=fixture.key, language=fixture.language, user="editor", **quiet)
        call_command("update_translation", fixture.key, user="editor", **quiet)
    source = Article.objects.get(key=fixture.key).source
    assert source.newest is not None
    changed_blocks = publication.changed_blocks(source.published, source.newest)
    grades = [f"{block.id}={edit.grade}" for block, _new in changed_blocks]
    call_command("publish_article", fixture.key, grade=grades, user="publisher", **quiet)


def pin(pins: list[dict[str, str]]) -> None:
    """What an editor chose to have listed."""
    editor = Person.objects.get(username="editor")
    for one in pins:
        article, other = (Article.objects.get(key=one[name]) for name in ("article", "other"))
        if not Choice.objects.filter(article=article, other=other).exists():
            choices.choose(article, other, Choice.Kind.PIN, editor)
