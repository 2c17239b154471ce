"""The commands: each acts for somebody, says what it did, and refuses in a sentence, nothing half done."""

from io import StringIO

import polib
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cms.articles.importer import import_page
from cms.articles.models import Article, BlockChange, Edition, Significance
from cms.people.roles import MEDICAL_REVIEWER
from cms.translation import po, workflow
from cms.translation.models import Change, State, Translation
from tests.conftest import PAGE, VIETNAMESE, command, make_person, revise, unit_of
from tests.translation.catalogs import edited, entry, exported


@pytest.fixture
def file(translation, tmp_path):
    """B12's catalog, translated, as a file."""
    catalog = exported(translation)
    for unit, one in zip(translation.units.all(), catalog, strict=True):
        one.msgstr = VIETNAMESE[unit.source]
    path = tmp_path / "in" / "b12.vi.po"
    path.parent.mkdir()
    path.write_text(str(catalog))
    return path


def test_the_way_of_an_article_by_commands_alone(editor, translator, reviewer, publisher, tmp_path):
    page = tmp_path / "b12.html"
    page.write_text(PAGE)
    assert "revision 1" in command("import_article", str(page), key="b12", language="en", user="editor")
    assert "b12 → vi: not started, 0 %" in command("start_translation", "b12", language="vi", user="editor")
    assert command("export_catalogs", str(tmp_path)).endswith("b12.vi.po\n1 catalog\n")
    catalog = polib.pofile(str(tmp_path / "b12.vi.po"))
    for one in catalog:
        one.msgstr = VIETNAMESE[one.msgid.replace('id="1"', 'href="https://www.nhs.uk/"')]
    catalog.save()
    said = command("import_catalogs", str(tmp_path), user="translator")
    assert said == f"{tmp_path / 'b12.vi.po'}: 10 translated, waiting for review\n"
    assert "10 units approved" in command("approve_units", "b12", language="vi", user="reviewer")
    said = command("publish_article", "b12", language=["en", "vi"], user="publisher")
    assert said.count("is published") == 2
    assert "b12 → vi: published, 100 % (10 approved)" in command("translation_status")
    assert "was withdrawn" in command("withdraw_article", "b12", language=["vi"], user="publisher")


COMMANDS = [
    ("start_translation", ["b12"], {"language": "vi"}),
    ("update_translation", ["b12"], {}),
    ("approve_units", ["b12"], {"language": "vi"}),
    ("publish_article", ["b12"], {}),
    ("withdraw_article", ["b12"], {}),
    ("move_article", ["b12"], {"language": "en", "slug": "b"}),
    ("import_catalogs", ["FILE"], {}),
]


@pytest.mark.parametrize(("name", "arguments", "options"), COMMANDS, ids=[name for name, *_ in COMMANDS])
def test_every_act_by_command_is_for_somebody_who_may(translated, tmp_path, name, arguments, options):
    nobody = make_person("nobody")
    command("export_catalogs", str(tmp_path))
    file = tmp_path / "b12.vi.po"
    arguments = [str(file) if argument == "FILE" else argument for argument in arguments]
    before = Change.objects.count()
    with pytest.raises(CommandError, match="There is no user “ghost”"):
        command(name, *arguments, user="ghost", **options)
    with pytest.raises(CommandError, match=r"nobody may not do this|is not published"):
        command(name, *arguments, user="nobody", **options)
    nobody.is_active = False
    nobody.save()
    with pytest.raises(CommandError, match=r"not active|is not published"):
        command(name, *arguments, user="nobody", **options)
    assert Change.objects.count() == before


@pytest.mark.parametrize(("name", "arguments", "options"), COMMANDS[:-1], ids=[name for name, *_ in COMMANDS[:-1]])
def test_an_article_nobody_knows_is_named(boss, name, arguments, options):
    with pytest.raises(CommandError, match="There is no article with the key “ghost”"):
        command(name, "ghost", user="boss", **options)


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("start_translation", {"language": "tlh"}, "not one of this site's: en, vi"),
        ("start_translation", {"language": "vi"}, "started before"),
        ("start_translation", {"language": "en"}, "written in this language"),
        ("update_translation", {"language": "fr"}, "no such translation"),
        ("approve_units", {"language": "fr"}, "no such translation"),
        ("approve_units", {"language": "vi", "unit": ["bghost"]}, "no unit “bghost”"),
        ("publish_article", {"language": ["fr"]}, "“fr” was not started"),
        ("publish_article", {"language": ["en", "vi"]}, "Tiredness: untranslated"),
        ("publish_article", {"grade": ["b1=awful"]}, "“b1=awful”: write BLOCK=LEVEL"),
        ("publish_article", {"grade": ["b1"]}, "write BLOCK=LEVEL"),
        ("withdraw_article", {}, "“en” is not published"),
        ("move_article", {"language": "fr", "slug": "b"}, "no edition in “fr”"),
        ("move_article", {"language": "en", "slug": "Thiếu máu"}, "lower-case letters"),
    ],
)
def test_what_is_not_possible_is_refused_in_a_sentence(translation, boss, name, options, words):
    with pytest.raises(CommandError, match=words):
        command(name, "b12", user="boss", **options)


def test_of_several_catalogs_all_are_taken_in_or_none(file, translator):
    (file.parent / "z.vi.po").write_text("msgid broken")
    with pytest.raises(CommandError, match=r"z\.vi\.po: The catalog is broken at line 1"):
        command("import_catalogs", str(file.parent), user="translator")
    assert set(Translation.objects.get().units.values_list("state", flat=True)) == {State.UNTRANSLATED}


def test_nothing_is_said_to_be_taken_in_that_was_not(file, translator):
    (file.parent / "z.vi.po").write_text("")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_catalogs", str(file.parent), user="translator", stdout=out)
    assert out.getvalue() == ""


def test_a_dry_run_says_so_and_keeps_nothing(file, translator):
    said = command("import_catalogs", str(file), user="translator", dry_run=True)
    assert "10 translated" in said and said.endswith("This was a dry run: nothing was kept.\n")
    assert unit_of(Translation.objects.get(), "Tiredness").state == State.UNTRANSLATED


def test_the_report_names_line_unit_and_reason(file, translator):
    text = file.read_text()
    file.write_text(text.replace('msgstr "Mệt mỏi"', 'msgstr "Tiredness"'))
    said = command("import_catalogs", str(file), user="translator")
    start = text.rindex("\n\n", 0, text.index('msgid "Tiredness"')) + 2
    line = text[:start].count("\n") + 1
    assert "9 translated, waiting for review, 1 left out: a copy of the source" in said
    assert f"line {line} ·" in said
    assert "The target is the source, untranslated" in said and "· Tiredness" in said


def test_the_author_of_a_catalog_is_named_and_known(file, editor, translator):
    with pytest.raises(CommandError, match="no user “ghost”"):
        command("import_catalogs", str(file), user="editor", author="ghost")
    command("import_catalogs", str(file), user="editor", author="translator")
    assert unit_of(Translation.objects.get(), "Tiredness").target_by == translator


def test_flags_are_trusted_only_if_told_so(translated, reviewer, translator, tmp_path):
    unit = unit_of(translated, "Tiredness")
    workflow.send_back(unit, "Why?", reviewer, base=unit.version)
    path = tmp_path / "b12.vi.po"
    path.write_text(edited(translated, "Tiredness", fuzzy=False))
    assert "10 no change" in command("import_catalogs", str(path), user="translator")
    assert "1 translated" in command("import_catalogs", str(path), user="translator", trust_flags=True)


@pytest.mark.parametrize(
    ("path", "words"), [("ghost.po", "There is no file"), ("", "no catalog"), ("/proc/self/mem", "read")]
)
def test_a_path_with_nothing_to_read_is_refused(translator, tmp_path, path, words):
    with pytest.raises(CommandError, match=words):
        command("import_catalogs", str(tmp_path / path), user="translator")


def test_catalogs_are_exported_by_language_and_by_article(translated, tmp_path):
    assert command("export_catalogs", str(tmp_path / "a" / "b"), language="vi", article="b12").endswith("1 catalog\n")
    assert (tmp_path / "a" / "b" / "b12.vi.po").read_text() == po.export(translated)
    assert command("export_catalogs", str(tmp_path / "c"), language="en") == "0 catalogs\n"
    for options, words in [({"language": "tlh"}, "not one of"), ({"article": "ghost"}, "no translation to export")]:
        with pytest.raises(CommandError, match=words):
            command("export_catalogs", str(tmp_path), **options)
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="cannot be written"):
        command("export_catalogs", str(tmp_path / "file"))


def test_one_unit_is_approved_by_its_context(translated, reviewer):
    unit = unit_of(translated, "Tiredness")
    assert "1 unit approved" in command("approve_units", "b12", language="vi", user="reviewer", unit=[unit.context])
    assert translated.units.filter(state=State.APPROVED).get() == unit
    command("approve_units", "b12", language="vi", user="reviewer")
    assert "Nothing was waiting" in command("approve_units", "b12", language="vi", user="reviewer")


def test_what_was_not_approved_is_told_with_its_reason(translated, translator, reviewer):
    unit = unit_of(translated, "Take 2.5")
    workflow.translate(unit, "Uống 25 mg, tối đa 12 tháng.", translator, base=unit.version)
    said = command("approve_units", "b12", language="vi", user="reviewer")
    assert "9 units approved" in said and "1 unit was not approved" in said
    assert f"{unit.context} · Take 2.5 mg" in said and "no equal" in said


def test_an_update_tells_what_became_of_the_units(approved, editor):
    revise(approved.article, editor, "<li>Tiredness", "<li>Great tiredness")
    assert "the source has moved on" in command("translation_status", "b12")
    said = command("update_translation", "b12", user="editor")
    assert "0 new, 1 changed, 0 returned, 0 gone" in said and "1 of them stale" in said


def test_an_update_of_several_languages_is_of_all_or_none(approved, editor, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "French")]
    workflow.start(approved.article, "fr", editor)
    revise(approved.article, editor, "<li>Tiredness", "<li>Great tiredness")
    for granted in ("vi", "fr"):
        make_person(granted, "Editor", languages=[granted])
        with pytest.raises(CommandError, match="no grant"):
            command("update_translation", "b12", user=granted)
    assert not approved.units.filter(source="Great tiredness").exists()


def test_a_grade_is_given_by_its_name(published, editor, publisher):
    revise(published.article, editor, "<li>Tiredness", "<li>Great tiredness")
    block = unit_of(published, "Tiredness").context
    command("publish_article", "b12", user="publisher", grade=[f"{block}=safety"])
    assert BlockChange.objects.get().significance == Significance.SAFETY


def test_a_move_and_a_withdrawal_of_all_say_what_they_did(published, publisher):
    said = command("move_article", "b12", language="vi", slug="b12-moi", user="publisher")
    assert said == "b12 (vi): b12-moi\n"
    said = command("withdraw_article", "b12", user="publisher", reason="Old")
    assert said.count("was withdrawn") == 2
    assert not Edition.objects.filter(published__isnull=False).exists()


def test_the_status_is_of_all_or_of_one_and_never_silent(db, article, editor):
    assert command("translation_status") == "No translation was started yet.\n"
    with pytest.raises(CommandError, match="start it first"):
        command("translation_status", "b12")
    with pytest.raises(CommandError, match="not one of"):
        command("translation_status", language="tlh")
    workflow.start(article, "vi", editor)
    assert command("translation_status", language="vi") == "b12 → vi: not started, 0 % (10 untranslated)\n"


def test_a_catalog_is_made_by_one_and_entered_by_another_without_loss(translated, translator, tmp_path):
    command("export_catalogs", str(tmp_path))
    assert entry(polib.pofile(str(tmp_path / "b12.vi.po")), "Tiredness").msgstr == "Mệt mỏi"
    assert "10 no change" in command("import_catalogs", str(tmp_path), user="translator")


def test_a_reviewer_waives_a_finding_by_command_and_the_unit_can_be_approved(translated, translator, reviewer):
    other = make_person("second", MEDICAL_REVIEWER)
    unit = unit_of(translated, "Take 2.5")
    workflow.translate(unit, "Uống 25 mg một lần mỗi ngày, tối đa 12 tháng.", translator, base=unit.version)
    options = {"language": "vi", "unit": unit.context, "user": "second"}
    assert "N1" in command("waive_findings", "b12", reason="Checked with the author", **options)
    assert "1 unit approved" in command("approve_units", "b12", language="vi", unit=[unit.context], user=other.username)


def test_findings_are_not_waived_without_a_reason_or_by_a_translator(translated, translator, reviewer):
    unit = unit_of(translated, "Take 2.5")
    workflow.translate(unit, "Uống 25 mg, tối đa 12 tháng.", translator, base=unit.version)
    for user, reason in (("reviewer", " "), ("translator", "Trust me")):
        with pytest.raises(CommandError):
            command("waive_findings", "b12", language="vi", unit=unit.context, user=user, reason=reason)


def test_a_page_is_imported_with_its_topics(editor, tmp_path):
    topic = import_page(b"<h1>Nutrition</h1><p>Eating.</p>", key="nutrition", language="en", by=editor, kind="topic")
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    command("import_article", str(page), key="b12", language="en", topic=["nutrition"], user="editor")
    assert list(Article.objects.get(key="b12").topics.all()) == [topic.edition.article]
    with pytest.raises(CommandError, match="no topic with the key “b12”"):
        command("import_article", str(page), key="b12", language="en", topic=["b12"], user="editor")
