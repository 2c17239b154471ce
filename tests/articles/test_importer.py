"""A page becomes an article, and the same article again; a bad one leaves nothing behind."""

import threading
import time
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import translation

from cms.articles.importer import import_page
from cms.articles.links import resolve_link
from cms.articles.models import Article, Edition, Kind, Outbox, Picture
from cms.people.models import LanguageGrant
from tests.articles.test_pictures import bomb, image

PAGES = Path(__file__).parent / "pages"
COMPANY = (PAGES / "company.html").read_text()

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def bring(html: str, editor, key="iron", **options):
    return import_page(html.encode(), key=key, language="en", by=editor, **options)


def ids(report) -> dict[str, str]:
    return {block.text: block.id for block in report.revision.blocks if block.text}


# --- Again --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "language"), [("company", "en"), ("block-editor", "vi"), ("old-tables", "vi"), ("word", "en")]
)
def test_the_same_page_again_makes_no_new_revision(name, language, editor):
    data = (PAGES / f"{name}.html").read_bytes()
    first = import_page(data, key="a", language=language, by=editor, folder=PAGES)
    again = import_page(data, key="a", language=language, by=editor, folder=PAGES)
    assert first.is_new and not again.is_new
    assert again.revision == first.revision and (again.added, again.edited, again.gone) == (0, 0, 0)


def test_addresses_date_and_shared_texts_are_kept(editor):
    edition = bring(COMPANY, editor).edition
    assert edition.old_address.endswith("/en/health-corner/iron-deficiency/")
    assert edition.article.editions.get(language="vi").old_address.endswith("/thieu-sat/")
    assert str(edition.published_on) == "2022-11-30"
    assert set(edition.article.snippets.values_list("key", "kind")) == {
        ("about-the-company", Kind.SNIPPET),
        ("additional-information", Kind.SNIPPET),
    }


def test_a_changed_page_keeps_the_ids_of_unchanged_and_edited_blocks(editor):
    before = ids(bring(COMPANY, editor))
    report = bring(COMPANY.replace("Cold hands", "Cold hands and feet").replace("by mouth or", "by mouth, or"), editor)
    assert (report.is_new, report.edited, report.added, report.gone) == (True, 2, 0, 0)
    assert list(ids(report).values()) == list(before.values())


def test_moved_inserted_and_split_paragraphs_keep_their_ids(editor):
    before = ids(bring(COMPANY, editor))
    moved = "<p>Complaints come on over months, and few people can say when they began.</p>"
    page = COMPANY.replace(moved, "").replace("<h2>What to expect</h2>", moved + "<h2>What to expect</h2>")
    page = page.replace("<h1>Iron deficiency</h1>", "<h1>Iron deficiency</h1><p>Checked by a pharmacist.</p>")
    page = page.replace("hold iron that is not. Tea", "hold iron that is not.</span></p><p><span>Tea")
    report = bring(page, editor)
    after = ids(report)
    assert (report.added, report.gone, report.edited) == (2, 0, 1)
    assert {text: after[text] for text in before if text in after} == {t: i for t, i in before.items() if t in after}
    assert next(i for t, i in before.items() if t.startswith("Meat")) in after.values()


def test_a_link_that_has_become_our_own_is_no_change(editor):
    page = COMPANY.replace("/en/health-corner/stomach-ulcer/", "https://www.example.com/en/health-corner/ulcer/")
    bring(page, editor)
    ulcer = (
        COMPANY.replace("iron-deficiency/", "ulcer/").replace("Iron deficiency", "Ulcer").replace("thieu-sat", "loet")
    )
    bring(ulcer, editor, key="ulcer")
    assert resolve_link("https://www.example.com/en/health-corner/ulcer") == "article:ulcer"
    assert not bring(page, editor).is_new


def test_words_that_a_shared_text_does_not_have_are_reported(editor):
    bring(COMPANY, editor)
    report = bring(COMPANY.replace("several authorities", "ten authorities"), editor)
    assert not report.is_new
    assert any("about-the-company" in note and "not those kept" in note for note in report.notes)


def test_attaching_a_shared_text_is_told_to_the_builder_once(editor):
    article = bring(COMPANY, editor).edition.article
    article.snippets.remove(article.snippets.first())
    Outbox.objects.all().delete()
    bring(COMPANY, editor)
    assert (article.snippets.count(), Outbox.objects.filter(article=article).count()) == (2, 1)
    bring(COMPANY, editor)
    assert Outbox.objects.count() == 1


def test_an_article_that_has_the_key_of_a_shared_text_is_not_attached(editor):
    Article.objects.create(key="about-the-company")
    report = bring(COMPANY, editor)
    assert [snippet.key for snippet in report.edition.article.snippets.all()] == ["additional-information"]
    assert any("about-the-company" in note and "not attached" in note for note in report.notes)


def test_a_shared_text_is_not_attached_to_itself(editor):
    report = bring(COMPANY, editor, key="about-the-company", kind=Kind.SNIPPET)
    assert not report.edition.article.snippets.filter(key="about-the-company").exists()


def test_an_old_address_that_is_added_later_is_kept_and_told_to_the_builder(editor):
    article = bring(COMPANY, editor).edition.article
    kept = article.editions.get(language="vi").old_address
    article.editions.filter(language="vi").update(old_address="")
    Outbox.objects.all().delete()
    bring(COMPANY, editor)
    assert article.editions.get(language="vi").old_address == kept
    assert Outbox.objects.get().article == article
    bring(COMPANY, editor)
    assert Outbox.objects.count() == 1


@pytest.mark.parametrize(("said", "given"), [("pt-BR", "pt-br"), ("pt", "pt-br"), ("en-GB", "en")])
def test_a_page_may_say_its_language_more_or_less_exactly(said, given, editor, settings):
    settings.LANGUAGES = [("en", "English"), ("pt-br", "Português")]
    LanguageGrant.objects.create(person=editor, language="pt-br")
    other = '<link rel="alternate" hreflang="pt-BR" href="https://a.org/pt/">' if given == "en" else ""
    page = f"<html lang={said}><head>{other}</head><h1>T</h1><p>Words.</p></html>"
    article = import_page(page.encode(), key="a", language=given, by=editor).edition.article
    assert article.editions.filter(language="pt-br").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_import_waits_for_who_saves_the_text_and_appends_to_it(editor):
    source = bring(COMPANY, editor).edition
    saved = threading.Event()

    def save() -> None:
        with transaction.atomic():
            held = Edition.objects.select_for_update().get(pk=source.pk)  # as the admin's form holds it
            held.add_revision(held.newest.blocks[:-1], editor)
            saved.set()
            time.sleep(0.3)
        connection.close()

    thread = threading.Thread(target=save)
    thread.start()
    assert saved.wait(10)
    assert bring(COMPANY, editor).revision.number == 3
    thread.join()


# --- Links --------------------------------------------------------------------------------------------------


def test_only_addresses_of_articles_of_this_site_are_resolved(editor, settings):
    edition = bring(COMPANY, editor).edition
    Edition.objects.filter(pk=edition.pk).update(slug="iron")
    assert resolve_link("/en/health-corner/iron/?a=b#c") == "article:iron"
    assert resolve_link(settings.BASE_URL + "/en/health-corner/iron") == "article:iron"
    for other in (
        "//evil.example/en/health-corner/iron",
        "///en/health-corner/iron/",
        "https://evil.example/en/health-corner/iron/",
        "/en/anything/iron/",
        "/vi/goc-suc-khoe/iron/",
    ):
        assert resolve_link(other) == other
    Article.objects.update(kind=Kind.SNIPPET)
    assert resolve_link("/en/health-corner/iron/") == "/en/health-corner/iron/"
    assert resolve_link(edition.old_address) == edition.old_address


def test_a_hundred_links_are_looked_up_at_once(editor, django_assert_max_num_queries):
    bring(COMPANY, editor)
    old = Edition.objects.get(article__key="iron", language="en").old_address
    page = "<h1>T</h1><p>Words.</p>" + "".join(f"<p>See <a href='{old}?n={n}'>more {n}</a>.</p>" for n in range(100))
    bring(page.replace("?n=", "x/"), editor, key="a")
    with django_assert_max_num_queries(40):
        report = bring(page, editor, key="a")
    assert sum("article:iron" in block.text for block in report.revision.blocks) == 100


# --- Pictures -----------------------------------------------------------------------------------------------


def page_with(*sources: str) -> str:
    figures = "".join(f'<figure><img src="{s}" alt="An eye"><figcaption>Fig.</figcaption></figure>' for s in sources)
    return f"<html><h1>Eyes</h1><p>Two of them.</p>{figures}</html>"


def test_pictures_come_from_beside_the_page(editor, tmp_path):
    (tmp_path / "eye.png").write_bytes(image())
    report = bring(page_with("eye.png"), editor, folder=tmp_path)
    picture = Picture.objects.get()
    _title, _p, figure, alt, caption = report.revision.blocks
    assert figure.attrs == {"src": f"/pictures/{picture.file.name}", "width": "2", "height": "3"}
    assert (alt.text, caption.text, report.notes) == ("An eye", "Fig.", [])


@pytest.mark.parametrize(
    ("src", "sentence"),
    [
        ("gone.png", "did not come"),
        ("../../etc/passwd", "did not come"),
        ("https://example.com/x.png", "did not come"),
        ("/pictures/0123456789abcdef0123456789abcdef.png", "did not come"),
        ("drawing.svg", "is no PNG"),
        ("bomb.png", "is no PNG"),
        ("words.png", "is no PNG"),
        ("data:image/png;base64,AAAA", "is no PNG"),
    ],
)
def test_a_picture_that_cannot_be_had_is_reported_and_its_place_kept(src, sentence, editor, tmp_path):
    (tmp_path / "drawing.svg").write_text("<svg/>")
    (tmp_path / "bomb.png").write_bytes(bomb())
    (tmp_path / "words.png").write_text("words")
    report = bring(page_with(src), editor, folder=tmp_path)
    (note,) = report.notes
    assert sentence in note and not Picture.objects.exists()
    figure = next(block for block in report.revision.blocks if block.kind == "figure")
    assert figure.attrs == {"missing": src}


def test_a_picture_that_comes_later_takes_its_place(editor, tmp_path):
    before = bring(page_with("eye.png", "ear.png"), editor, folder=tmp_path)
    (tmp_path / "ear.png").write_bytes(image())
    after = bring(page_with("eye.png", "ear.png"), editor, folder=tmp_path)
    assert after.is_new and [b.id for b in after.revision.blocks] == [b.id for b in before.revision.blocks]


def test_what_was_left_out_is_said(editor):
    report = bring("<h1>T</h1><p><a href='javascript:x'>y</a></p><iframe src=x></iframe>", editor)
    assert [note.split()[0] for note in report.notes] == ["1", "1"]


def test_two_thousand_paragraphs_are_imported_and_again_with_few_queries(editor, django_assert_max_num_queries):
    texts = [
        f"Paragraph {n} says {n * 7919 % 10007} things about <b>iron</b> and <a href='/x'>more</a>."
        for n in range(2000)
    ]
    with django_assert_max_num_queries(25):
        bring("<h1>T</h1>" + "".join(f"<p>{text}</p>" for text in texts), editor)
    changed = [text + " Or so." if n % 10 == 0 else text for n, text in enumerate(texts)]
    report = bring("<h1>T</h1>" + "".join(f"<p>{text}</p>" for text in changed), editor)
    assert (report.edited, report.added, report.gone) == (200, 0, 0)
