"""Going through many pages: each is loaded once, and looked at in both schemes and at both widths."""

import os

import pytest
from playwright.sync_api import Error
from playwright.sync_api import TimeoutError as NothingCame

from cms.articles.models import Article, Revision
from cms.people.models import Person
from tests.browsing import inspection
from tests.browsing.watch import watch

# Where everything is checked every page is seen in both schemes at both widths; elsewhere axe-core looks at it once.
FULLY = bool(os.environ.get("CI"))
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 800}
# An answer that is no page: a file to keep, or nothing but a status.
_NO_PAGE = ("Download is starting", "ERR_HTTP_RESPONSE_CODE_FAILURE", "ERR_ABORTED")


class Walk:
    """Somebody's way through pages in one language, and what was wrong on it."""

    def __init__(self, page, language: str, *, for_barriers: bool = True) -> None:
        """Without ``for_barriers`` axe-core is not asked: somebody else looks at the same pages with it."""
        self.language, self.for_barriers = language, for_barriers
        self.use(page)
        self.seen: set[str] = set()
        self.wrong: dict[str, list[str]] = {}
        self.known, self.titles = -1, list[str]()

    def use(self, page) -> None:
        self.page, self.watch = page, watch(page, expected=(403, 404, 405, 410))

    def open(self, path: str) -> bool:
        """Go there; False if there is no page to look at, or it was looked at before."""
        self.watch.refused = ""
        try:
            answer = self.page.goto(path)
        except Error as error:
            if not any(reason in str(error) for reason in _NO_PAGE):
                raise
            context = self.page.context
            self.page.close()  # the browser puts a page of its own there, whenever it comes to it
            self.use(context.new_page())
            return False
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            return False
        # One refusal is as another.
        return (f"{answer.status} {self.page.title()}" if answer.status >= 400 else self.page.url) not in self.seen

    def visit(self, path: str, *, thoroughly: bool = False) -> bool:
        return self.open(path) and self.inspect(path, thoroughly=thoroughly)

    def inspect(self, name: str, *, thoroughly: bool = False) -> bool:
        """Look at the page that is open: at a desk by day and on a phone by night, thoroughly the other ways too."""
        self.seen |= {self.page.url, f"{self.watch.status} {self.page.title()}"}
        self.note(name, self.watch.complaints() + self.foreign_words())
        self.look(name, DESK, "light", None if self.for_barriers else [])
        if thoroughly and FULLY:
            self.look(name, DESK, "dark", inspection.OF_COLOURS)
            self.look(name, PHONE, "light", inspection.OF_COLOURS)
        # Colours and targets are the same in every language; whether its words fit is not.
        coloured = FULLY and (thoroughly or self.language == "en")
        self.look(name, PHONE, "dark", inspection.OF_LAYOUT if coloured else [])
        self.page.set_viewport_size(DESK)
        self.page.emulate_media(color_scheme="light")
        return True

    def foreign_words(self) -> list[str]:
        if "/preview/" in self.page.url:  # it speaks the language of its edition
            return []
        if self.known != (known := Revision.objects.count()):
            self.known = known
            self.titles = _longest_first({revision.title for revision in Revision.objects.all()} - {""})
        codes = {*Article.objects.values_list("key", flat=True), *Person.objects.values_list("username", flat=True)}
        return inspection.language(self.page, self.language, self.titles, _longest_first(codes))

    def look(self, name: str, size: dict, scheme: str, rules: list[str] | None = None) -> None:
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme=scheme)
        self.page.evaluate("document.getAnimations().forEach(animation => animation.finish())")  # colours that fade
        barriers = [] if rules == [] else inspection.axe(self.page, rules)
        found = inspection.overflow(self.page) + barriers + self.watch.complaints()
        self.note(f"{name} ({size['width']} {scheme})", found)

    def press(self, button) -> bool:
        """Press what leads to another page; False where it brought a file instead."""
        try:
            with self.page.expect_navigation(timeout=5000):
                button.click()
        except NothingCame:
            return False
        return True

    def note(self, where: str, found: list[str]) -> None:
        for fault in found:
            self.wrong.setdefault(fault, []).append(f"{where}, {self.language}")

    def assert_faultless(self) -> None:
        """Fail with each fault once, and the pages that have it."""
        assert self.seen, "No page was looked at."
        told = [f"{fault}\n    on {'; '.join(pages[:3])}{_more(pages[3:])}" for fault, pages in self.wrong.items()]
        if told:
            pytest.fail(f"{len(told)} faults:\n" + "\n".join(told), pytrace=False)


def _longest_first(names) -> list[str]:
    return sorted(names, key=len, reverse=True)


def _more(pages: list[str]) -> str:
    return f" and {len(pages)} more" if pages else ""
