"""Catalogs as files: other encodings and line ends come in, what is not this article's catalog is refused by name."""

import codecs
from contextlib import suppress

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from cms.translation import po, workflow
from cms.translation.models import State, Suggestion, Unit
from cms.translation.po import BadCatalog
from cms.translation.workflow import Entry
from tests.conftest import unit_of
from tests.translation.catalogs import edited, entry, exported, fates, send

HEADER = 'msgid ""\nmsgstr ""\n"Language: vi\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENTRY = '#: article/b12:1\nmsgctxt "b1"\nmsgid "Signs"\nmsgstr "Dấu hiệu"\n'


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.replace("charset=UTF-8", "charset=cp1258").encode("cp1258", "replace"),
        lambda text: text.replace("charset=UTF-8", "charset=CHARSET").encode(),
        lambda text: text.replace("charset=UTF-8", "charset=utf8").encode(),
        lambda text: text.replace('"Content-Type: text/plain; charset=UTF-8\\n"\n', "").encode(),
        lambda text: text.rstrip("\n").encode(),
    ],
    ids=[
        "utf-8",
        "crlf",
        "cr",
        "bom",
        "utf-16",
        "utf-16-be",
        "cp1258",
        "CHARSET",
        "utf8",
        "no header",
        "no last line end",
    ],
)
def test_a_catalog_comes_in_whatever_its_encoding_and_line_ends(translation, translator, encode):
    send(encode(edited(translation, "Tiredness", "ốm")), translator)
    assert unit_of(translation, "Tiredness").target[-1] == "m"
    assert translation.units.filter(state=State.TRANSLATED).count() == 1


def test_a_latin_1_header_is_believed(translation, translator):
    text = edited(translation, "Tiredness", "Fatigué").replace("charset=UTF-8", "charset=ISO-8859-1")
    send(text.encode("latin-1"), translator)
    assert unit_of(translation, "Tiredness").target == "Fatigué"


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_odd_line_separators_inside_a_text_are_spaces(translation, translator, separator):
    file = edited(translation, "Tiredness", "Mệt mỏi").replace("Mệt mỏi", f"Mệt{separator}mỏi")
    send(file, translator)
    assert unit_of(translation, "Tiredness").target == "Mệt mỏi"


REFUSED = {
    "empty": (b"", "not a PO catalog"),
    "blank": (b"\n\n", "not a PO catalog"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "Line 1 of the catalog is not in the encoding"),
    "archive": (b"PK\x03\x04" + bytes(range(256)), "not in the encoding"),
    "html": (b"<html><body>msgid</body></html>", "not a PO catalog"),
    "utf-16 unmarked": ('msgid "a"\nmsgstr "b"\n'.encode("utf-16-le"), "not a PO catalog"),
    "open quote": (HEADER + ENTRY + 'msgid "again"\nmsgstr "broken\n', "broken at line 11"),
    "prose": (HEADER + ENTRY + "\nwhat is this\n", "broken at line 11"),
    "two msgstr": (HEADER + ENTRY + 'msgstr "x"\n', "broken at line 10"),
    "stray string": (HEADER + ENTRY + '\n"x"\n#: a:1\n"y"\n', "broken at line 13"),
    "plural": (HEADER + ENTRY + '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', "Line 11: articles have no plural"),
    "mixed": (HEADER + ENTRY + "\n" + ENTRY.replace("b12", "b6"), "several articles: b12, b6"),
    "no article": (HEADER + ENTRY.replace("article/b12", "other"), "does not say which article"),
    "no language": ((HEADER + ENTRY).replace("Language: vi", "Language: "), "does not say which language"),
    "unknown encoding": ((HEADER + ENTRY).replace("UTF-8", "KLINGON"), "does not exist: “KLINGON”"),
    "no codec": ((HEADER + ENTRY).replace("UTF-8", "undefined"), "does not exist: “undefined”"),
    "no text codec": ((HEADER + ENTRY).replace("UTF-8", "hex"), "does not exist: “hex”"),
    "wrong encoding": ((HEADER + ENTRY).encode() + b'"\xff\xfe"', "Line 10 of the catalog is not in the encoding"),
    "10 MB": (HEADER + ENTRY + "# " + "x" * 10_000_000, "too large"),
}


@pytest.mark.parametrize(("file", "words"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_taken_in_is_refused_in_a_sentence(file, words):
    with pytest.raises(BadCatalog, match=words):
        po.load(file if isinstance(file, bytes) else file.encode(), "catalog.po")


@examples(max_examples=300, deadline=None)
@given(
    place=st.integers(0, len(HEADER + ENTRY)),
    cut=st.integers(0, 30),
    put=st.text('msgidctxtr"\\[0]#~|,:\n\t nabc é', max_size=12),
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(place, cut, put):
    text = HEADER + ENTRY
    try:
        po.load((text[:place] + put + text[place + cut :]).encode(), "b12.vi.po")
    except BadCatalog as refusal:
        assert "at line ?" not in str(refusal)


@examples(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_nothing_else(data):
    for start in (b"", HEADER.encode(), b'"Content-Type: text/plain; charset=utf-16\\n"\nmsgid "'):
        with suppress(BadCatalog):
            po.load(start + data, "b12.vi.po")


def test_the_file_name_tells_whose_catalog_it_is_where_the_file_does_not(translation, translator):
    catalog = exported(translation)
    del catalog.metadata["Language"]
    for one in catalog:
        one.occurrences = []
    entry(catalog, "Tiredness").msgstr = "Mệt mỏi"
    send(str(catalog), translator, name="/some/where/b12.vi.po")
    assert unit_of(translation, "Tiredness").target == "Mệt mỏi"
    with pytest.raises(BadCatalog, match="no translation of “b6” into “vi”"):
        send(str(catalog), translator, name="b6.vi.po")


def test_another_articles_catalog_and_another_language_are_refused_by_name(translation, translator):
    file = str(exported(translation))
    with pytest.raises(BadCatalog, match="no translation of “b6” into “vi”"):
        send(file.replace("article/b12:", "article/b6:"), translator)
    with pytest.raises(BadCatalog, match="no translation of “b12” into “fr”"):
        send(file.replace("Language: vi", "Language: fr"), translator)
    with pytest.raises(BadCatalog, match="catalog of “b6” \\(vi\\), not of this"):
        send(file.replace("article/b12:", "article/b6:"), translator, translation=translation)


def test_a_unit_that_the_file_holds_twice_is_taken_once_and_reported(translation, translator):
    catalog, again = exported(translation), entry(exported(translation), "Tiredness")
    entry(catalog, "Tiredness").msgstr, again.msgstr = "Mệt mỏi", "Mỏi mệt"
    catalog.append(again)
    report = send(str(catalog), translator)
    assert fates(report, "Tiredness") == ["translated", "refused"]
    assert unit_of(translation, "Tiredness").target == "Mệt mỏi"


def test_a_lost_or_added_tag_is_refused_and_named_in_the_report(translation, translator):
    report = send(edited(translation, "Do not stop", "Đừng ngừng khi chưa hỏi bác sĩ."), translator)
    assert fates(report, "Do not stop") == ["refused"]
    assert '<a id="1">' in report.to_tell()[0][2]
    assert unit_of(translation, "Do not stop").state == State.UNTRANSLATED


def test_obsolete_entries_of_a_file_are_passed_over(published, translator, editor):
    catalog = exported(published)
    catalog[0].obsolete = True
    catalog[0].msgstr = "Something else"
    send(str(catalog), translator)
    assert not Unit.objects.exclude(state=State.APPROVED)


def test_a_text_for_a_unit_that_has_gone_is_no_loss(translated, translator, editor):
    file = edited(translated, "Tiredness", "Sự mệt mỏi")
    page = translated.article.source.newest.blocks
    translated.article.source.add_revision([b for b in page if b.text != "Tiredness"], editor)
    workflow.update(translated, editor)
    assert fates(send(file, translator), "Tiredness") == ["conflict"]
    unit = unit_of(translated, "Tiredness")
    assert (unit.obsolete, unit.target) == (True, "Mệt mỏi")
    assert unit.suggestions.get().text == "Sự mệt mỏi"


def test_what_a_file_calls_its_source_is_shown_as_words_and_never_runs(translation, translator, client):
    unit = unit_of(translation, "Vitamin B12 keeps")
    hostile = '<img src=x onerror=alert(1)><meta http-equiv=refresh content="0;url=//evil.example">'
    entry = Entry(unit.context, hostile, "Vitamin B12.", version=unit.version)
    workflow.take_in(translation, [entry], translator)
    workflow.accept(Suggestion.objects.select_related("unit__translation").get(), translator)
    client.force_login(translator)
    html = client.get(reverse("admin:translation_unit_change", args=[unit.pk])).content.decode()
    assert "evil.example" not in html
