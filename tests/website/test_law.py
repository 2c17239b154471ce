"""The law that keeps the builder honest: pages built step by step equal a full build, byte for byte."""

import os
import shutil
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cms.articles import publication
from cms.articles.importer import import_page, revise
from cms.articles.models import Article, BlockChange, Edition, Significance
from cms.articles.page import BadPage
from cms.people.models import Person
from cms.recommendations import choices
from cms.recommendations.models import Choice
from cms.translation import workflow
from cms.translation.models import State, Translation
from cms.website import build, pages
from tests.conftest import all_graded
from tests.recommendations.library import stored, stored_anew

KEYS = ["alpha", "beta", "gamma", "theta"]
SOURCES = {"alpha": "en", "beta": "vi", "gamma": "en", "theta": "en"}
# What is no article of its own: a text that others share, and a topic.
KINDS = {"gamma": "snippet", "theta": "topic"}
SENTENCES = {
    "en": ["Take it daily.", "Take 5 mg.", "Rest well.", "Do not stop.", 'See <a href="article:beta">beta</a>.',
           'See <a href="article:theta">theta</a>.', 'See <a href="https://www.example.com/en/alpha/">alpha</a>.',
           'See <a href="https://www.example.com/en/delta/">delta</a>.'],
    "vi": ["Uống mỗi ngày.", "Uống 5 mg.", "Nghỉ ngơi.", "Không ngừng.", 'Xem <a href="article:alpha">alpha</a>.'],
}  # fmt: skip
PIXELS = [
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
]
FIGURES = [f'<figure><img src="data:image/png;base64,{pixel}" alt="A dot"></figure>' for pixel in PIXELS]
languages = st.sampled_from(["en", "vi"])
keys = st.sampled_from(KEYS)
# What may be recommended, once it is there.
ARTICLES = ["alpha", "beta", "delta"]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a page folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Site(RuleBasedStateMachine):
    """Everything that can be done to what visitors see, in any order."""

    root: Path
    acts = 0

    @initialize(published=st.sets(keys))
    def open(self, published):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.author = Person.objects.create_superuser("author", password="x")
        self.judge = Person.objects.create_superuser("judge", password="x")
        self.folder = build.PageFolder(Path(tempfile.mkdtemp(dir=self.root)))
        self.override = override_settings(PAGES_ROOT=self.folder.root)
        self.override.enable()
        for key, language in SOURCES.items():
            other = {"en": "vi", "vi": "en"}[language]
            page = (
                f'<html lang="{language}"><head><title>{key}</title>'
                f'<link rel="canonical" href="https://www.example.com/{language}/{key}/">'
                f'<link rel="alternate" hreflang="{other}" href="https://www.example.com/{other}/{key}-{other}/"></head>'
                f"<body><h1>{key}</h1><p>{SENTENCES[language][1]}</p><p>{SENTENCES[language][4]}</p></body></html>"
            )
            kind = KINDS.get(key, "article")
            report = import_page(page.encode(), key=key, language=language, by=self.author, kind=kind)
            report.edition.published_on = f"2022-1{len(key) % 3}-01"
            report.edition.save()
            workflow.start(report.edition.article, other, self.author)
        build.drain()

        for key in sorted(published):  # begin with a site that has something to lose
            self.translate_and_approve(key, 1)
            self.done(workflow.publish, Article.objects.get(key=key), ["en", "vi"], self.judge)

    def teardown(self):
        if not hasattr(self, "atomic"):
            return
        build.drain()
        stepwise, rows = tree(self.folder.current), stored()
        build.build_site()
        rows_anew = stored_anew()
        self.override.disable()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        full = tree(self.folder.current)
        shutil.rmtree(self.folder.root)
        assert sorted(stepwise.keys() ^ full.keys()) == []
        assert [name for name in full if stepwise[name] != full[name]] == []
        assert rows == rows_anew

    def source(self, key):
        return Edition.objects.select_related("article", "newest").get(article__key=key, is_source=True)

    def edition(self, key, language):
        return Edition.objects.select_related("article").get(article__key=key, language=language)

    def done(self, act, *args, **options):
        """Do an act if it is possible as things are, then let the builder do its part, in whatever language."""
        self.acts += 1
        translation.activate("vi" if self.acts % 2 else "en")
        try:
            with transaction.atomic():
                act(*args, **options)
        except workflow.Refused:
            return
        build.drain()

    @rule(key=keys, data=st.data())
    def edit(self, key, data):
        source = self.source(key)
        texts = st.lists(st.sampled_from(SENTENCES[source.language]), min_size=1, max_size=4)
        body = [f"<p>{text}</p>" for text in data.draw(texts)]
        body.insert(0, data.draw(st.sampled_from(["", *FIGURES])))
        title = data.draw(st.sampled_from([key, f"{key} 2"]))
        revise(source, _blocks(title, "".join(body)), self.author)

    @rule(address=st.sampled_from(["", "https://www.example.com/en/alpha/", "https://www.example.com/en/delta/"]))
    def import_another(self, address):
        """An article arrives that others may link to already, and carries a text that others share."""
        canonical = f'<link rel="canonical" href="{address}">' if address else ""
        page = (
            f'<html lang="en"><head>{canonical}</head><h1>Delta</h1><p>Walk daily.</p><p>Sleep well.</p>'
            "<p>Stellapharm is a company.</p></html>"
        )
        with suppress(BadPage):
            import_page(page.encode(), key="delta", language="en", by=self.author)
        build.drain()

    @rule(which=st.sampled_from(["delta", "about-the-company"]))
    def publish_what_was_imported(self, which):
        for article in Article.objects.filter(key=which):
            self.done(workflow.publish, article, ["en"], self.judge)

    @rule(key=keys)
    def update(self, key):
        for started in Translation.objects.filter(article__key=key):
            self.done(workflow.update, started, self.author)

    @rule(key=keys, part=st.floats(0, 1))
    def translate_and_approve(self, key, part):
        (started,) = Translation.objects.filter(article__key=key)
        units = list(started.units.current().select_related("translation"))
        chosen = units[: max(1, round(part * len(units)))]
        for unit in chosen:
            if unit.standing != State.APPROVED:
                workflow.translate(unit, _translated(unit.source), self.author, base=unit.version)
        workflow.approve(chosen, self.judge, read={unit.pk: unit.read_digest for unit in chosen})

    @rule(key=keys, which=st.sampled_from([["en"], ["vi"], ["en", "vi"]]), grade=st.sampled_from([None, *Significance]))
    def publish(self, key, which, grade):
        source = self.source(key)
        grades = all_graded(source.article, grade) if grade and source.language in which else {}
        self.done(workflow.publish, source.article, which, self.judge, grades=grades)

    @rule(key=keys, language=languages)
    def withdraw(self, key, language):
        self.done(workflow.withdraw, Article.objects.get(key=key), [language], self.judge)

    @rule(key=keys, language=languages, slug=st.sampled_from(["alpha", "beta-2", "mot", "2022"]))
    def move(self, key, language, slug):
        self.done(workflow.move, self.edition(key, language), slug, self.judge)

    @rule(key=keys, language=languages, day=st.sampled_from([date(2022, 5, 1), date(2022, 10, 1), date(2023, 1, 31)]))
    def redate(self, key, language, day):
        self.done(workflow.redate, self.edition(key, language), day, self.judge)

    @precondition(lambda self: BlockChange.objects.exists())
    @rule(pick=st.integers(0, 50), grade=st.sampled_from(list(Significance)))
    def regrade(self, pick, grade):
        changes = list(BlockChange.objects.select_related("article"))
        self.done(workflow.regrade, changes[pick % len(changes)], grade, self.judge)

    @rule(key=st.sampled_from(["alpha", "beta"]), attached=st.booleans())
    def attach_a_shared_text(self, key, attached):
        article = Article.objects.get(key=key)
        article.snippets.set(Article.objects.filter(key="gamma") if attached else [])
        publication.touch(article)
        build.drain()

    @rule(key=st.sampled_from(["alpha", "beta", "delta"]), classified=st.booleans())
    def classify(self, key, classified):
        for article in Article.objects.filter(key=key):
            topics = Article.objects.filter(key="theta") if classified else []
            self.done(publication.classify, article, topics)

    @rule(key=st.sampled_from(ARTICLES), other=st.sampled_from(ARTICLES), kind=st.sampled_from(Choice.Kind.values))
    def choose(self, key, other, kind):
        pair = Article.objects.in_bulk([key, other], field_name="key")
        if len(pair) == 2:  # not itself, and the third may not be there yet
            self.done(choices.choose, pair[key], pair[other], kind, self.judge)

    @precondition(lambda self: Choice.objects.exists())
    @rule(pick=st.integers(0, 50), up=st.booleans())
    def change_a_choice(self, pick, up):
        chosen = list(Choice.objects.select_related("article"))
        choice = chosen[pick % len(chosen)]
        if up and choice.kind == Choice.Kind.PIN:
            self.done(choices.raise_up, choice, self.judge)
        elif not up:
            self.done(choices.forget, choice, self.judge)

    @rule()
    def weigh_all_words_anew(self):
        build.renew_recommendations()

    @invariant()
    def nothing_is_left_in_the_outbox(self):
        if hasattr(self, "atomic"):
            assert not build.is_due(build.page_folder())


def _blocks(title, html):
    from cms.articles.blocks import Block
    from cms.articles.parse import normalise, parse

    return [Block("#t", "title", title), *parse(normalise(html))]


def _translated(source: str) -> str:
    """A target with the same numbers and tags."""
    from cms.translation.segments import expose

    return expose("paragraph", source, source).replace(".", " ↔.")


@pytest.mark.django_db
def test_pages_built_step_by_step_equal_a_full_build(tmp_path, monkeypatch):
    runs, steps = (200, 25) if os.environ.get("CI") else (12, 20)
    monkeypatch.setattr(django_settings, "X_DEFAULT_LANGUAGE", "en")
    monkeypatch.setattr(pages, "NEWEST_IN_LIST", 1)  # so that lists have older articles to lead to
    machine = type("SiteHere", (Site,), {"root": tmp_path})
    machine.TestCase.settings = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    machine.TestCase().runTest()
