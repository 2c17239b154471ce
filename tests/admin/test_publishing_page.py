"""The page on which an article is published: what would go out, what is left out, and how grave each change is."""

import re

import pytest
from django.urls import reverse

from cms.articles.models import Article, BlockChange, Edition, Significance
from cms.people.roles import EDITOR, MEDICAL_REVIEWER, PUBLISHER, TRANSLATOR
from cms.translation import workflow
from tests.conftest import PAGE, make_person, revise, unit_of


@pytest.fixture
def desk(client):
    def log_in(person):
        client.force_login(person)
        return client

    return log_in


@pytest.fixture
def edited(published, editor) -> Article:
    """B12, out in both languages; its dose was changed since, a comma too, and one text is gone."""
    _report, page = revise(published.article, editor, "Take 2.5 mg", "Take 5 mg")
    _report, page = revise(published.article, editor, "Pins and needles", "Pins, and needles", page)
    revise(published.article, editor, "<li>Tiredness</li>", "", page)
    return Article.objects.get(pk=published.article_id)


def page_of(article):
    return reverse("admin:publish_article", args=[article.pk])


def form_of(client, article, *languages, **grades):
    """What a browser would send that chose these languages and graded the texts that begin so."""
    context = client.get(page_of(article)).context
    form = {"seen": context["marks"], "languages": languages}
    for question in context["edits"]:
        (preset,) = [grade["value"] for grade in question["grades"] if grade["checked"]]
        chosen = [v for words, v in grades.items() if question["edit"].pair.old.text.startswith(words)]
        form[question["edit"].field] = int(chosen[0]) if chosen else preset
    return form


def is_out(article, language) -> bool:
    edition = Edition.objects.get(article=article, language=language)
    return edition.published_id is not None and edition.published_id == edition.newest_id


def test_every_change_is_shown_word_by_word_with_the_computed_grade(edited, publisher, desk):
    answer = desk(publisher).get(page_of(edited))
    html = answer.content.decode()
    assert "Take <del>2.5</del><ins>5</ins> mg" in html
    assert "Pins<ins>,</ins> and needles" in html and "<del>Tiredness</del>" in html
    defaults = {question["edit"].pair.old.text[:4]: question["edit"].default for question in answer.context["edits"]}
    assert defaults == {"Tire": Significance.MAJOR, "Pins": Significance.TYPO, "Take": Significance.MAJOR}


def test_a_typo_is_not_offered_where_the_machine_sees_another_dose(edited, publisher, desk):
    answer = desk(publisher).get(page_of(edited))
    (dose,) = [q for q in answer.context["edits"] if q["edit"].pair.old.text.startswith("Take")]
    assert [grade["disabled"] for grade in dose["grades"]] == [True, False, False, False]
    assert "a number, code, unit, negation or link differs" in answer.content.decode()
    form = form_of(desk(publisher), edited, "en", Take=Significance.TYPO)
    answer = desk(publisher).post(page_of(edited), form)
    block = dose["edit"].block
    assert f'<a href="#change-{block}">The change of “Take 2.5 mg once a day' in answer.content.decode()
    assert not is_out(edited, "en")


def test_the_grades_are_put_on_record_and_the_live_page_is_linked(edited, publisher, desk):
    form = form_of(desk(publisher), edited, "en", Take=Significance.SAFETY, Pins=Significance.MINOR)
    answer = desk(publisher).post(page_of(edited), form, follow=True)
    given = {change.block: change.significance for change in BlockChange.objects.all()}
    assert sorted(given.values()) == [Significance.MINOR, Significance.MAJOR, Significance.SAFETY]
    assert '<a href="/en/health-corner/vitamin-b12/">English</a>' in answer.content.decode()
    assert is_out(edited, "en")


def test_a_change_that_nobody_graded_is_asked_for_again(edited, publisher, desk):
    form = form_of(desk(publisher), edited, "en")
    (field,) = [name for name in form if name.startswith(f"grade-{unit_of_block(edited, 'Take')}")]
    answer = desk(publisher).post(page_of(edited), {k: v for k, v in form.items() if k != field})
    assert "Say how grave this change is." in answer.content.decode()
    assert not is_out(edited, "en")


def unit_of_block(article, words) -> str:
    return next(b.id for b in article.source.newest.blocks if b.text.startswith(words))


def test_what_is_left_out_is_listed_with_a_link_to_its_unit(published, editor, translator, publisher, desk):
    revise(published.article, editor, "<li>Tiredness</li>", "<li>Tiredness</li><li>A sore, red tongue</li>")
    workflow.update(published, editor)
    unit = unit_of(published, "A sore")
    html = desk(publisher).get(page_of(published.article)).content.decode()
    link = reverse("admin:translation_unit_change", args=[unit.pk])
    assert f'<a href="{link}"><span lang="en">A sore, red tongue</span></a>: untranslated' in html
    form = form_of(desk(publisher), published.article, "en", "vi")
    answer = desk(publisher).post(page_of(published.article), form, follow=True)
    assert "1 block of the “vi” edition is left out" in answer.content.decode()


def test_a_first_publication_lists_every_gate_as_a_link_and_publishes_nothing(translated, publisher, desk):
    form = form_of(desk(publisher), translated.article, "en", "vi")
    answer = desk(publisher).post(page_of(translated.article), form)
    links = re.findall(r'<li><a href="([^"]+)">vi · ', answer.content.decode())
    units = {reverse("admin:translation_unit_change", args=[unit.pk]) for unit in translated.units.all()}
    assert set(links) == units
    assert not Edition.objects.filter(published__isnull=False).exists()


def test_source_and_translation_are_published_together_or_apart(approved, publisher, desk):
    article = approved.article
    assert "publish it first, or both together" in desk(publisher).get(page_of(article)).content.decode()
    desk(publisher).post(page_of(article), form_of(desk(publisher), article, "en"))
    assert is_out(article, "en") and not is_out(article, "vi")
    desk(publisher).post(page_of(article), form_of(desk(publisher), article, "vi"))
    assert is_out(article, "vi")


def test_a_revision_saved_meanwhile_is_shown_before_anything_is_published(edited, editor, publisher, desk):
    form = form_of(desk(publisher), edited, "en", Take=Significance.SAFETY)
    page = PAGE.replace("Take 2.5 mg", "Take 5 mg").replace("Pins and", "Pins, and").replace("<li>Tiredness</li>", "")
    revise(edited, editor, "Signs come on", "Signs never come on", page)
    answer = desk(publisher).post(page_of(edited), form)
    html = answer.content.decode()
    assert answer.status_code == 409 and "Editor saved revision 5 meanwhile. Nothing was published" in html
    assert "Signs <ins>never </ins>come on" in html
    assert not is_out(edited, "en") and not BlockChange.objects.exists()
    (dose,) = [q for q in answer.context["edits"] if q["edit"].pair.old.text.startswith("Take")]
    assert [grade["value"] for grade in dose["grades"] if grade["checked"]] == [Significance.SAFETY]


def test_a_text_approved_meanwhile_is_not_published_unseen(published, translator, reviewer, publisher, desk):
    unit = unit_of(published, "Tiredness")
    workflow.translate(unit, "Mệt", translator, base=unit.version)
    other = unit_of(published, "Treatment")
    workflow.translate(other, "Chữa trị", translator, base=other.version)
    workflow.approve([unit], reviewer, read={unit.pk: unit.read_digest})
    form = form_of(desk(publisher), published.article, "vi")
    workflow.approve([other], reviewer, read={other.pk: other.read_digest})
    answer = desk(publisher).post(page_of(published.article), form)
    assert answer.status_code == 409 and "changed meanwhile" in answer.content.decode()
    assert Edition.objects.get(article=published.article, language="vi").published.number == 1


def test_a_form_without_what_was_seen_publishes_nothing(edited, publisher, desk):
    answer = desk(publisher).post(page_of(edited), {"languages": ["en"]})
    assert answer.status_code == 409 and not is_out(edited, "en")
    assert desk(publisher).post(page_of(edited), {}).status_code == 200
    assert desk(publisher).post(page_of(edited), {"languages": ["xx"], "seen": "xx:1"}).status_code == 200
    assert not is_out(edited, "en")


@pytest.mark.parametrize(
    ("role", "status"), [(EDITOR, 403), (TRANSLATOR, 403), (MEDICAL_REVIEWER, 403), (None, 403), (PUBLISHER, 302)]
)
def test_only_publishers_publish_guessed_or_not(edited, publisher, desk, role, status):
    form = form_of(desk(publisher), edited, "en")
    somebody = make_person("somebody", role)
    assert desk(somebody).post(page_of(edited), form).status_code == status
    assert is_out(edited, "en") is (status == 302)
    assert desk(somebody).get(page_of(edited)).status_code == (200 if status == 302 else 403)


def test_a_language_without_a_grant_is_neither_offered_nor_published(edited, publisher, desk):
    form = form_of(desk(publisher), edited, "en", "vi")
    local = make_person("local", PUBLISHER, languages=["vi"])
    answer = desk(local).get(page_of(edited))
    assert "You have no grant for this language." in answer.content.decode()
    assert desk(local).post(page_of(edited), form).status_code == 403
    assert not is_out(edited, "en")


def test_hostile_words_in_a_change_are_shown_not_run(published, editor, publisher, desk):
    revise(published.article, editor, "keeps blood", "keeps &lt;script&gt;alert(1)&lt;/script&gt; blood")
    html = desk(publisher).get(page_of(published.article)).content.decode()
    assert "<script>alert" not in html and "&lt;script&gt;alert" in html


def test_when_everything_is_out_there_is_nothing_to_choose(published, publisher, desk):
    answer = desk(publisher).get(page_of(published.article))
    assert [row["possible"] for row in answer.context["editions"]] == [False, False]
    assert "There is nothing to publish now." in answer.content.decode()


def test_the_page_takes_few_queries_however_long_the_article(edited, publisher, desk, django_assert_max_num_queries):
    client = desk(publisher)
    with django_assert_max_num_queries(11):
        client.get(page_of(edited))


# --- From the lists ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("listed", "action", "languages"),
    [
        ("articles_article", "publish_together", ["en", "vi"]),
        ("articles_edition", "publish", ["en"]),
        ("translation_translation", "publish", ["vi"]),
    ],
)
def test_one_that_is_chosen_from_a_list_is_published_on_its_page(edited, publisher, desk, listed, action, languages):
    chosen = {"articles_article": edited, "articles_edition": edited.source}
    one = chosen.get(listed) or workflow_translation(edited)
    form = {"action": action, "_selected_action": [one.pk], "index": 0}
    answer = desk(publisher).post(reverse(f"admin:{listed}_changelist"), form)
    assert answer["Location"] == page_of(edited) + "?" + "&".join(f"languages={code}" for code in languages)
    rows = desk(publisher).get(answer["Location"]).context["editions"]
    assert {row["one"].language for row in rows if row["checked"]} <= set(languages)


def workflow_translation(article):
    from cms.translation.models import Translation

    return Translation.objects.get(article=article)


def test_of_several_those_that_want_a_grade_are_left_for_a_person(edited, editor, publisher, desk):
    from cms.articles.importer import import_page

    page = PAGE.replace("/b12/", "/b12-2/").replace("/b12-vi/", "/b12-2-vi/")
    second = import_page(page.encode(), key="second", language="en", by=editor).edition.article
    form = {"action": "publish", "_selected_action": [edited.source.pk, second.source.pk], "index": 0}
    answer = desk(publisher).post(reverse("admin:articles_edition_changelist"), form, follow=True)
    assert "publish it by itself: 2 changes want a grade" in answer.content.decode()
    assert is_out(second, "en") and not is_out(edited, "en")


@pytest.mark.parametrize("page", ["articles_article", "articles_edition", "translation_translation"])
def test_each_page_leads_to_publishing_and_previews(edited, publisher, translator, desk, page):
    of = {"articles_article": edited, "articles_edition": edited.source}.get(page) or workflow_translation(edited)
    where = reverse(f"admin:{page}_change", args=[of.pk])
    html = desk(publisher).get(where).content.decode()
    assert page_of(edited) in html and reverse("admin:preview_link", args=[edited.pk]) in html
    html = desk(translator).get(where).content.decode()
    assert page_of(edited) not in html and reverse("admin:preview_link", args=[edited.pk]) in html
