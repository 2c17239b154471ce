"""Articles that come into the house through the admin: a page is imported, a text is begun."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.articles.models import Article, Edition, Kind
from tests.admin.every_kind import png
from tests.conftest import PAGE, make_person

IMPORT, BEGIN = ("admin:import_page", "admin:begin_article")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def fields(**more):
    return {"language": "en", "kind": "article", "key": "", "encoding": "", "html": ""} | more


def test_a_pasted_page_becomes_an_article_named_by_its_title(desk):
    answer = desk.post(reverse(IMPORT), fields(html=PAGE), follow=True)
    edition = Edition.objects.get(is_source=True)
    assert (edition.article.key, edition.newest.title) == ("vitamin-b12", "Vitamin B12")
    assert answer.redirect_chain == [(reverse("admin:articles_edition_change", args=[edition.pk]), 302)]
    assert "was read as revision 1: 10 new blocks" in answer.content.decode()


def test_a_file_becomes_an_article_with_topics(desk, editor):
    topic = Article.objects.create(key="blood", kind=Kind.TOPIC)
    file = SimpleUploadedFile("b12.html", PAGE.replace("utf-8", "utf-16").encode("utf-16"))
    desk.post(reverse(IMPORT), fields(file=file, key="b12", topics=[topic.pk]))
    assert list(Article.objects.get(key="b12").topics.all()) == [topic]


def test_a_page_that_is_sent_again_revises_its_article(desk, article):
    desk.post(reverse(IMPORT), fields(html=PAGE.replace("Take 2.5 mg", "Take 5 mg"), key="b12"))
    assert Edition.objects.get(article=article, is_source=True).newest.number == 2
    answer = desk.post(reverse(IMPORT), fields(html=PAGE.replace("Take 2.5 mg", "Take 5 mg"), key="b12"), follow=True)
    assert "nothing has changed" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"html": "only words"}, "no HTML element"),
        ({"html": "<html><body><p>Words</p></body></html>"}, "no title"),
        ({"html": PAGE, "language": "vi", "key": "b12"}, "it is in the language “en”"),
        ({"html": PAGE, "key": "Not A Key"}, "lower-case letters"),
        ({"html": ""}, "one of the two"),
        ({"file": SimpleUploadedFile("x.html", b"%PDF-1.7 x")}, "of the kind PDF"),
        ({"file": SimpleUploadedFile("x.html", b"<p>" + b"x" * 5_000_001), "key": "x"}, "too large"),
        ({"file": SimpleUploadedFile("x.html", b"<p>" + b"x" * 5_000_001)}, "too large"),
    ],
)
def test_a_page_that_is_none_is_told_on_the_form_and_nothing_is_lost(desk, sent, sentence):
    answer = desk.post(reverse(IMPORT), fields(**sent))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in html
    assert answer.context["form"]["html"].value() == sent.get("html", "")
    assert not Article.objects.exists()


def test_a_key_made_of_the_title_never_meets_another_article(desk, article):
    Article.objects.create(key="vitamin-b12")
    answer = desk.post(reverse(IMPORT), fields(html=PAGE))
    assert "is already used. Give the article another one." in answer.content.decode()


def test_what_an_import_notes_is_told(desk):
    answer = desk.post(
        reverse(IMPORT), fields(html=PAGE.replace("</article>", '<img src="x.png"></article>')), follow=True
    )
    assert "The picture “x.png” did not come with the page" in answer.content.decode()


def test_an_article_is_begun_with_its_title_and_written(desk):
    answer = desk.post(reverse(BEGIN), {"title": "Kẽm", "language": "vi", "kind": "article", "key": ""}, follow=True)
    edition = Edition.objects.get(article__key="kem", is_source=True)
    form = answer.context["adminform"].form.initial
    desk.post(answer.request["PATH_INFO"], form | {"summary": "", "body": "<p>Kẽm là một khoáng chất.</p>"})
    edition.refresh_from_db()
    assert [block.text for block in edition.newest.blocks] == ["Kẽm", "Kẽm là một khoáng chất."]


def test_both_are_linked_from_the_list_for_those_who_may(desk, client, translator):
    listed = reverse("admin:articles_article_changelist")
    assert all(reverse(name) in desk.get(listed).content.decode() for name in (IMPORT, BEGIN))
    client.force_login(translator)
    assert not any(reverse(name) in client.get(listed).content.decode() for name in (IMPORT, BEGIN))


@pytest.mark.parametrize("name", [IMPORT, BEGIN])
def test_who_may_not_import_is_refused_even_for_a_guessed_post(client, translator, name):
    client.force_login(translator)
    assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse(name), fields(html=PAGE, title="X")).status_code == 403
    assert not Article.objects.exists()


def test_only_granted_languages_are_offered_and_taken(client, db):
    client.force_login(make_person("lan", "Editor", languages=["vi"]))
    answer = client.post(reverse(IMPORT), fields(html=PAGE))
    assert answer.context["form"].errors["language"]
    assert not Article.objects.exists()


# --- Pictures of a text that is written --------------------------------------------------------------------------


def uploaded(client, edition, data=None):
    file = SimpleUploadedFile("x.png", png() if data is None else data)
    return client.post(reverse("admin:article_picture_upload", args=[edition.pk]), {"file": file})


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_a_picture_is_kept_and_shown_to_those_who_work_here(desk, client, article, translator, kind):
    said = uploaded(desk, article.source, png(kind=kind)).json()
    shown = reverse("admin:article_picture", args=[said["src"].removeprefix("/pictures/")])
    client.force_login(translator)
    answer = client.get(shown)
    assert answer["Content-Type"] == f"image/{kind.lower()}"
    assert b"".join(answer.streaming_content) == png(kind=kind)
    client.logout()
    assert client.get(shown).status_code == 302


def test_what_is_no_picture_or_too_large_is_refused_with_a_sentence(desk, article, settings):
    assert "no PNG" in uploaded(desk, article.source, b"<svg/>").json()["problem"]
    settings.MAX_IMPORT_BYTES = 10
    assert uploaded(desk, article.source).status_code == 413


def test_pictures_are_taken_for_sources_in_granted_languages_only(client, published, translator):
    article = Article.objects.get(pk=published.article_id)
    client.force_login(translator)
    assert uploaded(client, article.source).status_code == 403
    client.force_login(make_person("lan", "Editor", languages=["vi"]))
    assert uploaded(client, article.source).status_code == 403
    assert uploaded(client, article.editions.get(language="vi")).status_code == 404


def test_a_picture_without_alternative_text_is_saved_with_a_warning(desk, article):
    source = article.source
    src = uploaded(desk, source).json()["src"]
    where = reverse("admin:articles_edition_change", args=[source.pk])
    form = desk.get(where).context["adminform"].form.initial
    form["body"] += f'<figure><img src="{src}" alt="Red"></figure><figure><img src="{src}" alt=""></figure>'
    html = desk.post(where, form, follow=True).content.decode()
    assert "Picture 2 has no alternative text" in html
    assert Edition.objects.get(pk=source.pk).newest.number == 2


def test_what_is_pasted_is_read_without_foreign_pictures(desk):
    html = '<p style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·</span>One</p><img src="file:///c/x.png">'
    said = desk.post(reverse("admin:article_paste"), {"html": html}).json()
    assert said == {"html": "<ul><li>One</li></ul>", "refused": 1}
