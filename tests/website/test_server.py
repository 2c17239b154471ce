"""The page layer: what it hands out, what it does not, and that it needs no database."""

import gzip
import json

import brotli
import pytest

from cms.website.folder import PageFolder
from cms.website.server import PageServer

PAGE = "<p>Xin chào, lão hóa miễn dịch</p>".encode()


@pytest.fixture
def folder(tmp_path):
    folder = PageFolder(tmp_path)
    with folder.fresh() as fresh:
        fresh.write("vi/bai/index.html", PAGE)
        fresh.write("assets/site.1.css", b"p{}")
        fresh.write("_answers/vi/404.html", "không có".encode())
        fresh.write("_answers/en/404.html", b"not here")
        fresh.write("_answers/vi/gone.html", "đã gỡ".encode())
        routes = {"/vi/cu/": [301, "/vi/bai/"], "/vi/gone/": [410, "_answers/vi/gone.html"]}
        fresh.write("routes.json", json.dumps(routes).encode())
    return folder


@pytest.fixture
def ask(folder):
    def django(environ, start_response):
        start_response("200 OK", [("X-Django", "yes")])
        return [b"django"]

    server = PageServer(folder.current, django, to_django=("/admin/",), languages=["en", "vi"], default="en", trust=0)

    def ask(path, method="GET", **headers):
        answer = {}

        def start_response(status, headers):
            answer.update(status=int(status[:3]), headers=dict(headers))

        environ = {"PATH_INFO": path, "REQUEST_METHOD": method}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        answer["body"] = b"".join(server(environ, start_response))
        return answer

    return ask


def test_a_page_is_its_file(ask):
    answer = ask("/vi/bai/")
    assert (answer["status"], answer["body"]) == (200, PAGE)
    assert answer["headers"]["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("br, gzip", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("br;q=0, gzip", "gzip", gzip.decompress),
    ],
)
def test_a_page_comes_in_the_best_encoding_the_reader_takes(ask, accepted, encoding, decode):
    answer = ask("/vi/bai/", accept_encoding=accepted)
    assert answer["headers"].get("Content-Encoding") == encoding
    assert decode(answer["body"]) == PAGE
    assert int(answer["headers"]["Content-Length"]) == len(answer["body"])


def test_a_page_that_the_reader_has_is_not_sent_again(ask):
    etag = ask("/vi/bai/")["headers"]["ETag"]
    answer = ask("/vi/bai/", if_none_match=etag)
    assert (answer["status"], answer["body"]) == (304, b"")


def test_a_rewritten_page_is_seen_at_once(ask, folder):
    before = ask("/vi/bai/", accept_encoding="br")
    folder.write("vi/bai/index.html", b"<p>new</p>")
    after = ask("/vi/bai/", accept_encoding="br")
    assert brotli.decompress(after["body"]) == b"<p>new</p>"
    assert after["headers"]["ETag"] != before["headers"]["ETag"]


def test_a_page_taken_away_is_gone_at_once(ask, folder):
    assert ask("/vi/bai/")["status"] == 200
    folder.remove("vi/bai/index.html")
    assert ask("/vi/bai/")["status"] == 404


def test_a_head_request_has_no_body(ask):
    answer = ask("/vi/bai/", method="HEAD")
    assert (answer["status"], answer["body"]) == (200, b"")


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/vi/gone/", 410, "đã gỡ"),
        ("/vi/never/", 404, "không có"),
        ("/en/never/", 404, "not here"),
        ("/elsewhere", 404, "not here"),
    ],
)
def test_what_is_not_there_is_told_in_the_language_of_the_address(ask, path, status, body):
    answer = ask(path)
    assert (answer["status"], answer["body"].decode()) == (status, body)


@pytest.mark.parametrize(("path", "target"), [("/vi/cu/", "/vi/bai/"), ("/vi/bai", "/vi/bai/"), ("/vi/cu", "/vi/cu/")])
def test_old_addresses_lead_on(ask, path, target):
    answer = ask(path)
    assert (answer["status"], answer["headers"]["Location"]) == (301, target)


@pytest.mark.parametrize(
    "path",
    ["/../secret-key", "/vi/../../secret-key", "/routes.json", "/routes.map", "/_answers/vi/404.html", "/.fingerprint",
     "/vi/bai/index.html", "/vi/bai/index.html.br", "//etc/passwd", "/vi//bai/", "/vi/bai/\0", "/vi", "", "/vi/%2e%2e/",
     "/vi/bai/index.html/", "/assets/site.1.css/", "/assets"],
)  # fmt: skip
def test_nothing_but_pages_is_handed_out(ask, path):
    assert ask(path)["status"] in (301, 404)


def test_every_answer_carries_the_strict_policy(ask):
    for path in ("/vi/bai/", "/vi/gone/", "/vi/never/", "/vi/cu/", "/assets/site.1.css"):
        policy = ask(path)["headers"]["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")


def test_no_page_sets_a_cookie_and_named_files_are_kept_for_ever(ask):
    assert "Set-Cookie" not in ask("/vi/bai/")["headers"]
    assert "immutable" in ask("/assets/site.1.css")["headers"]["Cache-Control"]


def test_the_admin_is_djangos(ask):
    assert ask("/admin/", method="POST")["body"] == b"django"
    assert ask("/vi/bai/", method="POST")["status"] == 405


def test_a_file_is_left_alone_if_its_bytes_are_the_same(folder):
    before = (folder.current / "vi/bai/index.html").stat()
    assert folder.write("vi/bai/index.html", PAGE) is False
    assert (folder.current / "vi/bai/index.html").stat().st_mtime_ns == before.st_mtime_ns


def test_only_one_builder_holds_the_folder(folder):
    with folder.lock(wait=True) as first, folder.lock(wait=False) as second:
        assert first and not second


def test_a_build_that_fails_leaves_the_old_pages(folder):
    with pytest.raises(RuntimeError), folder.fresh() as fresh:
        fresh.write("index.html", b"half")
        raise RuntimeError
    assert (folder.current / "vi/bai/index.html").read_bytes() == PAGE
    assert len(list(folder.root.glob("build-*"))) == 1
