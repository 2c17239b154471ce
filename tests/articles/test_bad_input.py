"""A page that cannot become an article is told in a sentence, and leaves nothing behind."""

from io import StringIO

import pytest
from django.conf import settings as site
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from cms.articles.importer import import_page
from cms.articles.models import Article, Edition, Revision
from cms.articles.page import BadPage
from cms.people.models import LanguageGrant, Person
from tests.articles.test_importer import COMPANY, bring, ids
from tests.articles.test_pictures import image

pytestmark = pytest.mark.django_db


def command(path, **options) -> None:
    given = {"key": "iron", "language": "en", "user": "editor"} | options
    call_command("import_article", path, stdout=StringIO(), **given)


@pytest.mark.parametrize(
    ("data", "options", "sentence"),
    [
        (b"", {}, "empty"),
        (b"Words", {}, "not an HTML page"),
        (b"%PDF-1.7", {}, "PDF"),
        (image(), {}, "PNG"),
        (b"<html><h1>T</h1></html>", {}, "empty"),
        (b"<html><h1>T</h1><p>" + b"x" * 20_000_000, {}, "too large"),
        (b"<html><h1>T</h1><p>\xff", {}, "encoding"),
        (b"<html><h1>T</h1><p>x", {"encoding": "klingon"}, "does not exist"),
        (b"<html><h1>T</h1>" + b"<div>" * 10_000, {}, "deeply"),
        (b"<html lang=vi><h1>T</h1><p>x", {}, "“vi”, not “en”"),
        (b"<h1>T</h1><p>x", {"language": "tlh"}, "tlh"),
        (b"<h1>T</h1><p>x", {"key": "Not a key"}, "key"),
        (b"<h1>T</h1><p>x", {"key": "a" * 101}, "longer than 100"),
        (b"<h1>T</h1><p>x", {"key": "a\n"}, "key"),
        (b"<h1>T</h1><p>x", {"user": "nobody"}, "no user"),
        (b"<h1>T</h1><p>x", {"user": "translator"}, "Editor"),
        (None, {}, "cannot be read"),
    ],
)
def test_bad_input_is_a_sentence_and_leaves_nothing(data, options, sentence, editor, translator, tmp_path):
    path = tmp_path / "page.html"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CommandError, match=sentence):
        command(str(path), **options)
    assert not Article.objects.exists() and not Revision.objects.exists()


@pytest.mark.parametrize(
    ("page", "options"),
    [
        (COMPANY.replace("iron-deficiency/", "zinc/"), {}),
        ("<h1>Iron deficiency</h1><h2>What helps</h2><p>Another article on quite other things.</p>", {}),
        (COMPANY, {"kind": "topic"}),
        (COMPANY.replace('lang="en"', ""), {"language": "vi"}),
        ("<h1>T</h1><p>Some words.</p>", {"key": "about-the-company"}),
    ],
    ids=["other address", "other words", "other kind", "other language", "a snippet's"],
)
def test_a_key_that_is_used_is_not_taken(page, options, editor, tmp_path):
    bring(COMPANY, editor)
    before = list(Edition.objects.values()), Revision.objects.count()
    path = tmp_path / "page.html"
    path.write_text(page)
    with pytest.raises(CommandError, match="already used"):
        command(str(path), **options)
    assert (list(Edition.objects.values()), Revision.objects.count()) == before


def test_an_editor_without_a_grant_for_the_language_may_not_import(editor):
    LanguageGrant.objects.filter(person=editor, language="en").delete()
    with pytest.raises(PermissionDenied, match="no grant"):
        bring(COMPANY, Person.objects.get(pk=editor.pk))
    assert not Article.objects.exists()


def test_an_address_too_long_to_keep_is_left_out(editor):
    page = COMPANY.replace('href="https://www.example.com/vi/', 'href="https://www.example.com/' + "x" * 480 + "/")
    assert bring(page, editor).edition.article.editions.count() == 1


def test_control_characters_and_scripts_do_not_get_in(editor):
    html = "<h1>A\x07\x1bB</h1><p onclick='x()'>c\x08d <img src=x onerror=alert(1) alt='e\x01'></p><script>f</script>"
    assert list(ids(bring(html, editor))) == ["AB", "cd", "e"]


def test_the_largest_page_there_may_be_is_not_one_byte_larger(editor):
    data = b"<h1>T</h1><p>x" + b" " * site.MAX_IMPORT_BYTES
    with pytest.raises(BadPage, match=r"5\.0 MB"):
        import_page(data, key="a", language="en", by=editor)
