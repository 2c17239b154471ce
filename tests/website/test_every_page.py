"""Every page that visitors can reach, in Chromium: no complaint of the browser, no barrier, nothing too wide."""

import json

import pytest
from django.conf import settings

from cms.website import build
from tests.browsing.visits import Walk

# What the browser itself would not show as a page of the site.
FILES = (".xml", ".txt", ".json")


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_page_that_links_lead_to_is_without_fault(everything, visit, language):
    walk, home = Walk(visit(language=language), language), f"/{language}/"
    found, waiting = {home}, [home]
    while waiting:
        path = waiting.pop()
        if not walk.visit(path, thoroughly=True):
            continue
        for further in links(walk.page):
            if further.startswith(home) and not further.endswith(FILES) and further not in found:
                found.add(further)
                waiting.append(further)
    assert len(found) > 2
    walk.assert_faultless()


def links(page) -> list[str]:
    """The addresses on the page that are our own, without the place in the page."""
    return page.eval_on_selector_all(
        "a[href]",
        "all => all.map(a => new URL(a.href)).filter(url => url.host === location.host).map(url => url.pathname)",
    )


@pytest.mark.parametrize("language", ["en", "vi"])
def test_missing_and_withdrawn_pages_are_without_fault(everything, visit, language):
    walk = Walk(visit(language=language), language)
    routes = json.loads(build.page_folder().read("routes.json"))
    gone = [path for path, (status, _name) in routes.items() if status == 410]
    assert gone
    walk.visit(f"/{language}/no-such-page/", thoroughly=True)
    for path in gone:
        if path.startswith(f"/{language}/"):
            walk.visit(path, thoroughly=True)
    walk.assert_faultless()


def test_the_front_page_leads_to_every_language(everything, visit):
    page = visit()
    page.goto("/")
    assert {f"/{code}/" for code, _name in settings.LANGUAGES} <= set(links(page))
