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
from dataclasses import dataclass, field
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
    # A page is looked at once a second; whoever asks in between gets it from the open file.
    open_file_cache max=4096 inactive=60s;
    open_file_cache_valid 1s;
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
        {headers}
        location / {{
            try_files ${{uri}}index.html $uri @moved;
        }}
        location @moved {{
            if ($moved ~ "^301 (.+)$") {{ return 301 $1; }}
            return 404;
        }}
    }}

    server {{
        listen 127.0.0.1:{plain_port};
        root {folder}/plain;
        location = /page.html {{
            {headers}
        }}
        location = /bare.html {{
        }}
    }}
}}
"""


@dataclass
class Contestant:
    """Something that answers at a port; ``rates`` are requests a second, ``costs`` CPU µs a request, run by run."""

    name: str
    port: int
    path: str
    process: int = 0
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    def run(self, seconds: float) -> tuple[float, float]:
        """What wrk and the kernel count; any answer but 2xx, and any error, ends the benchmark."""
        address = f"http://127.0.0.1:{self.port}{self.path}"
        command = ["wrk", *WRK, f"-d{seconds:g}s", "-H", "Accept-Encoding: br", address]
        before = cpu_seconds(self.process)
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        used = cpu_seconds(self.process) - before
        if "Non-2xx" in printed or "Socket errors" in printed:
            sys.exit(f"{self.name} failed:\n{printed}")
        rate = re.search(r"Requests/sec:\s+([0-9.]+)", printed)
        count = re.search(r"(\d+) requests in", printed)
        assert rate and count, printed
        return float(rate.group(1)), 1_000_000 * used / int(count.group(1))


def cpu_seconds(process: int) -> float:
    """The processor time that a process and its children have used, as Linux counts it."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return own + sum(cpu_seconds(int(child)) for task in tasks for child in task.read_text().split())


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
def running(arguments: Sequence[str], port: int, folder: Path) -> Iterator[int]:
    """A server of ours, from the moment it answers to the end of the block; its process id."""
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
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


def granian(target: str, port: int, folder: Path):
    return running([sys.executable, "-m", "granian", *GRANIAN, "--port", str(port), target], port, folder)


def compete(contestants: list[Contestant], seconds: float, runs: int) -> None:
    """Warm everybody up, then measure them in turns, each time beginning with another one."""
    for contestant in contestants:
        contestant.run(1)
    for turn in range(runs):
        start = turn % len(contestants)
        for contestant in contestants[start:] + contestants[:start]:
            rate, cost = contestant.run(seconds)
            contestant.rates.append(rate)
            contestant.costs.append(cost)


def report(contestants: list[Contestant], runs: int, bar: float) -> None:
    """The figures, and each one's ratio to the first: of the median rates, and of the median costs."""
    base = contestants[0]
    rate, cost = statistics.median(base.rates), statistics.median(base.costs)
    rows = []
    for one in contestants:
        its_rate, its_cost = statistics.median(one.rates), statistics.median(one.costs)
        row = [one.name, *(f"{figure:,.0f}" for figure in one.rates), f"{its_rate:,.0f}", f"{its_rate / rate:.2f}"]
        rows.append([*row, f"{its_cost:.1f}", f"{cost / its_cost:.2f}"])
    head = ["requests/s", *(f"run {n + 1}" for n in range(runs)), "median", "ratio", "CPU µs each", "ratio"]
    print(common.table(head, rows))
    reached = statistics.median(contestants[1].rates) / rate
    print(f"{contestants[1].name}: {reached:.3f}; the bar is {bar}: {'met' if reached >= bar else 'MISSED'}.\n")


def app_servers(path: str, seconds: float, runs: int, folder: Path) -> bytes:
    """Our app server, a bare callable and a Django view under granian; the page's bytes are returned."""
    with ExitStack() as stack:
        ours = Contestant("cms.wsgi", free_port(), path)
        ours.process = stack.enter_context(granian("cms.wsgi:application", ours.port, common.ROOT))
        status, headers, body = ask(ours.port, path)
        assert status == "200 OK" and headers["content-encoding"] == "br", (status, headers)
        said = {name: value for name, value in headers.items() if name not in ("date", "server")}
        bare = Contestant("bare WSGI callable", free_port(), path)
        view = Contestant("minimal Django view", free_port(), path)
        texts = {"bare": BARE.format(status=status, headers=list(said.items()), body=body)}
        texts["view"] = DJANGO.format(headers=said, body=body)
        for contestant, (module, text) in zip((bare, view), texts.items(), strict=True):
            (folder / f"{module}.py").write_text(text)
            contestant.process = stack.enter_context(granian(f"{module}:application", contestant.port, folder))
            its_status, its_headers, its_body = ask(contestant.port, path)
            its_said = {name: value for name, value in its_headers.items() if name not in ("date", "server")}
            assert (its_status, its_said, its_body) == (status, said, body), its_headers
        print(f"{path}: {len(body):,} bytes of brotli, {len(said)} headers; wrk {' '.join(WRK)}")
        contestants = [bare, ours, view]
        compete(contestants, seconds, runs)
        report(contestants, runs, 0.85)
    return body


def put_plain(folder: Path, body: bytes) -> None:
    """One file under two names: with the page's headers, and without."""
    (folder / "plain").mkdir(exist_ok=True)
    for name in ("page.html", "bare.html"):
        (folder / "plain" / name).write_bytes(body)


def nginx(path: str, body: bytes, seconds: float, runs: int, folder: Path) -> None:
    """nginx from the page folder beside the same nginx process serving one file of the same bytes."""
    put_plain(folder, body)
    pages, plain = free_port(), free_port()
    module = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
    said = [("Cache-Control", "public, max-age=60"), ("Vary", "Accept-Encoding"), *SECURITY_HEADERS]
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
        headers="\n        ".join(f'add_header {name} "{value}" always;' for name, value in said),
    )
    (folder / "nginx.conf").write_text(text)
    command = shutil.which("nginx") or "/usr/sbin/nginx"
    arguments = [command, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]
    with running(arguments, pages, folder) as process:
        status, headers, sent = ask(pages, path)
        assert status == "200 OK", status
        encoding = headers.get("Content-Encoding", "none")
        if encoding != "br":  # without the module both send what the page folder holds plainly
            put_plain(folder, sent)
        assert ask(plain, "/page.html")[2] == sent
        print(f"nginx, content encoding {encoding}")
        contestants = [
            Contestant("one plain file, same headers", plain, "/page.html", process),
            Contestant("page folder", pages, path, process),
            Contestant("one plain file, no headers", plain, "/bare.html", process),
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
