"""The standing cast: who works here, and the article they work on."""

import os

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils.translation import activate, deactivate

from cms.articles import publication
from cms.articles.importer import import_page
from cms.articles.models import Article
from cms.interface.catalogs import compile_if_stale
from cms.people.models import LanguageGrant, Person
from cms.people.roles import EDITOR, MEDICAL_REVIEWER, PUBLISHER, TRANSLATOR
from cms.translation import workflow
from cms.translation.models import Unit

pytest_plugins = ["tests.browsing.fixtures", "tests.browsing.everything"]

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Vitamin B12 | Corner</title>
<meta name="description" content="What a lack of vitamin B12 does.">
<meta property="article:published_time" content="2022-11-30">
<link rel="canonical" href="https://www.example.com/en/health-corner/b12/">
<link rel="alternate" hreflang="vi" href="https://www.example.com/vi/goc-suc-khoe/b12-vi/"></head>
<body><nav><a href="/">Home</a></nav><main><article><h1>Vitamin B12</h1>
<p>Vitamin B12 keeps blood and nerves healthy.</p>
<h2>Signs</h2><p>Signs come on over <strong>weeks or months</strong>.</p>
<ul><li>Tiredness</li><li>Pins and needles</li></ul>
<h2>Treatment</h2><p>Take 2.5 mg once a day, up to 12 months.</p>
<p>Do not stop <a href="https://www.nhs.uk/">without asking</a> your doctor.</p>
</article></main></body></html>"""

VIETNAMESE = {
    "Vitamin B12": "Vitamin B12 ở người",
    "What a lack of vitamin B12 does.": "Thiếu vitamin B12 gây ra điều gì.",
    "Vitamin B12 keeps blood and nerves healthy.": "Vitamin B12 giữ cho máu và thần kinh khỏe mạnh.",
    "Signs": "Dấu hiệu",
    "Signs come on over <strong>weeks or months</strong>.": "Đến dần trong <strong>vài tuần hoặc vài tháng</strong>.",
    "Tiredness": "Mệt mỏi",
    "Pins and needles": "Tê hoặc ngứa ran",
    "Treatment": "Điều trị",
    "Take 2.5 mg once a day, up to 12 months.": "Uống 2,5 mg một lần mỗi ngày, tối đa 12 tháng.",
    'Do not stop <a href="https://www.nhs.uk/">without asking</a> your doctor.': (
        'Đừng ngừng <a id="1">khi chưa hỏi</a> bác sĩ.'
    ),
}


def pytest_configure(config):
    from django.conf import settings

    compile_if_stale(settings.LOCALE_PATHS[0])


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """Every test has folders of its own, and English as its interface."""
    settings.PAGES_ROOT = tmp_path / "pages"
    settings.MEDIA_ROOT = tmp_path / "pictures"
    activate("en")
    yield tmp_path
    deactivate()


def make_person(username, role=None, languages=("en", "vi", "fr"), **fields):
    person = Person.objects.create_user(username, password="x", is_staff=True, public_name=username.title(), **fields)
    if role:
        person.groups.add(Group.objects.get_or_create(name=role)[0])
    LanguageGrant.objects.bulk_create(LanguageGrant(person=person, language=code) for code in languages)
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def editor(db):
    return make_person("editor", EDITOR)


@pytest.fixture
def translator(db):
    return make_person("translator", TRANSLATOR)


@pytest.fixture
def reviewer(db):
    return make_person("reviewer", MEDICAL_REVIEWER)


@pytest.fixture
def publisher(db):
    return make_person("publisher", PUBLISHER)


@pytest.fixture
def boss(db):
    return make_person("boss", is_superuser=True)


@pytest.fixture
def article(editor) -> Article:
    """B12 in English, not yet published."""
    return import_page(PAGE.encode(), key="b12", language="en", by=editor).edition.article


@pytest.fixture
def translation(article, editor):
    """B12, handed over for translation into Vietnamese."""
    return workflow.start(article, "vi", editor)


@pytest.fixture
def translated(translation, translator):
    """B12, every unit translated and waiting for review."""
    for unit in translation.units.all():
        workflow.translate(unit, VIETNAMESE[unit.source], translator, base=unit.version)
    return translation


@pytest.fixture
def approved(translated, reviewer):
    """B12, every unit approved."""
    approve_all(translated, reviewer)
    return translated


@pytest.fixture
def published(approved, publisher):
    """B12, out in both languages."""
    workflow.publish(approved.article, ["en", "vi"], publisher)
    return approved


def approve_all(translation, reviewer):
    units = list(translation.units.all())
    return workflow.approve(units, reviewer, read={unit.pk: unit.read_digest for unit in units})


def unit_of(translation, words: str) -> Unit:
    """The unit whose source begins with these words."""
    return translation.units.select_related("translation").get(source__startswith=words)


def revise(article, editor, old: str, new: str, page: str = PAGE):
    """Import the page again with some words changed."""
    assert old in page
    changed = page.replace(old, new)
    return import_page(changed.encode(), key=article.key, language="en", by=editor), changed


def all_graded(article, grade) -> dict[str, int]:
    """Every change of the source since it was published last, graded alike."""
    source = Article.objects.get(pk=article.pk).source
    return {block.id: grade for block, _new in publication.changed_blocks(source.published, source.newest)}


def command(name, *args, **options) -> str:
    """What a command prints."""
    from io import StringIO

    out = StringIO()
    call_command(name, *args, stdout=out, **options)
    return out.getvalue()


def pytest_sessionfinish(session):
    """Where everything is installed nothing is skipped: a part that is missing is a failure there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
