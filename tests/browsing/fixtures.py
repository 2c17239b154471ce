"""The browser of all tests, and the site it looks at: Debian's Chromium, and our server as it is deployed."""

import logging
import os
import shutil

import pytest
from django.conf import settings as configured
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from django.test.testcases import LiveServerThread

from cms.website import build
from cms.website.server import PageServer

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LOCALES = {"en": "en-GB", "vi": "vi-VN"}
# Every test that looks through a browser asks for ``browser``, so that each is skipped where there is none.
# On CI nothing is skipped: tests/conftest.py makes a failure of it.


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests of this process."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code; the tests are not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(transactional_db, folders, caplog):
    """The address of the site: built pages from the page folder, and Django behind them, as in cms/wsgi.py."""
    caplog.set_level(logging.ERROR, "django.request")  # refusals are looked at; failures are told with the test
    thread = LiveServerThread("127.0.0.1", static_handler=_as_deployed)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


def _as_deployed(django):
    return PageServer(
        str(build.page_folder().current),
        StaticFilesHandler(django),
        to_django=("/admin", configured.STATIC_URL),
        languages=dict(configured.LANGUAGES),
        default=configured.X_DEFAULT_LANGUAGE,
        trust=0,
    )


@pytest.fixture
def visit(browser, site):
    """Open a window at the site, for somebody who is logged in or for a visitor; closed after the test."""
    contexts = []

    def open_window(person=None, *, language="en", width=1280, height=900, scheme="light", **more):
        context = browser.new_context(
            base_url=site,
            locale=LOCALES.get(language, language),
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        if person is not None:
            speak(person, language)
            context.add_cookies([session_of(person, site)])
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


def speak(person, language: str) -> None:
    """Let the person's interface be in this language."""
    if person.interface_language != language:
        person.interface_language = language
        person.save(update_fields=["interface_language"])


def session_of(person, site: str) -> dict:
    """The cookie of somebody who has logged in."""
    client = Client()
    client.force_login(person)
    name = configured.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site}
