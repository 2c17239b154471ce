"""The thin layer in front of Django: hands out the page folder from memory, without a database.

WSGI (PEP 3333). Bytes and headers are kept and checked against the file's age and size a few times a second; redirects,
withdrawn and missing pages come from ``routes.json``. Only the paths in ``to_django`` ever reach Django.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from http import HTTPStatus
from time import monotonic
from typing import Any
from unicodedata import normalize
from urllib.parse import quote

CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
}
SECURITY_HEADERS = [
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
_HSTS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload")
_FOREVER = "public, max-age=31536000, immutable"
_SHORTLY = "public, max-age=60"
# Segments begin with a letter or digit: nothing hidden, no way up, none of the folder's own files.
_SAFE = re.compile(r"(?:/[a-zA-Z0-9][a-zA-Z0-9._-]*)*/?\Z")
_PRIVATE = re.compile(r"\.(?:gz|br|json|map)\Z|/index\.html\Z")
_CODING = re.compile(r"([a-z-]+)[ \t]*(?:;[ \t]*q[ \t]*=[ \t]*([0-9]\.?[0-9]*))?", re.IGNORECASE)
_RESERVED = "/:?#[]@!$&'()*+,;=%"  # what an address may hold as it is, besides letters and digits
_KEPT = 4096
# Seconds for which a file is taken to be as it was. One ``stat`` costs a microsecond, but it gives up the interpreter's
# lock, and getting that back costs as much as all the rest of a request.
_TRUST = 0.25

Answer = tuple[str, list[tuple[str, str]], list[bytes], str]


class PageServer:
    """Serve ``folder`` and pass the rest on. ``default`` is the language of pages outside any language's folder."""

    def __init__(
        self,
        folder: str,
        django: Callable,
        *,
        to_django: tuple[str, ...],
        languages: Iterable[str],
        default: str,
        trust: float = _TRUST,
        https: bool = False,
    ) -> None:
        self.folder, self.django, self.to_django = str(folder), django, to_django
        self.languages, self.default, self.trust = set(languages), default, trust
        self.security = [*SECURITY_HEADERS, _HSTS] if https else SECURITY_HEADERS
        # (path, encoding) → (trusted until, age and size of the file, answer)
        self._kept: dict[tuple[str, str], tuple[float, tuple, Answer]] = {}
        self._routes: tuple[Any, dict[str, list]] = (None, {})

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(self.to_django):
            return self.django(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            start_response("405 Method Not Allowed", [("Allow", "GET, HEAD"), ("Content-Length", "0")])
            return []
        encoding = _accepted(environ.get("HTTP_ACCEPT_ENCODING", ""))
        status, headers, body, etag = self.page(path, encoding) or self.route(path, encoding)
        if etag and environ.get("HTTP_IF_NONE_MATCH") == etag:
            status, body = "304 Not Modified", []
            headers = [header for header in headers if header[0] not in ("Content-Length", "Content-Type")]
        start_response(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else body

    def page(self, path: str, encoding: str) -> Answer | None:
        """The file at this address, if there is one."""
        key = (path, encoding)
        known = self._kept.get(key)
        if known is not None and known[0] > monotonic():
            return known[2]
        if known is None and (not _SAFE.match(path) or _PRIVATE.search(path)):
            return None
        name = path + "index.html" if path[-1:] == "/" else path
        return self.file(key, name, HTTPStatus.OK)

    def file(self, key: tuple[str, str], name: str, status: HTTPStatus) -> Answer | None:
        """The answer made of one file, from memory as long as the file is the same."""
        known = self._kept.get(key)
        try:
            seen = os.stat(self.folder + name)
        except OSError:
            self._kept.pop(key, None)
            return None
        age = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
        try:
            answer = known[2] if known and known[1] == age else self.read(name, key[1], status)
        except OSError:  # a folder, or a file that has just been taken away
            return None
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[key] = (monotonic() + self.trust, age, answer)
        return answer

    def read(self, name: str, encoding: str, status: HTTPStatus) -> Answer:
        body = None
        if encoding:
            try:
                with open(f"{self.folder}{name}.{encoding}", "rb") as file:
                    body = file.read()
            except OSError:
                encoding = ""
        if body is None:
            with open(self.folder + name, "rb") as file:
                body = file.read()
        etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        lasting = name.startswith(("/assets/", "/pictures/"))
        headers = [
            ("Content-Type", CONTENT_TYPES.get(name.rpartition(".")[2], "application/octet-stream")),
            ("Content-Length", str(len(body))),
            ("Cache-Control", _FOREVER if lasting else _SHORTLY),
            ("ETag", etag),
            ("Vary", "Accept-Encoding"),
            *self.security,
        ]
        if encoding:
            headers.append(("Content-Encoding", {"br": "br", "gz": "gzip"}[encoding]))
        return f"{status.value} {status.phrase}", headers, [body], etag if status == HTTPStatus.OK else ""

    def route(self, path: str, encoding: str) -> Answer:
        """A redirect, a withdrawn or missing page, else the not-found page in the language of the address."""
        routes = self.routes()
        address = normalize("NFC", path.encode("latin-1").decode("utf-8", "replace"))  # PEP 3333: bytes as latin-1
        found = routes.get(address)
        if found is None and not address.endswith("/"):
            found = routes.get(address + "/")
            # Anything may be asked for; what is not plain text of the web is nobody's address.
            if found is None and _SAFE.match(path) and self.page(path + "/", ""):
                return self.redirect(path + "/")
        if found is not None and found[0] == HTTPStatus.MOVED_PERMANENTLY:
            return self.redirect(found[1])
        language = address[1:].partition("/")[0]
        language = language if language in self.languages else self.default
        status, name = (
            (HTTPStatus(found[0]), found[1]) if found else (HTTPStatus.NOT_FOUND, f"_answers/{language}/404.html")
        )
        key = (f"{status.value}:{name}", encoding)
        answer = self.file(key, "/" + name, status)
        return answer or ("404 Not Found", [("Content-Type", CONTENT_TYPES["txt"]), *self.security], [b"404\n"], "")

    def redirect(self, address: str) -> Answer:
        location = ("Location", quote(address, safe=_RESERVED))
        headers = [location, ("Content-Length", "0"), ("Cache-Control", _SHORTLY), *self.security]
        return "301 Moved Permanently", headers, [], ""

    def routes(self) -> dict[str, list]:
        try:
            seen = os.stat(self.folder + "/routes.json")
            age = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
            if self._routes[0] != age:
                with open(self.folder + "/routes.json", "rb") as file:
                    self._routes = (age, json.load(file))
        except (OSError, ValueError):
            return self._routes[1]
        return self._routes[1]


@lru_cache(maxsize=256)  # browsers send a handful of different ones
def _accepted(header: str) -> str:
    """The file ending of the best encoding a client takes (RFC 9110, 12.5.3): the one it likes best, else brotli."""
    weights = {name.lower(): float(weight or 1) for name, weight in _CODING.findall(header)}
    best = max(("br", "gzip"), key=lambda name: weights.get(name, 0))
    return {"br": "br", "gzip": "gz"}[best] if weights.get(best) else ""
