"""The page folder behind Debian's nginx answers as our own page layer does."""

import os
import shutil
import socket
import string
import subprocess
import threading
import time
import urllib.error
import urllib.request
from urllib.parse import quote
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings as django_settings

from cms.translation import workflow
from cms.website import build
from cms.website.server import SECURITY_HEADERS

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


class Unredirected(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


class Silent(WSGIRequestHandler):
    def log_message(self, *args):
        pass


OLD = {"en": "/góc/thứ.html", "vi": "/" + "bài-cũ-" * 25 + "/"}


@pytest.fixture
def admin():
    """The port of what stands for Django: it answers with the path it was asked for, for no cache to keep."""

    def application(environ, start_response):
        start_response("200 OK", [("Cache-Control", "private"), ("Content-Security-Policy", "default-src 'self'")])
        return [environ["PATH_INFO"].encode()]

    with make_server("127.0.0.1", 0, application, handler_class=Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def nginx(published, publisher, admin, tmp_path):
    """The site after a withdrawal, served from its page folder; a function that asks for a path."""
    for language, path in OLD.items():
        published.article.editions.filter(language=language).update(old_address=f"https://old.example{quote(path)}")
    workflow.withdraw(published.article, ["vi"], publisher)
    build.build_site()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    shutil.copytree(build.page_folder().root, tmp_path / "served", symlinks=True)
    template = (django_settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "site.map").write_text("static")
    names = {"PAGES": tmp_path / "served", "STATIC": tmp_path / "static", "SERVER_NAME": "localhost"}
    names |= {"LANGUAGES": "en|vi", "DEFAULT_LANGUAGE": "vi"}
    site = string.Template(template).safe_substitute(names).replace("127.0.0.1:8000", f"127.0.0.1:{admin}")
    (tmp_path / "site.conf").write_text(site.replace("listen 80", f"listen 127.0.0.1:{port}"))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}}\n"
        f"{'user root;' if os.getuid() == 0 else ''}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; {temporary} include {tmp_path}/site.conf; }}\n"
    )
    process = subprocess.Popen([NGINX, "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "error.log")])
    _wait_for(port)
    yield lambda path, **headers: _ask(port, path, headers)
    process.terminate()
    process.wait(10)


def _wait_for(port):
    for _attempt in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx did not start")


def _ask(port, path, headers):
    opener = urllib.request.build_opener(Unredirected)
    try:
        answer = opener.open(urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=5)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, dict(answer.headers), answer.read()


def test_nginx_hands_out_pages_redirects_and_answers_in_the_readers_language(nginx):
    status, headers, body = nginx("/en/health-corner/vitamin-b12/")
    assert status == 200 and b"<h1>Vitamin B12</h1>" in body
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    status, headers, _body = nginx("/en/health-corner/vitamin-b12")
    assert (status, headers["Location"]) == (301, "/en/health-corner/vitamin-b12/")
    for path, expected, language in (
        ("/vi/goc-suc-khoe/vitamin-b12-o-nguoi/", 410, "vi"),
        ("/vi/khong-co/", 404, "vi"),
        ("/en/nothing/", 404, "en"),
        ("/vi/goc-suc-khoe/vitamin-b12-o-nguoi", 410, "vi"),
        ("/routes.json", 404, "vi"),
        ("/en/index.html", 404, "en"),
        ("/.fingerprint", 404, "vi"),
        ("/_answers/vi/404.html", 404, "vi"),
    ):
        status, headers, body = nginx(path)
        assert (status, f'<html lang="{language}">' in body.decode()) == (expected, True), path
        assert "Content-Security-Policy" in headers


def test_nginx_sends_the_compressed_file_that_lies_beside_the_page(nginx):
    _status, headers, body = nginx("/en/health-corner/vitamin-b12/", **{"Accept-Encoding": "gzip"})
    assert (headers["Content-Encoding"], headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert body[:2] == b"\x1f\x8b"


def test_nginx_knows_old_addresses_in_any_language_with_and_without_a_slash(nginx):
    for path in ("/góc/thứ.html", "/góc/thứ.html/"):
        status, headers, _body = nginx(quote(path))
        assert (status, headers["Location"]) == (301, "/en/health-corner/vitamin-b12/")
    for path in (OLD["vi"], OLD["vi"].rstrip("/")):
        assert nginx(quote(path))[0] == 410


def test_nginx_sends_the_headers_of_our_own_page_layer_with_everything(nginx):
    page = nginx("/en/health-corner/vitamin-b12/")[2].decode()
    asset = next(word for word in page.split('"') if word.startswith("/assets/"))
    for path, status, kept in (
        ("/en/health-corner/vitamin-b12/", 200, "public, max-age=60"),
        ("/en/nothing/", 404, None),
        (asset, 200, "public, max-age=31536000, immutable"),
        ("/static/site.map", 200, "public, max-age=31536000, immutable"),
    ):
        found, headers, _body = nginx(path)
        assert (found, headers.get("Cache-Control")) == (status, kept), path
        assert {name: headers.get(name) for name, _value in SECURITY_HEADERS} == dict(SECURITY_HEADERS), path
        assert "Strict-Transport-Security" not in headers
        headers = nginx(path, **{"X-Forwarded-Proto": "https"})[1]
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_nginx_passes_the_admin_and_previews_on_and_adds_nothing_to_their_answers(nginx):
    for path in ("/admin/", "/admin/articles/article/1/change/", "/preview/1.x.y/vi/", "/preview/1.x.y/pictures/a.png"):
        status, headers, body = nginx(path)
        assert (status, body.decode()) == (200, path)
        assert (headers["Cache-Control"], headers["Content-Security-Policy"]) == ("private", "default-src 'self'")
        assert "Cross-Origin-Opener-Policy" not in headers
