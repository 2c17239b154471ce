"""The editors' side: who sees and does what, and that nothing is lost."""

import pytest
from django.urls import reverse

from cms.articles.importer import import_page
from cms.articles.models import Article, BlockChange, Edition, Outbox, Significance
from cms.translation import po, workflow
from cms.translation.models import Draft, State, Translation
from tests.conftest import PAGE, VIETNAMESE, make_person, revise, unit_of

PAGES = [
    "articles_article",
    "articles_edition",
    "translation_translation",
    "translation_unit",
    "translation_suggestion",
    "translation_change",
]


def form_of(unit, text, act="finish", **more):
    return {"text": text, "act": act, "reason": "", "base": unit.version, "read": unit.read_digest} | more


def address(unit):
    return reverse("admin:translation_unit_change", args=[unit.pk])


@pytest.fixture
def desk(client):
    """Log somebody in and hand over their browser."""

    def log_in(person):
        client.force_login(person)
        return client

    return log_in


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("page", PAGES)
def test_every_list_opens_in_both_languages(published, boss, desk, page, language):
    boss.interface_language = language
    boss.save()
    answer = desk(boss).get(reverse(f"admin:{page}_changelist"))
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


def test_the_source_is_written_as_html_and_saved_as_a_revision(article, editor, desk):
    source = article.source
    where = reverse("admin:articles_edition_change", args=[source.pk])
    form = desk(editor).get(where).context["adminform"].form.initial
    body = form["body"].replace("2.5 mg", "5 mg")
    desk(editor).post(where, form | {"body": body})
    newest = Edition.objects.get(pk=source.pk).newest
    assert newest.number == 2
    assert [b.id for b in newest.blocks] == [b.id for b in source.newest.blocks]


def test_opening_and_saving_the_source_changes_nothing(article, editor, desk):
    where = reverse("admin:articles_edition_change", args=[article.source.pk])
    form = desk(editor).get(where).context["adminform"].form.initial
    desk(editor).post(where, form)
    assert Edition.objects.get(pk=article.source.pk).newest.number == 1


def test_a_picture_that_is_not_ours_keeps_its_place_and_the_editor_is_told_once(article, editor, desk):
    where = reverse("admin:articles_edition_change", args=[article.source.pk])
    gone = f"/pictures/{'0' * 32}.png"
    form = desk(editor).get(where).context["adminform"].form.initial
    form["body"] += f'<figure><img src="{gone}" alt="An eye"></figure><p><img src="https://evil.example/x.png"></p>'
    html = desk(editor).post(where, form, follow=True).content.decode()
    assert html.count("did not come") == 2
    figures = [b for b in Edition.objects.get(pk=article.source.pk).newest.blocks if b.kind == "figure"]
    assert [figure.attrs for figure in figures] == [{"missing": gone}, {"missing": "https://evil.example/x.png"}]
    form = desk(editor).get(where).context["adminform"].form.initial
    assert "did not come" not in desk(editor).post(where, form, follow=True).content.decode()
    assert Edition.objects.get(pk=article.source.pk).newest.number == 2


def test_the_second_of_two_editors_is_told_and_keeps_their_words(article, editor, desk):
    where = reverse("admin:articles_edition_change", args=[article.source.pk])
    form = desk(editor).get(where).context["adminform"].form.initial
    desk(editor).post(where, form | {"body": form["body"].replace("2.5", "5")})
    answer = desk(editor).post(where, form | {"body": form["body"].replace("2.5", "7")})
    assert Edition.objects.get(pk=article.source.pk).newest.number == 2
    assert "Take 7 mg" in answer.content.decode()
    assert answer.context["adminform"].form.non_field_errors()


def test_a_target_edition_is_read_only_even_for_a_guessed_post(published, boss, desk):
    edition = Edition.objects.get(article=published.article, language="vi")
    where = reverse("admin:articles_edition_change", args=[edition.pk])
    assert desk(boss).get(where).status_code == 200
    form = {"title": "Khác", "summary": "", "body": "<p>Khác</p>", "base": edition.newest.number}
    assert desk(boss).post(where, form).status_code == 403
    assert Edition.objects.get(pk=edition.pk).newest_id == edition.newest_id


def test_a_translator_translates_a_unit(translation, translator, desk):
    unit = unit_of(translation, "Tiredness")
    desk(translator).post(address(unit), form_of(unit, "Mệt mỏi"))
    unit.refresh_from_db()
    assert (unit.target, unit.state, unit.target_by) == ("Mệt mỏi", State.TRANSLATED, translator)


def test_of_two_people_on_one_unit_the_second_is_told_and_nothing_is_lost(translation, translator, reviewer, desk):
    unit = unit_of(translation, "Tiredness")
    desk(translator).post(address(unit), form_of(unit, "Mệt mỏi"))
    answer = desk(reviewer).post(address(unit), form_of(unit, "Kiệt sức"))
    assert "Mệt mỏi" in answer.content.decode()
    assert "Kiệt sức" in answer.context["adminform"].form.data["text"]
    assert Draft.objects.get(unit=unit, person=reviewer).text == "Kiệt sức"
    unit.refresh_from_db()
    assert unit.target == "Mệt mỏi"
    desk(reviewer).post(address(unit), form_of(unit, "Kiệt sức"))  # knowing the other's words
    unit.refresh_from_db()
    assert unit.target == "Kiệt sức"


def test_lost_tags_are_told_on_the_form_beside_the_words(translation, translator, desk):
    unit = unit_of(translation, "Signs come")
    answer = desk(translator).post(address(unit), form_of(unit, "Dấu hiệu đến dần"))
    assert "&lt;strong&gt;" in answer.content.decode()
    assert "Dấu hiệu đến dần" in answer.content.decode()


def test_nobody_approves_their_own_words_on_the_form(translated, boss, desk):
    unit = unit_of(translated, "Tiredness")
    workflow.translate(unit, "Mệt", boss, base=unit.version)
    answer = desk(boss).post(address(unit), form_of(unit, "Mệt", act="approve"))
    assert "Nobody approves their own words." in answer.content.decode()


def test_a_translator_is_not_offered_to_approve_and_a_guessed_post_fails(translated, translator, desk):
    unit = unit_of(translated, "Tiredness")
    html = desk(translator).get(address(unit)).content.decode()
    assert 'value="approve"' not in html
    desk(translator).post(address(unit), form_of(unit, "Mệt mỏi", act="approve"))
    unit.refresh_from_db()
    assert unit.state == State.TRANSLATED


def test_a_reviewer_reads_then_approves_exactly_what_was_read(translated, translator, reviewer, desk):
    where = reverse("admin:translation_unit_changelist")
    units = list(translated.units.all())
    chosen = {"action": "approve", "_selected_action": [unit.pk for unit in units]}
    page = desk(reviewer).post(where, chosen | {"index": 0})
    assert "Tê hoặc ngứa ran" in page.content.decode()
    late = unit_of(translated, "Pins")
    workflow.translate(late, "Châm chích", translator, base=late.version)
    read = [f"{unit.pk}:{unit.read_digest}" for unit in units]
    answer = desk(reviewer).post(where, chosen | {"read": read}, follow=True)
    late.refresh_from_db()
    assert late.state == State.TRANSLATED
    assert translated.units.filter(state=State.APPROVED).count() == len(units) - 1
    assert "after you read it" in answer.content.decode()


def test_a_catalog_goes_down_and_comes_up_with_a_report(translation, translator, desk):
    down = desk(translator).get(reverse("admin:catalog_download", args=[translation.pk]))
    assert down["Content-Disposition"] == 'attachment; filename="b12.vi.po"'
    text = down.content.decode().replace('msgid "Tiredness"\nmsgstr ""', 'msgid "Tiredness"\nmsgstr "Mệt mỏi"')
    answer = upload(desk(translator), translation, text)
    assert answer.context["report"].changed == 1
    assert unit_of(translation, "Tiredness").target == "Mệt mỏi"


def upload(client, translation, text, **more):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("b12.vi.po", text.encode())
    return client.post(reverse("admin:catalog_upload", args=[translation.pk]), {"file": file} | more)


def test_a_broken_catalog_is_told_on_the_form(translation, translator, desk):
    answer = upload(desk(translator), translation, po.export(translation) + '\nmsgid "x\n')
    assert "broken at line" in answer.content.decode()


def test_the_catalog_of_another_translation_is_refused_by_name(translation, translator, desk):
    text = po.export(translation).replace("article/b12", "article/other")
    assert "“other”" in upload(desk(translator), translation, text).content.decode()


def test_who_has_no_grant_for_the_language_gets_no_catalog(translation, desk):
    outsider = make_person("outsider", "Translator", languages=["fr"])
    assert desk(outsider).get(reverse("admin:catalog_download", args=[translation.pk])).status_code == 403


def test_a_publisher_publishes_from_the_list_and_is_told_what_is_missing(translated, publisher, desk):
    where = reverse("admin:translation_translation_changelist")
    chosen = {"action": "publish", "_selected_action": [translated.pk], "index": 0}
    answer = desk(publisher).post(where, chosen, follow=True)
    assert "publish it first" in answer.content.decode()


def test_a_translation_is_started_from_the_list_of_articles(article, editor, desk):
    where = reverse("admin:articles_article_changelist")
    desk(editor).post(where, {"action": "start_vi", "_selected_action": [article.pk], "index": 0})
    assert Translation.objects.get().language == "vi"


def test_attaching_a_shared_text_is_told_to_the_builder(published, editor, desk):
    snippet = Article.objects.create(key="about", kind="snippet")
    Outbox.objects.all().delete()
    where = reverse("admin:articles_article_change", args=[published.article_id])
    desk(editor).post(where, {"snippets": [snippet.pk]})
    assert Outbox.objects.filter(article=published.article_id).exists()


def test_hostile_words_in_a_plain_text_are_shown_not_run(translation, translator, desk):
    title = translation.units.get(kind="title")
    desk(translator).post(address(title), form_of(title, "<script>alert(1)</script>"))
    html = desk(translator).get(address(title)).content.decode()
    assert "<script>alert(1)" not in html


@pytest.mark.parametrize(
    "page", ["translation_translation", "translation_unit", "articles_article", "articles_edition"]
)
def test_a_list_takes_a_constant_number_of_queries(published, boss, desk, page, django_assert_max_num_queries):
    desk(boss)
    with django_assert_max_num_queries(16):
        desk(boss).get(reverse(f"admin:{page}_changelist"))


def test_the_log_names_who_did_what(published, boss, desk):
    html = desk(boss).get(reverse("admin:translation_change_changelist")).content.decode()
    assert "Translator" in html and "Reviewer" in html
    assert len(VIETNAMESE) == published.units.count()


def test_everybody_chooses_the_language_of_their_interface(translator, desk):
    where = reverse("admin:index")
    answer = desk(translator).post(reverse("choose_language"), {"language": "vi", "next": where}, follow=True)
    assert '<html lang="vi"' in answer.content.decode()
    answer = desk(translator).post(reverse("choose_language"), {"language": "xx", "next": "https://evil.example/"})
    assert answer["Location"] == where
    translator.refresh_from_db()
    assert translator.interface_language == "vi"


def test_a_publisher_publishes_all_languages_of_several_articles_together(approved, editor, publisher, desk):
    page = PAGE.replace("/b12/", "/b12-2/").replace("/b12-vi/", "/b12-2-vi/")
    second = import_page(page.encode(), key="second", language="en", by=editor).edition.article
    where = reverse("admin:articles_article_changelist")
    chosen = [approved.article_id, second.pk]
    desk(publisher).post(where, {"action": "publish_together", "_selected_action": chosen, "index": 0})
    assert Edition.objects.filter(published__isnull=False).count() == 3


def test_a_publisher_regrades_a_change_and_readers_are_told(published, editor, publisher, desk):
    revise(published.article, editor, "nerves healthy", "nerves well")
    workflow.publish(published.article, ["en"], publisher)
    change = BlockChange.objects.get()
    where = reverse("admin:articles_blockchange_changelist")
    desk(publisher).post(where, {"action": "regrade_40", "_selected_action": [change.pk], "index": 0})
    assert BlockChange.objects.get(regrades=change).significance == Significance.SAFETY


def test_a_publisher_does_not_rewrite_the_source(article, publisher, desk):
    where = reverse("admin:articles_edition_change", args=[article.source.pk])
    form = {"title": "Other", "summary": "", "body": "<p>Other</p>", "base": 1}
    assert desk(publisher).post(where, form).status_code == 403


def test_a_language_grant_is_chosen_from_the_languages_there_are(boss, translator, desk):
    html = desk(boss).get(reverse("admin:people_person_change", args=[translator.pk])).content.decode()
    assert '<option value="vi"' in html


def test_a_title_that_nobody_sees_is_no_title(article, editor, desk):
    where = reverse("admin:articles_edition_change", args=[article.source.pk])
    form = desk(editor).get(where).context["adminform"].form.initial
    answer = desk(editor).post(where, form | {"title": "\u200b"})
    assert "The article has no title." in answer.content.decode()
    assert Edition.objects.get(pk=article.source.pk).newest.number == 1


@pytest.mark.parametrize("relation", ["topics", "snippets"])
def test_nothing_is_a_topic_or_a_shared_text_of_itself(editor, desk, relation):
    kind = {"topics": "topic", "snippets": "snippet"}[relation]
    edition = import_page(PAGE.encode(), key="itself", language="en", by=editor, kind=kind).edition
    where = reverse("admin:articles_article_change", args=[edition.article_id])
    answer = desk(editor).post(where, {relation: [edition.article_id]})
    assert "Select a valid choice" in answer.content.decode()
    assert not getattr(edition.article, relation).exists()


@pytest.mark.parametrize("back", ["preview", "nowhere", "admin:index", "//evil.example/", ""])
def test_whoever_chooses_a_language_is_led_back_to_this_site_alone(translator, desk, back):
    answer = desk(translator).post(reverse("choose_language"), {"language": "vi", "next": back})
    assert (answer.status_code, answer["Location"]) == (302, back if back.isalpha() else reverse("admin:index"))
