import gettext
import os
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cms.interface import catalogs

REPOSITORY = Path(__file__).parents[2]
LANGUAGES = ["en", "vi"]
PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
# Translators: the button that makes a text public
label = _("Publish")
def count(n):
    return ngettext("%(n)s article", "%(n)s articles", n) % {"n": n}
month = pgettext_lazy("month", "May")
"""
TEMPLATE = """
  <p>It's \u00a0 here — “100 %”</p>
    {# Translators: shown under the title #}
    {% translate "Last review" %}
{% blocktranslate trimmed count n=units|length %}
  One unit of {{ name }} left
{% plural %}
  {{ n }} units of {{ name }} left
{% endblocktranslate %}
 {{ title|default:_("Untitled\u00a0text") }}
"""
VIETNAMESE = {
    "Publish": "Xuất bản",
    "%(n)s article": "%(n)s bài viết",
    "May": "Tháng 5",
    "Last review": "Lần duyệt gần nhất",
    "One unit of %(name)s left": "Còn %(n)s đơn vị của %(name)s",
    "Untitled\u00a0text": "Bài chưa có tên",
}


@pytest.fixture
def project(tmp_path, settings):
    """A small project, whose catalogs are complete."""
    pages = tmp_path / "cms" / "website" / "templates"
    pages.mkdir(parents=True)
    (tmp_path / "cms" / "words.py").write_text(PYTHON, encoding="utf-8")
    (pages / "page.html").write_text(TEMPLATE, encoding="utf-8")
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    settings.LANGUAGES = [(code, code) for code in LANGUAGES]
    update(tmp_path)
    translate(tmp_path, VIETNAMESE)
    return tmp_path


def update(root):
    return catalogs.update(root, root / "locale", LANGUAGES)


def problems(root):
    return catalogs.problems(root, root / "locale", LANGUAGES)


def po(root, language):
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def entries(root, language):
    return {entry.msgid: entry for entry in polib.pofile(str(po(root, language)))}


def translate(root, words):
    """Translate as a person does, in a tool of another make, and let the command write it its own way."""
    file = polib.pofile(str(po(root, "vi")))
    for entry in file:
        if entry.msgid in words:
            said = words[entry.msgid]
            entry.msgstr, entry.msgstr_plural = ("", {0: said}) if entry.msgid_plural else (said, {})
    file.save()
    update(root)


def test_a_complete_project_has_no_problems(project):
    assert problems(project) == []
    call_command("interface_catalogs", "--check")


def test_running_twice_gives_equal_bytes(project):
    before = [po(project, language).read_bytes() for language in LANGUAGES]
    assert update(project) == []
    for path in (project / "locale").rglob("*.po"):
        os.utime(path, (0, 0))
    assert update(project) == []
    assert [po(project, language).read_bytes() for language in LANGUAGES] == before


def test_a_catalog_names_files_but_no_lines_dates_or_machine_paths(project):
    text = po(project, "vi").read_text(encoding="utf-8")
    assert "#: cms/words.py\n" in text
    assert "Date" not in text
    assert str(project) not in text


def test_the_header_tells_the_language_and_its_plurals(project):
    english, vietnamese = (polib.pofile(str(po(project, language))).metadata for language in LANGUAGES)
    assert (english["Language"], english["Plural-Forms"]) == ("en", "nplurals=2; plural=(n != 1);")
    assert (vietnamese["Language"], vietnamese["Plural-Forms"]) == ("vi", "nplurals=1; plural=0;")


def test_a_blocktranslate_with_plural_is_extracted(project):
    entry = entries(project, "en")["One unit of %(name)s left"]
    assert entry.msgid_plural == "%(n)s units of %(name)s left"
    assert entry.msgstr_plural == {0: entry.msgid, 1: entry.msgid_plural}
    assert [name for name, _ in entry.occurrences] == ["cms/website/templates/page.html"]


def test_contexts_and_comments_for_translators_are_kept(project):
    found = entries(project, "vi")
    assert found["May"].msgctxt == "month"
    assert found["Publish"].comment == "Translators: the button that makes a text public"
    assert found["Last review"].comment == "Translators: shown under the title"


def test_a_new_string_is_english_in_english_and_empty_in_vietnamese(project):
    (project / "cms" / "more.py").write_text('_("Withdraw")\nngettext("%d day", "%d days", n)\n')
    update(project)
    english, vietnamese = entries(project, "en"), entries(project, "vi")
    assert english["Withdraw"].msgstr == "Withdraw"
    assert english["%d day"].msgstr_plural == {0: "%d day", 1: "%d days"}
    assert (vietnamese["Withdraw"].msgstr, vietnamese["%d day"].msgstr_plural) == ("", {0: ""})


def test_what_was_translated_stays_and_what_is_gone_leaves_without_a_guess(project):
    (project / "cms" / "words.py").write_text(PYTHON.replace('"Publish"', '"Publish it"'))
    update(project)
    found = entries(project, "vi")
    assert "Publish" not in found
    assert (found["Publish it"].msgstr, found["Publish it"].flags) == ("", [])
    assert found["May"].msgstr == "Tháng 5"
    assert "#~" not in po(project, "vi").read_text(encoding="utf-8")


def test_check_says_what_is_not_up_to_date_and_changes_nothing(project, capsys):
    (project / "cms" / "words.py").write_text('_("Only this")\n')
    before = po(project, "vi").read_bytes()
    with pytest.raises(CommandError) as failure:
        call_command("interface_catalogs", "--check")
    assert failure.value.returncode == 1
    assert "vi: django.po is not up to date with the code (1 new, 3 gone)" in capsys.readouterr().out
    assert po(project, "vi").read_bytes() == before


@pytest.mark.parametrize(
    ("msgid", "said", "sentence"),
    [
        ("Publish", "", "has no translation"),
        ("%(n)s article", "", "has no translation"),
        ("%(n)s article", "%(m)s bài viết", "does not have the placeholders of its source"),
        ("One unit of %(name)s left", "Còn một đơn vị của %(name)s", "does not have the placeholders"),
        ("Publish", "Publish", "is left as it is in English"),
    ],
)
def test_check_reports_each_problem(project, msgid, said, sentence):
    translate(project, {msgid: said})
    [problem] = problems(project)
    assert problem.startswith(f"vi: “{msgid}” {sentence}")


@pytest.mark.parametrize(
    ("source", "target", "fits"),
    [
        ("%(a)s of %(b)s", "%(b)s: %(a)s", True),
        ("%s of %d", "%d: %s", False),
        ("{name} left", "còn {name}", True),
        ("{name} left", "còn {names}", False),
        ("{} left", "còn", False),
        ("100%% of %(a)s", "100%% %(a)s", True),
        ("100%% of %(a)s", "100% %(a)s", False),
    ],
)
def test_placeholders_are_compared_by_name_or_by_order(project, source, target, fits):
    (project / "cms" / "more.py").write_text(f"_({source!r})\n")
    update(project)
    translate(project, {source: target})
    assert (problems(project) == []) is fits


def test_check_reports_a_fuzzy_entry_which_update_leaves_to_people(project):
    path = po(project, "vi")
    path.write_text(path.read_text(encoding="utf-8").replace('msgid "Publish"', '#, fuzzy\nmsgid "Publish"'))
    update(project)
    assert problems(project) == ["vi: “Publish” is marked fuzzy: read it, then take the mark away."]


def test_a_string_listed_as_the_same_everywhere_may_stay_english(project):
    translate(project, {"Publish": "Publish"})
    (project / "locale" / "same-in-every-language.txt").write_text("# names\nPublish\n")
    assert problems(project) == []


def test_a_broken_catalog_or_source_is_a_sentence_and_no_traceback(project, capsys):
    po(project, "vi").write_text('msgid "Publish"\nmsgstr Xuất bản\n', encoding="utf-8")
    assert "cannot be read: line 2" in problems(project)[0]
    (project / "cms" / "words.py").write_text('_("never closed"\n')
    with pytest.raises(CommandError, match=r"cms/words\.py cannot be read"):
        call_command("interface_catalogs")


def test_compiling_writes_only_what_is_older_or_different(project):
    locale = project / "locale"
    compiled = [locale / language / "LC_MESSAGES" / "django.mo" for language in LANGUAGES]
    assert catalogs.compile_if_stale(locale) == compiled
    assert catalogs.compile_if_stale(locale) == catalogs.compile_catalogs(locale) == []
    os.utime(compiled[0], (0, 0))
    assert catalogs.compile_if_stale(locale) == compiled[:1]
    compiled[1].write_bytes(b"something else")
    assert catalogs.compile_catalogs(locale) == compiled[1:]


def test_compiled_words_are_found_and_an_empty_plural_hides_nothing(project):
    translate(project, {"%(n)s article": ""})
    call_command("interface_catalogs", "--compile")
    with po(project, "vi").with_suffix(".mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.pgettext("month", "May") == "Tháng 5"
    assert words.ngettext("One unit of %(name)s left", "", 2) == "Còn %(n)s đơn vị của %(name)s"
    assert words.ngettext("%(n)s article", "%(n)s articles", 2) == "%(n)s articles"


def test_the_catalogs_are_up_to_date_with_the_code():
    languages = [code for code, _ in settings.LANGUAGES]
    assert catalogs.problems(REPOSITORY, REPOSITORY / "locale", languages) == []


# --- What Django says in Vietnamese ------------------------------------------------------------------------
MET = (
    "contrib/admin/",
    "contrib/auth/",
    "core/",
    "forms/",
    "utils/timesince.py",
    "shortcuts.py",
    "views/csrf.py",
)
UNDERSTOOD_AS_THEY_ARE = {"IPv4", "IPv6", "…", ", "}


def django_entries(language):
    folders = [Path(django.__file__).parent / part for part in ("conf", "contrib/admin", "contrib/auth")]
    files = [polib.pofile(str(folder / f"locale/{language}/LC_MESSAGES/django.po")) for folder in folders]
    return [entry for file in files for entry in file if not entry.obsolete]


def mended():
    """The strings of Django that our own catalogs carry."""
    found = catalogs.extract(REPOSITORY)
    here = ("cms/interface/django_strings.py", 0)
    return {catalogs._ids(message) for message in found if message.id and here in message.locations}


def strings(entry):
    return (entry.msgid, entry.msgid_plural) if entry.msgid_plural else (entry.msgid,)


def test_each_mended_string_is_one_that_django_says():
    assert mended() - {strings(entry) for entry in django_entries("en")} == set()


def test_nothing_that_django_says_in_forms_and_the_admin_is_left_in_english():
    vietnamese = {strings(entry) for entry in django_entries("vi") if entry.translated()} | mended()
    met = {strings(e) for e in django_entries("en") if any(f.startswith(MET) for f, _ in e.occurrences)}
    assert {said for said in met - vietnamese if said[0] not in UNDERSTOOD_AS_THEY_ARE} == set()
