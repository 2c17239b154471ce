"""The built site in Debian's Chromium: what only a browser can tell."""

import shutil
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from playwright.sync_api import sync_playwright

from cms.articles.models import Article, Significance
from cms.translation import workflow
from cms.website import build
from cms.website.server import PageServer
from tests.conftest import PAGE, all_graded, revise

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
LONG = PAGE.replace("</article>", "".join(f"<p>Paragraph {n} is long.</p>" for n in range(60)) + "</article>")


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def site(published, editor, publisher):
    """The address of the site, served as it is deployed; the English edition is ahead of the Vietnamese one."""
    revise(published.article, editor, "Take 2.5 mg", "Take 25 mg", LONG)
    article = Article.objects.get(pk=published.article_id)
    workflow.publish(article, ["en"], publisher, grades=all_graded(article, Significance.SAFETY))
    build.drain()
    folder = build.page_folder().current
    pages = PageServer(str(folder), lambda *_: [], to_django=("/admin/",), languages=["en", "vi"], default="en")
    server = make_server("127.0.0.1", 0, pages, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_overflows_complains_or_asks_elsewhere(site, browser, width, scheme):
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/en/", "/vi/", "/en/health-corner/", "/en/health-corner/vitamin-b12/",
                 "/vi/goc-suc-khoe/vitamin-b12-o-nguoi/"):  # fmt: skip
        assert page.goto(site + path).status == 200
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert said == []
    assert all(url.startswith(site) for url in asked)
    assert page.context.cookies() == []


def test_the_language_switch_keeps_the_paragraph(site, browser):
    page = browser.new_page(viewport={"width": 800, "height": 600})
    page.goto(site + "/en/health-corner/vitamin-b12/")
    heading = page.get_by_role("heading", name="Treatment")
    heading.evaluate("heading => heading.scrollIntoView()")
    block = heading.get_attribute("id")
    page.get_by_role("link", name="Tiếng Việt").evaluate("link => link.click()")
    page.wait_for_url("**/vi/**")
    assert page.url.endswith(f"#{block}")
    assert page.locator(f"#{block}").text_content() == "Điều trị"


def test_everything_is_read_without_a_script(site, browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(site + "/vi/goc-suc-khoe/vitamin-b12-o-nguoi/")
    page.get_by_text("Đọc đoạn này bằng tiếng Anh").first.click()
    assert page.get_by_text("Take 25 mg").is_visible()
    page.get_by_role("link", name="English").click()
    assert page.url == site + "/en/health-corner/vitamin-b12/"


def test_vietnamese_is_set_in_one_font_composed_or_not(site, browser):
    page = browser.new_page()
    page.goto(site + "/vi/")
    page.evaluate("document.querySelector('h1').textContent = 'Đường huyết ' + 'Đường huyết'.normalize('NFD')")
    page.evaluate("document.fonts.ready")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert [font["familyName"] for font in fonts] == ["Be Vietnam Pro"]
