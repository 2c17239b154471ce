"""The page folder behind Debian's nginx answers as our own page layer does."""

import os
import shutil
import socket
import string
import subprocess
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings as django_settings

from cms.translation import workflow
from cms.website import build

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


class Unredirected(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


@pytest.fixture
def nginx(published, publisher, tmp_path):
    """The site after a withdrawal, served from its page folder; a function that asks for a path."""
    workflow.withdraw(published.article, ["vi"], publisher)
    build.build_site()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    shutil.copytree(build.page_folder().root, tmp_path / "served", symlinks=True)
    template = (django_settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    names = {"PAGES": tmp_path / "served", "STATIC": tmp_path, "SERVER_NAME": "localhost"}
    site = string.Template(template).safe_substitute(names)
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
    status, headers, _body = nginx("/en/health-corner/b12/")
    assert (status, headers["Location"]) == (301, "/en/health-corner/vitamin-b12/")
    status, headers, _body = nginx("/en/health-corner/vitamin-b12")
    assert (status, headers["Location"]) == (301, "/en/health-corner/vitamin-b12/")
    for path, expected, language in (
        ("/vi/goc-suc-khoe/vitamin-b12-o-nguoi/", 410, "vi"),
        ("/vi/khong-co/", 404, "vi"),
        ("/en/nothing/", 404, "en"),
        ("/routes.json", 404, "en"),
        ("/en/index.html", 404, "en"),
        ("/.fingerprint", 404, "en"),
        ("/_answers/vi/404.html", 404, "en"),
    ):
        status, headers, body = nginx(path)
        assert (status, f'<html lang="{language}">' in body.decode()) == (expected, True), path
        assert "Content-Security-Policy" in headers


def test_nginx_sends_the_compressed_file_that_lies_beside_the_page(nginx):
    _status, headers, body = nginx("/en/health-corner/vitamin-b12/", **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert body[:2] == b"\x1f\x8b"
