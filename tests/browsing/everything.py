"""One of everything, so that no list and no form of the admin is empty when it is looked at."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry

from cms.articles.importer import import_page
from cms.articles.models import Article, Edition, Kind, Significance
from cms.people.models import Person
from cms.translation import workflow
from cms.translation.models import Draft, Suggestion
from cms.website import build
from tests.conftest import PAGE, all_graded, approve_all, revise, unit_of

PIECES = """<h2>Amounts</h2><table><caption>How much a day</caption><thead><tr><th scope="col">Age</th>
<th scope="col">Amount</th></tr></thead><tbody><tr><td>Adults</td><td>1.5 mcg</td></tr></tbody></table>
<aside class="callout"><p>Ask a doctor before you take more.</p></aside>
<ul><li>Sources<ul><li>Fish</li><li>Eggs</li></ul></li></ul><blockquote><p>Eat well.</p></blockquote>
<p>Stellapharm is a maker of medicines.</p></article>"""
LONGER = PAGE.replace("</article>", PIECES)


@pytest.fixture
def everything(site, published, editor, translator, reviewer, publisher, boss):
    """The standing cast's article in every state at once, one of each kind, and the pages built from them."""
    Person.objects.update(public_name="Lan")  # not the role's name, which is to be translated
    article = Article.objects.get(pk=published.article_id)
    revise(article, editor, "Take 2.5 mg", "Take 25 mg", LONGER)
    workflow.publish(article, ["en"], publisher, grades=all_graded(article, Significance.SAFETY))
    workflow.update(published, editor)
    _units_in_every_state(published, translator, reviewer)
    _of_each_kind(article, editor, translator, reviewer, publisher)
    _log_of_the_admin(boss)
    build.drain()
    return boss


def _units_in_every_state(translation, translator, reviewer):
    dose = unit_of(translation, "Take 25 mg")
    workflow.translate(dose, "Uống 2,5 mg một lần mỗi ngày, tối đa 12 tháng.", translator, base=dose.version)
    dose.refresh_from_db()
    workflow.waive_all(dose, "B12", reviewer, read=dose.read_digest)
    unfinished = unit_of(translation, "Ask a doctor")
    workflow.translate(unfinished, "Hỏi bác sĩ", translator, base=unfinished.version, finished=False)
    Draft.objects.create(unit=unfinished, person=translator, text="Hãy hỏi", base_version=1)
    fish = unit_of(translation, "Fish")
    Suggestion.objects.create(unit=fish, text="Cá", made_from="Fish", by=translator)


def _of_each_kind(article, editor, translator, reviewer, publisher):
    """A shared text and a topic of the article, one article withdrawn, one not translated, one translated anew."""
    for key, kind, title in [
        ("blood", Kind.TOPIC, "Blood"),
        ("note", Kind.SNIPPET, "Where to ask"),
        ("gone", Kind.ARTICLE, "Old advice"),
        ("new", Kind.ARTICLE, "New advice"),
    ]:
        page = PAGE.replace("Vitamin B12 |", f"{title} |").replace("<h1>Vitamin B12", f"<h1>{title}")
        page = page.replace("/b12/", f"/{key}/").replace("/b12-vi/", f"/{key}-vi/")
        made = import_page(page.encode(), key=key, language="en", kind=kind, by=editor).edition.article
        if key != "new":
            workflow.publish(made, ["en"], publisher)
    workflow.withdraw(Article.objects.get(key="gone"), ["en"], publisher)
    article.topics.add(Article.objects.get(key="blood"))
    article.snippets.add(Article.objects.get(key="note"))
    started = workflow.start(Article.objects.get(key="new"), "vi", editor)
    tired = unit_of(started, "Tiredness")
    workflow.translate(tired, "Mệt mỏi", translator, base=tired.version)
    approve_all(started, reviewer)


def _log_of_the_admin(person):
    """An entry of Django's own log for each thing that has a history page."""
    for model in [Article, Edition, Person]:
        for thing in model.objects.all():
            LogEntry.objects.log_actions(person.pk, [thing], CHANGE, [{"changed": {"fields": ["Slug"]}}])


def empty_lists() -> list[str]:
    """The admin's models of which there is nothing to look at."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("cms.")}
    return [
        model._meta.label
        for model in admin.site._registry
        if model._meta.app_label in ours and not model._default_manager.exists()
    ]
