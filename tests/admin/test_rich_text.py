"""The editor of an article's text, in Chromium: what is not touched is not changed, and nothing typed is lost."""

import json

import pytest
from django.urls import reverse

from cms.articles.models import Edition, Picture
from tests.admin.every_kind import article_of_every_kind, png
from tests.browsing import inspection
from tests.browsing.watch import watch

GOOGLE_DOCS = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr">'
    '<span style="font-weight:400;">Take </span><span style="font-weight:700;">one</span></p>'
    '<div dir="ltr"><table><tbody><tr><td><p>Age</p></td><td><p>Dose</p></td></tr>'
    "<tr><td><p>Adults</p></td><td><p>1 mg</p></td></tr></tbody></table></div>"
    '<img src="https://elsewhere.example/x.png"></b>'
)
PASTE = """([html, text]) => {
    const data = new DataTransfer()
    data.setData("text/html", html)
    data.setData("text/plain", text)
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    document.querySelector(".ProseMirror").dispatchEvent(event)
}"""


@pytest.fixture
def edition(editor, site):
    return article_of_every_kind(editor)


@pytest.fixture
def opened(visit, editor, edition):
    """Open the edition's form, in a window of this kind."""

    def open_form(**more):
        page = visit(editor, **more)
        page.watch = watch(page)
        page.goto(address(edition))
        return page

    return open_form


def address(edition):
    return reverse("admin:articles_edition_change", args=[edition.pk])


def text_of(page):
    return page.locator(".prose .ProseMirror")


def save(page):
    page.locator("input[name=_continue]").click()
    page.locator(".messagelist").wait_for()


def newest(edition):
    return Edition.objects.get(pk=edition.pk).newest


def put_at_the_end(page):
    text_of(page).get_by_text("The end.").click()
    page.keyboard.press("End")


def without_ids(blocks):
    return [(block.kind, block.text, dict(block.attrs)) for block in blocks]


def test_who_saves_without_an_edit_makes_no_revision(opened, edition):
    page = opened()
    save(page)
    assert newest(edition).number == 1
    assert page.watch.complaints() == []


def test_a_block_that_nobody_touched_keeps_its_text_its_id_and_its_place(opened, edition):
    page = opened()
    put_at_the_end(page)
    page.keyboard.type(" Really.")
    save(page)
    before, after = edition.newest.data, newest(edition).data
    assert after[-1]["text"] == "The end. Really."
    assert [block["id"] for block in after] == [block["id"] for block in before]
    assert after[:-1] == before[:-1]


def test_an_edit_that_is_taken_back_is_no_revision(opened, edition):
    page = opened()
    put_at_the_end(page)
    page.keyboard.type(" No.")
    for _letter in " No.":
        page.keyboard.press("Backspace")
    save(page)
    assert newest(edition).number == 1


def test_typed_spaces_are_spaces(opened, edition):
    page = opened()
    put_at_the_end(page)
    page.keyboard.press("Enter")
    page.keyboard.type("a  b c 5 mg ")
    page.keyboard.type("d")
    typed = text_of(page).locator("p", has_text="5 mg d").evaluate("paragraph => paragraph.textContent")
    assert typed == "a  b c 5 mg d"
    save(page)
    assert newest(edition).blocks[-1].text == "a b c 5 mg d"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_editor_is_named_and_no_barrier(opened, edition, language):
    page = opened(language=language)
    box = page.get_by_role("textbox", name={"en": "Text of the article", "vi": "Nội dung bài viết"}[language])
    assert box.get_attribute("lang") == "en"
    assert box.get_attribute("spellcheck") == "true"
    names = page.locator("[role=toolbar] button").evaluate_all("all => all.map(b => [b.ariaLabel, b.title])")
    assert all(name and name == title for name, title in names)
    assert len({name for name, _title in names}) == len(names)
    text_of(page).get_by_text("1 mg").click()
    assert inspection.axe(page, None) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_browser_has_nothing_to_complain_of(opened, edition, scheme):
    page = opened(scheme=scheme)
    text_of(page).get_by_text("1 mg").click()
    page.keyboard.type("x")
    page.evaluate(PASTE, ['<p style="color: red" onclick="x()">Styled <b style="font-weight: 400">words</b></p>', ""])
    page.locator("[data-name=picture]").click()
    page.keyboard.press("Escape")
    assert page.watch.complaints() == []


def test_the_toolbar_is_reached_and_walked_by_keys(opened, edition):
    page = opened()
    text_of(page).get_by_text("The end.").click(click_count=3)
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Home")
    for _step in range(6):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    save(page)
    assert newest(edition).blocks[-1].text == "<strong>The end.</strong>"


def test_a_link_to_an_article_is_set_and_one_to_a_script_is_not(opened, edition):
    page = opened()
    text_of(page).get_by_text("The end.").click(click_count=3)
    page.keyboard.press("Control+k")
    page.get_by_label("Address").fill("javascript:alert(1)")
    page.get_by_role("button", name="Apply").click()
    assert page.get_by_role("alert").text_content() == "This is no address that can be followed."
    page.get_by_label("Address").fill("article:b12")
    page.get_by_role("button", name="Apply").click()
    save(page)
    assert newest(edition).blocks[-1].text == '<a href="article:b12">The end.</a>'


def test_a_table_is_made_captioned_and_left_by_keys(opened, edition):
    page = opened()
    put_at_the_end(page)
    page.keyboard.press("Enter")
    page.locator("[data-name=table]").click()
    page.get_by_label("Rows").fill("2")
    page.get_by_label("Columns").fill("2")
    page.get_by_role("button", name="Insert").click()
    text_of(page).locator("[data-legend]").last.click()
    page.keyboard.type("Meals")
    page.keyboard.press("Enter")
    for word in ("Meal", "Hour", "First", "7"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.matches('.ProseMirror')")
    save(page)
    made = without_ids(newest(edition).blocks)[-8:]
    assert [(kind, text) for kind, text, _attrs in made] == [
        ("table", ""), ("legend", "Meals"), ("row", ""), ("header", "Meal"), ("header", "Hour"),
        ("row", ""), ("cell", "First"), ("cell", "7"),
    ]  # fmt: skip


def test_a_picture_is_uploaded_described_and_shown_before_it_is_published(opened, edition):
    page = opened()
    put_at_the_end(page)
    page.locator("[data-name=picture]").click()
    file = {"name": "green.png", "mimeType": "image/png", "buffer": png((30, 200, 30), (60, 30))}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Insert").click()
    assert page.locator("dialog").is_visible()  # nothing goes in without an alternative text
    page.get_by_label("Alternative text").fill("A green field")
    page.get_by_label("Caption").fill("Green.")
    page.get_by_role("button", name="Insert").click()
    shown = text_of(page).get_by_alt_text("A green field")
    shown.wait_for()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 60
    save(page)
    figure, alt, caption = newest(edition).blocks[-3:]
    assert figure.attrs == {"src": f"/pictures/{Picture.objects.latest('pk').file}", "width": "60", "height": "30"}
    assert (alt.text, caption.text) == ("A green field", "Green.")
    assert page.watch.complaints() == []


def test_an_alternative_text_is_changed_and_the_picture_is_the_same_block(opened, edition):
    page = opened()
    text_of(page).get_by_role("button", name="Describe the picture").first.click()
    page.get_by_label("Alternative text").fill("Deep blue")
    page.get_by_role("button", name="Apply").click()
    save(page)
    before, after = edition.newest.blocks, newest(edition).blocks
    assert [block.id for block in after] == [block.id for block in before]
    assert next(block.text for block in after if block.kind == "alt") == "Deep blue"


def test_what_is_no_picture_is_refused_with_a_sentence(opened, edition):
    page = opened()
    page.locator("[data-name=picture]").click()
    page.get_by_label("File").set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"})
    page.get_by_label("Alternative text").fill("Nothing")
    page.get_by_role("button", name="Insert").click()
    page.get_by_text("This is no PNG").wait_for()


def test_a_table_pasted_from_a_word_processor_is_a_table_and_its_foreign_picture_stays_there(opened, edition):
    page = opened()
    put_at_the_end(page)
    page.keyboard.press("Enter")
    page.evaluate(PASTE, [GOOGLE_DOCS, "Take one"])
    page.get_by_text("A picture from another site was left out.").wait_for()
    save(page)
    made = [(kind, text) for kind, text, _attrs in without_ids(newest(edition).blocks)][-8:]
    assert made == [
        ("paragraph", "Take <strong>one</strong>"), ("table", ""), ("row", ""), ("cell", "Age"), ("cell", "Dose"),
        ("row", ""), ("cell", "Adults"), ("cell", "1 mg"),
    ]  # fmt: skip
    assert page.watch.complaints() == []


def test_a_picture_pasted_from_a_page_is_refused(opened, edition):
    page = opened()
    put_at_the_end(page)
    page.evaluate(PASTE, ['<p>Words <img src="https://elsewhere.example/x.png" alt="x"> too</p>', "Words too"])
    page.get_by_text("A picture from another site was left out.").wait_for()
    assert "elsewhere" not in page.locator("#id_body").input_value()
    assert page.watch.complaints() == []


def test_without_scripts_the_text_is_written_as_html(opened, edition):
    page = opened(java_script_enabled=False)
    area = page.get_by_label("Text of the article")
    assert area.is_visible()
    area.fill(area.input_value() + "<p onclick='x()'>Typed <script>alert(1)</script><b>by hand</b></p>")
    page.locator("input[name=_continue]").click()
    assert newest(edition).blocks[-1].text == "Typed <strong>by hand</strong>"
    assert [b.id for b in newest(edition).blocks[:-1]] == [b.id for b in edition.newest.blocks]


def test_where_the_editor_does_not_start_the_text_area_stays(visit, editor, edition):
    page = visit(editor)
    page.route("**/prose-schema*.js", lambda route: route.fulfill(status=404, body=""))
    page.goto(address(edition))
    assert page.get_by_label("Text of the article").is_visible()


def test_the_toolbar_stays_in_sight_on_a_long_text(opened, edition):
    page = opened(width=1280, height=600)
    text_of(page).get_by_text("The end.").scroll_into_view_if_needed()
    assert page.locator("[data-name=strong]").evaluate("button => button.getBoundingClientRect().top >= 0")
    assert page.locator("[data-name=strong]").is_visible()


def test_what_the_editor_says_is_all_translated(opened, edition):
    page = opened(language="vi")
    config = json.loads(page.locator("#id_body").get_attribute("data-django-prose-editor-article"))
    english = {"Undo", "Redo", "Heading 2", "Strong", "Table", "Picture", "Apply", "Cancel", "Caption"}
    assert not english & set(config["words"].values())
