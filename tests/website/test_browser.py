"""The built site in Debian's Chromium: what only a browser can tell."""

import pytest

from cms.articles.models import Article, Significance
from cms.translation import workflow
from cms.website import build
from tests.browsing.watch import watch
from tests.conftest import PAGE, all_graded, revise

LONG = PAGE.replace("</article>", "".join(f"<p>Paragraph {n} is long.</p>" for n in range(60)) + "</article>")


@pytest.fixture
def reader(visit, published, editor, publisher):
    """Open a window on the site; its English edition is ahead of the Vietnamese one."""
    revise(published.article, editor, "Take 2.5 mg", "Take 25 mg", LONG)
    article = Article.objects.get(pk=published.article_id)
    workflow.publish(article, ["en"], publisher, grades=all_graded(article, Significance.SAFETY))
    build.drain()
    return visit


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_overflows_complains_or_asks_elsewhere(reader, width, scheme):
    page = reader(width=width, height=800, scheme=scheme)
    watched = watch(page)
    for path in ("/", "/en/", "/vi/", "/en/health-corner/", "/en/health-corner/vitamin-b12/",
                 "/vi/goc-suc-khoe/vitamin-b12-o-nguoi/"):  # fmt: skip
        assert page.goto(path).status == 200
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert watched.complaints() == []
    assert page.context.cookies() == []


def test_the_language_switch_keeps_the_paragraph(reader):
    page = reader(width=800, height=600)
    page.goto("/en/health-corner/vitamin-b12/")
    heading = page.get_by_role("heading", name="Treatment")
    heading.evaluate("heading => heading.scrollIntoView()")
    block = heading.get_attribute("id")
    page.get_by_role("link", name="Tiếng Việt").evaluate("link => link.click()")
    page.wait_for_url("**/vi/**")
    assert page.url.endswith(f"#{block}")
    assert page.locator(f"#{block}").text_content() == "Điều trị"


def test_everything_is_read_without_a_script(reader):
    page = reader(java_script_enabled=False)
    page.goto("/vi/goc-suc-khoe/vitamin-b12-o-nguoi/")
    page.get_by_text("Đọc đoạn này bằng tiếng Anh").first.click()
    assert page.get_by_text("Take 25 mg").is_visible()
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/health-corner/vitamin-b12/")


def test_vietnamese_is_set_in_one_font_composed_or_not(reader):
    page = reader()
    page.goto("/vi/")
    page.evaluate("document.querySelector('h1').textContent = 'Đường huyết ' + 'Đường huyết'.normalize('NFD')")
    page.evaluate("document.fonts.ready")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert [font["familyName"] for font in fonts] == ["Be Vietnam Pro"]
