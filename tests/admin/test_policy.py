"""The Content-Security-Policy: what pages may load and run, so that nothing is loosened by the way."""

import re

import pytest
from django.urls import reverse

from cms.website.server import SECURITY_HEADERS


def policy(response) -> dict[str, list[str]]:
    """Directive by directive; no header at all is no policy."""
    directives = response["Content-Security-Policy"].split(";")
    return {name: sources for name, *sources in (directive.split() for directive in directives if directive.strip())}


@pytest.fixture
def index(client, boss):
    client.force_login(boss)
    return lambda: client.get(reverse("admin:index"))


def test_the_admin_runs_and_is_styled_by_its_own_files_and_by_what_carries_the_nonce(index):
    directives = policy(index())
    for name in ("script-src", "style-src"):
        own, nonce = directives.pop(name)
        assert own == "'self'" and re.fullmatch(r"'nonce-[\w+/=-]{16,}'", nonce)
    assert directives == {
        "default-src": ["'none'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }


def test_each_answer_of_the_admin_has_a_nonce_of_its_own(index):
    assert policy(index())["script-src"] != policy(index())["script-src"]


def test_nothing_in_the_admin_is_inline_without_the_nonce(index):
    html = index().content.decode()
    nonce = re.search(r"'nonce-([^']+)'", index()["Content-Security-Policy"])
    assert nonce
    inline = re.findall(r"<(?:script|style)\b(?![^>]*(?:\bsrc=|\bnonce=|\btype=\"application/json\"))[^>]*>", html)
    assert inline == [] and not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", html)


def test_a_visitors_page_runs_nothing_but_its_own_files():
    assert dict(SECURITY_HEADERS)["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/no-such-page/"])
def test_the_policy_is_on_pages_before_the_log_in_too(client, db, path):
    assert policy(client.get(path, follow=True))["default-src"] == ["'none'"]
