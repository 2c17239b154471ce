"""How many requests a second our app server answers beside a bare WSGI callable, and nginx beside a plain file.

Every contestant answers the same bytes in the same encoding to the same client (wrk), on the loopback interface,
one after the other in turns, so that what else the machine does falls on all of them.
"""

# ruff: noqa: E402 - Django is set up first, in a folder of its own
import argparse
import getpass
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import common

# Pages are files: the database has no part in serving them.
common.set_up(only_sqlite=True)

import synthetic
from django.conf import settings

from cms.people.roles import EDITOR
from cms.website import addresses, build
from cms.website.server import SECURITY_HEADERS

GRANIAN = ["--interface", "wsgi", "--no-ws", "--workers", "1", "--host", "127.0.0.1", "--log-level", "warning"]
# A client that is always ahead of a server of one process, and leaves it one of two cores.
WRK = ["-t1", "-c32"]
BARE = """
STATUS, HEADERS, BODY = {status!r}, {headers!r}, {body!r}


def application(environ, start_response):
    start_response(STATUS, HEADERS)
    return [BODY]
"""
DJANGO = """
import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import re_path

HEADERS, BODY = {headers!r}, {body!r}
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="benchmark", MIDDLEWARE=[])


def page(request):
    return HttpResponse(BODY, headers=HEADERS)


urlpatterns = [re_path("", page)]
application = get_wsgi_application()
"""
NGINX = """
daemon off;
{user}
{modules}
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr error;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    server_tokens off;
    map_hash_bucket_size 512;
    map_hash_max_size 65536;
    types {{ text/html html; text/css css; text/javascript js; application/xml xml; image/svg+xml svg; }}
    default_type application/octet-stream;
    charset utf-8;
    {temporary}
    map $uri $moved {{ default ""; include {pages}/routes.map; }}

    server {{
        listen 127.0.0.1:{page_port};
        root {pages};
        gzip_static on;
        {brotli}
        add_header Cache-Control "public, max-age=60" always;
        add_header Vary "Accept-Encoding" always;
        {headers}
        location / {{
            try_files $uri $uri/index.html @moved;
        }}
        location ~ /$ {{
            try_files ${{uri}}index.html @moved;
        }}
        location @moved {{
            if ($moved ~ "^301 (.+)$") {{ return 301 $1; }}
            return 404;
        }}
    }}

    server {{
        listen 127.0.0.1:{plain_port};
        root {folder}/plain;
    }}
}}
"""


@dataclass
class Contestant:
    """Something that answers; ``address`` is asked for and ``figures`` are requests a second, run by run."""

    name: str
    port: int
    path: str
    figures: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.figures)


def ask(port: int, path: str) -> tuple[str, dict[str, str], bytes]:
    """(status, headers, body) as they are sent."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        answer = connection.getresponse()
        return f"{answer.status} {answer.reason}", dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(arguments: Sequence[str], port: int, folder: Path) -> Iterator[None]:
    """A server of ours, from the moment it answers to the end of the block."""
    environment = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{common.ROOT}"}
    process = subprocess.Popen(arguments, cwd=folder, env=environment)
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                ask(port, "/")
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"{arguments[0]} did not start: {' '.join(arguments)}")
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(10)


def granian(target: str, port: int, folder: Path):
    return running([sys.executable, "-m", "granian", *GRANIAN, "--port", str(port), target], port, folder)


def requests_a_second(contestant: Contestant, seconds: float) -> float:
    """What wrk counts; any answer but 2xx, and any error, ends the benchmark."""
    address = f"http://127.0.0.1:{contestant.port}{contestant.path}"
    command = ["wrk", *WRK, f"-d{seconds:g}s", "-H", "Accept-Encoding: br", address]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in printed or "Socket errors" in printed:
        sys.exit(f"{contestant.name} failed:\n{printed}")
    found = re.search(r"Requests/sec:\s+([0-9.]+)", printed)
    assert found, printed
    return float(found.group(1))


def compete(contestants: list[Contestant], seconds: float, runs: int) -> None:
    """Warm everybody up, then measure them in turns, each time beginning with another one."""
    for contestant in contestants:
        requests_a_second(contestant, 1)
    for turn in range(runs):
        start = turn % len(contestants)
        for contestant in contestants[start:] + contestants[:start]:
            contestant.figures.append(requests_a_second(contestant, seconds))
        print(".", end="", flush=True)
    print()


def report(contestants: list[Contestant], runs: int, bar: float) -> None:
    """The figures, and each one's ratio to the first: of the medians, and run by run."""
    base = contestants[0]
    rows = []
    for one in contestants:
        ratios = [mine / its for mine, its in zip(one.figures, base.figures, strict=True)]
        span = f"{min(ratios):.2f}–{max(ratios):.2f}"
        figures = [f"{figure:,.0f}" for figure in one.figures]
        rows.append([one.name, *figures, f"{one.median:,.0f}", f"{one.median / base.median:.2f}", span])
    print(common.table(["requests/s", *(f"run {n + 1}" for n in range(runs)), "median", "ratio", "in runs"], rows))
    reached = contestants[1].median / base.median
    print(f"{contestants[1].name}: {reached:.3f}; the bar is {bar}: {'met' if reached >= bar else 'MISSED'}.\n")


def app_servers(path: str, seconds: float, runs: int, folder: Path) -> bytes:
    """Our app server, a bare callable and a Django view under granian; the page's bytes are returned."""
    with ExitStack() as stack:
        ours = Contestant("cms.wsgi", free_port(), path, [])
        stack.enter_context(granian("cms.wsgi:application", ours.port, common.ROOT))
        status, headers, body = ask(ours.port, path)
        assert status == "200 OK" and headers["content-encoding"] == "br", (status, headers)
        said = {name: value for name, value in headers.items() if name not in ("date", "server")}
        bare = Contestant("bare WSGI callable", free_port(), path, [])
        view = Contestant("minimal Django view", free_port(), path, [])
        texts = {"bare": BARE.format(status=status, headers=list(said.items()), body=body)}
        texts["view"] = DJANGO.format(headers=said, body=body)
        for contestant, (module, text) in zip((bare, view), texts.items(), strict=True):
            (folder / f"{module}.py").write_text(text)
            stack.enter_context(granian(f"{module}:application", contestant.port, folder))
            its_status, its_headers, its_body = ask(contestant.port, path)
            its_said = {name: value for name, value in its_headers.items() if name not in ("date", "server")}
            assert (its_status, its_said, its_body) == (status, said, body), its_headers
        print(f"{path}: {len(body):,} bytes of brotli, {len(said)} headers; wrk {' '.join(WRK)}; granian {runs} runs")
        contestants = [bare, ours, view]
        compete(contestants, seconds, runs)
        report(contestants, runs, 0.85)
    return body


def nginx(path: str, body: bytes, seconds: float, runs: int, folder: Path) -> None:
    """nginx from the page folder beside the same nginx process serving one file of the same bytes."""
    (folder / "plain").mkdir()
    (folder / "plain" / "page.html").write_bytes(body)
    pages, plain = free_port(), free_port()
    module = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    text = NGINX.format(
        user=f"user {getpass.getuser()};" if os.geteuid() == 0 else "",
        modules=f"load_module {module};" if module.exists() else "",
        brotli="brotli_static on;" if module.exists() else "",
        folder=folder,
        pages=settings.PAGES_ROOT / "current",
        page_port=pages,
        plain_port=plain,
        temporary=" ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds),
        headers="\n        ".join(f'add_header {name} "{value}" always;' for name, value in SECURITY_HEADERS),
    )
    (folder / "nginx.conf").write_text(text)
    command = shutil.which("nginx") or "/usr/sbin/nginx"
    with running([command, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")], pages, folder):
        status, headers, sent = ask(pages, path)
        assert status == "200 OK", status
        encoding = headers.get("Content-Encoding", "none")
        if encoding != "br":  # without the module both send what the page folder holds plainly
            (folder / "plain" / "page.html").write_bytes(sent)
        assert ask(plain, "/page.html")[2] == sent
        print(f"nginx, content encoding {encoding}; {runs} runs")
        contestants = [
            Contestant("one plain file", plain, "/page.html", []),
            Contestant("page folder", pages, path, []),
        ]
        compete(contestants, seconds, runs)
        report(contestants, runs, 0.95)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="of each run of each contestant")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        print("wrk is missing, which this benchmark measures with. On Debian: apt-get install wrk", file=sys.stderr)
        sys.exit(2)
    with common.database():
        synthetic.make_articles(range(20), common.make_person("editor", EDITOR))
        build.build_site()
        path = addresses.article("en", "article-00010")
        folder = common.FOLDER / "servers"
        folder.mkdir()
        body = app_servers(path, options.seconds, options.runs, folder)
        if shutil.which("nginx") or Path("/usr/sbin/nginx").exists():
            nginx(path, body, options.seconds, options.runs, folder)
        else:
            print("nginx is missing; its part is left out. On Debian: apt-get install nginx-light")


if __name__ == "__main__":
    main()
