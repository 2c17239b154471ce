"""Every page of the admin in Chromium: no complaint of the browser, no barrier, no word of another language."""

import pytest
from django.urls import reverse

from tests.browsing import addresses
from tests.browsing.everything import empty_lists
from tests.browsing.visits import FULLY, Walk
from tests.conftest import VIETNAMESE

ADDRESSES = addresses.of_the_admin()
SECTIONS = sorted({address.section for address in ADDRESSES})
# Where everything is checked both; elsewhere the one whose words may be missing or too long.
LANGUAGES = ["en", "vi"] if FULLY else ["vi"]
MAIN = ("index", "_changelist", "_change", "login")
# What a list offers besides itself: its first filter, else a day of its dates, else another order.
LINKS = "#changelist-filter li:not(.selected) a, .toplinks a, th.sortable a"


def test_there_is_one_of_everything_to_look_at(everything):
    assert empty_lists() == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section or "whole")
def test_every_address_is_a_page_without_fault(everything, visit, section, language):
    walk = Walk(visit(everything, language=language), language)
    for address in ADDRESSES:
        paths = address.fill() if address.section == section else []
        for path in paths:
            walk.visit(path, thoroughly=address.name.endswith(MAIN))
        if paths and walk.page.url.endswith(paths[-1]) and send_empty(walk):
            walk.inspect(f"{paths[-1]} sent empty")
    walk.assert_faultless()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_is_searched_and_filtered_without_fault(everything, visit, language):
    walk = Walk(visit(everything, language=language), language)
    for path in lists():
        walk.open(f"{path}?q=b12")
        if (further := walk.page.locator(LINKS)).count():
            walk.visit(further.first.evaluate("link => link.href"))
        else:
            walk.inspect(f"{path}?q=b12")
    walk.assert_faultless()


def lists() -> list[str]:
    return [path for address in ADDRESSES if address.name.endswith("_changelist") for path in address.fill()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_of_a_list_is_confirmed_or_told_without_fault(everything, visit, language):
    walk = Walk(visit(everything, language=language), language)
    for path in lists():
        walk.open(path)
        acts = walk.page.eval_on_selector_all("select[name=action] option", "all => all.map(option => option.value)")
        for act in filter(None, acts):
            walk.open(path)
            walk.page.locator("input[name=_selected_action]").first.check()
            walk.page.locator("select[name=action]").first.select_option(act)
            if walk.press(walk.page.locator("button[name=index]").first):
                walk.inspect(f"{path} {act}")
    walk.assert_faultless()


FIELDS = "input[type=text], input[type=password], input[type=file], textarea"


def send_empty(walk) -> bool:
    """Send the form of the page with nothing in it; whether it comes back with errors."""
    form = walk.page.locator(f"#content form[method=post]:has({FIELDS})").first
    if not form.count() or walk.page.locator("#changelist").count():
        return False
    form.evaluate(
        """(form, fields) => {
            form.noValidate = true;
            form.querySelectorAll(fields).forEach(field => { field.value = ""; });
        }""",
        FIELDS,
    )
    return walk.press(form.locator("[type=submit]").first) and walk.page.locator(".errorlist, .errornote").count() > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visitor_of_the_admin_meets_no_fault(everything, visit, language):
    walk = Walk(visit(language=language), language)
    walk.visit(reverse("admin:index"), thoroughly=True)
    send_empty(walk)
    walk.inspect("a log-in sent empty")
    walk = Walk(visit(everything, language=language), language)
    walk.open(reverse("admin:index"))
    assert walk.press(walk.page.locator("#logout-form button"))
    walk.inspect("logged out", thoroughly=True)
    walk.assert_faultless()


@pytest.mark.parametrize("role", ["editor", "translator", "reviewer", "publisher"])
def test_each_role_has_an_index_and_lists_without_fault(everything, visit, role, request):
    walk = Walk(visit(request.getfixturevalue(role), language="vi"), "vi", for_barriers=FULLY)
    assert walk.visit(reverse("admin:index"))
    allowed = walk.page.eval_on_selector_all("#content a, nav a", "all => all.map(link => new URL(link.href).pathname)")
    opened = [path for path in lists() if path in allowed and walk.visit(path)]
    assert opened
    walk.assert_faultless()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalog_that_was_taken_in_is_reported_without_fault(everything, published, visit, language):
    walk = Walk(visit(everything, language=language), language)
    walk.open(reverse("admin:catalog_upload", args=[published.pk]))
    catalog = f'msgctxt "x"\nmsgid "Signs"\nmsgstr "{VIETNAMESE["Signs"]}"\n'
    file = {"name": "b12.vi.po", "mimeType": "text/x-gettext-translation", "buffer": catalog.encode()}
    walk.page.locator("input[type=file]").set_input_files(file)
    assert walk.press(walk.page.locator("#content [type=submit]").first)
    walk.inspect("the report of an upload")
    walk.assert_faultless()
