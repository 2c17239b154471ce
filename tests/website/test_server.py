"""The page layer: what it hands out, what it does not, and that it needs no database."""

import gzip
import json
from types import SimpleNamespace
from urllib.parse import quote, unquote

import brotli
import pytest

from cms.website import addresses
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
        routes = {
            "/vi/cu/": [301, "/vi/bai/"],
            "/vi/gone/": [410, "_answers/vi/gone.html"],
            "/old.html": [301, "/vi/bai/"],
            "/old.html/": [301, "/vi/bai/"],
            "/góc/thứ.html": [301, "/vi/bài/"],
        }
        fresh.write("routes.json", json.dumps(routes).encode())
    return folder


@pytest.fixture
def ask(folder):
    def django(environ, start_response):
        start_response("200 OK", [("X-Django", "yes")])
        return [b"django"]

    options = {"to_django": ("/admin/",), "languages": ["en", "vi"], "default": "en", "trust": 0}
    servers = {https: PageServer(folder.current, django, https=https, **options) for https in (False, True)}

    def ask(path, method="GET", https=False, **headers):
        answer = {}

        def start_response(status, headers):
            answer.update(status=int(status[:3]), headers=dict(headers))

        environ = {"PATH_INFO": path, "REQUEST_METHOD": method}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        answer["body"] = b"".join(servers[https](environ, start_response))
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
        ("br; q=0.000, gzip;q=0.1", "gzip", gzip.decompress),
        ("gzip;q=0.8, br;q=0.9", "br", brotli.decompress),
        ("gzip;q=0.9, br;q=0.8", "gzip", gzip.decompress),
        ("BR;Q=0.5", "br", brotli.decompress),
        ("gzip;q=0, br;q=0", None, bytes),
        ("brilliant, x-gzip", None, bytes),
        ("br;q=", "br", brotli.decompress),
        ("", None, bytes),
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
        ("/vi/gone", 410, "đã gỡ"),
        ("/vi/never/", 404, "không có"),
        ("/en/never/", 404, "not here"),
        ("/elsewhere", 404, "not here"),
    ],
)
def test_what_is_not_there_is_told_in_the_language_of_the_address(ask, path, status, body):
    answer = ask(path)
    assert (answer["status"], answer["body"].decode()) == (status, body)


@pytest.mark.parametrize("path", ["/vi/cu/", "/vi/cu", "/vi/bai", "/old.html", "/old.html/"])
def test_old_addresses_lead_on_in_one_hop(ask, path):
    answer = ask(path)
    assert (answer["status"], answer["headers"]["Location"]) == (301, "/vi/bai/")


@pytest.mark.parametrize("form", ["/góc/thứ.html", "/go\u0301c/thu\u031b\u0301.html"])
def test_an_old_address_is_found_in_any_language(ask, form):
    """As application servers pass it on, each byte a letter (PEP 3333); what is sent back is ASCII."""
    answer = ask(form.encode().decode("latin-1"))
    assert (answer["status"], answer["headers"]["Location"]) == (301, "/vi/b%C3%A0i/")
    assert unquote(answer["headers"]["Location"]) == "/vi/bài/"


@pytest.mark.parametrize("path", ["/\xff\xfe", "/g\xc3", "/vi/\xed\xa0\x80/", "/\r\nSet-Cookie: a=b"])
def test_bytes_that_are_no_text_are_nobodys_address(ask, path):
    assert ask(path)["status"] == 404


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://www.example.com" + quote("/góc/thứ.html"), "/góc/thứ.html"),
        ("https://www.example.com/go\u0301c/", "/góc/"),
        ("https://www.example.com/plain.html?page=2", "/plain.html"),
        ("https://www.example.com/", ""),
        ("", ""),
    ],
)
def test_an_old_path_is_in_letters(address, path):
    assert addresses.old_path(SimpleNamespace(language="vi", slug="", old_address=address)) == path


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


def test_a_site_under_https_is_to_be_asked_for_under_https_only(ask):
    for path in ("/vi/bai/", "/vi/gone/", "/vi/never/", "/vi/cu/", "/assets/site.1.css"):
        lasting = ask(path, https=True)["headers"]["Strict-Transport-Security"]
        assert lasting == "max-age=31536000; includeSubDomains; preload"
        assert "Strict-Transport-Security" not in ask(path)["headers"]


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
