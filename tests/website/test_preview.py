"""Previews: the site's own page over texts that are not published, for whoever has the link, and for a week."""

import base64

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.articles.importer import import_page
from cms.articles.models import Article, Edition
from cms.articles.preview_links import invite
from cms.people.roles import TRANSLATOR
from cms.translation import workflow
from cms.website import build
from cms.website.server import SECURITY_HEADERS
from tests.conftest import PAGE, make_person, revise, unit_of

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
NOW = "2026-11-23 10:00+07:00"


def address(article, language="vi") -> str:
    return invite(article.pk).address(language)


def looked_at(client, article, language="vi") -> BeautifulSoup:
    answer = client.get(address(article, language))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_anybody_with_the_link_reads_the_newest_source(published, editor, client):
    revise(published.article, editor, "Take 2.5 mg", "Take 5 mg")
    page = looked_at(client, published.article, "en")
    assert page.html["lang"] == "en" and "Take 5 mg" in page.select_one(".text").text
    build.drain()
    live = (build.page_folder().current / "en/health-corner/vitamin-b12/index.html").read_text()
    assert "Take 2.5 mg" in live and 'class="preview"' not in live


def test_a_translation_is_shown_as_it_stands_and_says_what_is_not_ready(translated, editor, reviewer, client):
    units = list(translated.units.all())
    approved = [unit for unit in units if unit.source.startswith("Vitamin B12 keeps")]
    workflow.approve(approved, reviewer, read={unit.pk: unit.read_digest for unit in approved})
    revise(translated.article, editor, "Pins and needles</li>", "Great pins and needles</li><li>A sore tongue</li>")
    page = looked_at(client, translated.article)
    assert "Vitamin B12 giữ cho máu" in page.text and "Tê hoặc ngứa ran" in page.text

    def note(unit):
        found = page.find(id=f"note-{unit.context}")
        return found and found["class"][1]

    assert note(approved[0]) is None
    assert note(unit_of(translated, "Tiredness")) == "unapproved"
    assert note(unit_of(translated, "Pins")) == "outdated"
    (missing,) = page.select(".note.missing")
    assert "A sore tongue" in missing.text


def test_the_source_is_read_beneath_a_text_that_is_not_approved(translated, client):
    note = looked_at(client, translated.article).find(id=f"note-{unit_of(translated, 'Tiredness').context}")
    assert note.select_one("p[lang=en]").text == "Tiredness"


@time_machine.travel(NOW, tick=False)
def test_a_banner_says_in_the_language_of_the_page_that_it_is_no_page_yet(translated, client):
    banner = looked_at(client, translated.article, "en").select_one(".preview")
    assert banner.text == "Preview, not published · valid until 30 November 2026"
    banner = looked_at(client, translated.article, "vi").select_one(".preview")
    assert "30 tháng 11 năm 2026" in banner.text


def test_the_switch_leads_to_the_other_preview_not_to_the_live_page(published, client):
    page = looked_at(client, published.article, "en")
    other = page.select_one(".languages a")["href"]
    assert other.startswith("/preview/")
    assert '<html lang="vi"' in client.get(other).content.decode()


def test_nobody_keeps_lists_or_names_a_preview(published, client):
    answer = client.get(address(published.article))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Content-Security-Policy"] == dict(SECURITY_HEADERS)["Content-Security-Policy"]
    assert not answer.cookies
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert not page.select("link[rel=canonical], link[rel=alternate]")


@time_machine.travel(NOW, tick=False)
def test_a_link_is_good_for_as_many_days_as_the_setting_says(published, client, settings):
    settings.PREVIEW_DAYS = 2
    where = address(published.article)
    with time_machine.travel("2026-11-25 09:59+07:00", tick=False):
        assert client.get(where).status_code == 200
    with time_machine.travel("2026-11-25 10:01+07:00", tick=False):
        answer = client.get(where)
    html = answer.content.decode()
    assert answer.status_code == 410 and '<html lang="vi">' in html
    assert "giữ cho máu" not in html and answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_link_that_was_tampered_with_opens_nothing(published, client, language):
    token = invite(published.article_id).token
    number, signed, signature = token.split(".")
    for bad in (f"{int(number) + 1}.{signed}.{signature}", f"{number}.{signed}.{signature[:-2]}xx", "x", "1.2", "..."):
        answer = client.get(reverse("preview", args=[bad, language]))
        assert answer.status_code == 403, bad
        assert f'<html lang="{language}">' in answer.content.decode()
        assert client.get(reverse("preview_picture", args=[bad, "x.png"])).status_code == 404


def test_a_link_signed_for_something_else_opens_nothing(published, client):
    from django.core.signing import TimestampSigner

    for salt in ("password", "cms.other"):
        token = TimestampSigner(salt=salt, sep=".").sign(str(published.article_id))
        assert client.get(reverse("preview", args=[token, "en"])).status_code == 403


def test_the_link_of_one_article_opens_no_other(published, editor, client):
    page = PAGE.replace("/b12/", "/b12-2/").replace("/b12-vi/", "/b12-2-vi/").replace("Tiredness", "Secret words")
    other = import_page(page.encode(), key="second", language="en", by=editor).edition.article
    assert "Secret words" not in client.get(address(published.article, "en")).content.decode()
    assert "Secret words" in client.get(address(other, "en")).content.decode()
    assert client.get(address(other, "vi")).status_code == 404
    assert client.get(address(other, "xx")).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_preview_is_only_read(published, client, method):
    assert getattr(client, method)(address(published.article)).status_code == 405


@pytest.fixture
def pictured(editor) -> Article:
    figure = f'<figure><img src="data:image/png;base64,{PIXEL}" alt="A pixel"></figure>'
    page = PAGE.replace("<h2>Treatment", figure + "<h2>Treatment")
    return import_page(page.encode(), key="b12", language="en", by=editor).edition.article


def test_a_picture_that_is_not_published_is_seen_by_who_has_the_link(pictured, client):
    src = looked_at(client, pictured, "en").select_one("figure img")["src"]
    assert src.startswith("/preview/")
    answer = client.get(src)
    assert b"".join(answer.streaming_content) == base64.b64decode(PIXEL)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "private, no-store")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_only_the_pictures_of_the_text_are_handed_out(pictured, editor, client, folders):
    (folders / "pictures" / "secret.png").write_bytes(b"x")
    other = import_page(PAGE.encode(), key="second", language="en", by=editor).edition.article
    name = looked_at(client, pictured, "en").select_one("figure img")["src"].rsplit("/", 1)[1]
    assert client.get(invite(other.pk).picture(name)).status_code == 404
    for bad in ("secret.png", "..%2Fsecret.png", "%2Fetc%2Fpasswd"):
        token = invite(pictured.pk).token
        assert client.get(f"/preview/{token}/pictures/{bad}").status_code == 404
    with time_machine.travel("2046-11-23"):
        expired = invite(pictured.pk)
    with time_machine.travel("2046-12-23"):
        assert client.get(expired.picture(name)).status_code == 404


def test_links_to_our_articles_lead_where_they_will(published, editor, client):
    linking = '<p>Read <a href="article:b12">about B12</a> and <a href="article:nothing">no</a>.</p>'
    page = PAGE.replace("/b12/", "/new/").replace("/b12-vi/", "/new-vi/").replace("<h2>Signs", linking + "<h2>Signs")
    new = import_page(page.encode(), key="new", language="en", by=editor).edition.article
    text = looked_at(client, new, "en").select_one(".text")
    assert text.find("a", string="about B12")["href"] == "/en/health-corner/vitamin-b12/"
    assert text.find("a", string="no") is None


def test_hostile_words_of_a_draft_are_shown_not_run(translation, translator, client):
    title = translation.units.get(kind="title")
    workflow.translate(title, "<script>alert(1)</script>", translator, base=title.version)
    assert "<script>alert" not in client.get(address(translation.article)).content.decode()


def test_a_preview_takes_few_queries(published, client, django_assert_max_num_queries):
    where = address(published.article)
    with django_assert_max_num_queries(22):
        client.get(where)


# --- From the admin ---------------------------------------------------------------------------------------------


def test_who_may_see_editions_opens_previews_and_takes_links(translated, client):
    client.force_login(make_person("somebody", TRANSLATOR))
    opened = client.get(reverse("admin:preview_article", args=[translated.article_id, "vi"]))
    assert client.get(opened["Location"]).status_code == 200
    page = client.get(reverse("admin:preview_link", args=[translated.article_id]))
    shown = BeautifulSoup(page.content, "html.parser")
    assert [field["value"].split("/")[-2] for field in shown.select("input[readonly]")] == ["en", "vi"]
    client.logout()
    for field in shown.select("input[readonly]"):
        assert client.get(field["value"].removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("name", ["preview_article", "preview_link"])
def test_who_may_not_see_editions_gets_no_link(translated, client, name):
    arguments = [translated.article_id, "vi"] if name == "preview_article" else [translated.article_id]
    where = reverse(f"admin:{name}", args=arguments)
    assert "/admin/login/" in client.get(where)["Location"]
    client.force_login(make_person("guest"))
    assert client.get(where).status_code == 403


def test_a_preview_changes_nothing(translated, client):
    before = list(Edition.objects.values_list("pk", "newest", "published"))
    client.get(address(translated.article))
    assert list(Edition.objects.values_list("pk", "newest", "published")) == before
