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

# As `manage.py demo` starts it, with one worker process.
GRANIAN = ["--interface", "wsgi", "--no-ws", "--workers", "1", "--blocking-threads", "8", "--log-level", "error"]
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
# Around any server: the same for both contestants.
NGINX = """
daemon off;
{user}
{module}
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr error;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    include /etc/nginx/mime.types;
    {temporary}
    {server}
}}
"""
PLAIN = """
server {{
    listen 127.0.0.1:{port};
    root {folder};
    location = /page.html {{
        {headers}
    }}
}}
"""
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


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
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
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
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
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
    return running(
        [sys.executable, "-m", "granian", *GRANIAN, "--host", "127.0.0.1", "--port", str(port), target], port, folder
    )


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


def app_servers(path: str, seconds: float, runs: int, folder: Path) -> None:
    """Our app server, a bare callable and a minimal Django view, all under granian with the same options."""
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


def nginx(path: str, seconds: float, runs: int, folder: Path) -> None:
    """deploy/nginx.conf beside an nginx of the same options that serves one file of the same bytes."""
    with ExitStack() as stack:
        ours = Contestant("page folder by deploy/nginx.conf", free_port(), path)
        ours.process = stack.enter_context(nginx_with(shipped(ours.port), ours.port, folder / "pages"))
        status, said, body = ask(ours.port, path)
        assert status == "200 OK", status
        own = {"server", "date", "connection", "content-type", "content-length", "last-modified", "etag"}
        headers = {name: value for name, value in said.items() if name.lower() not in own}
        same = Contestant("one plain file, same headers", free_port(), "/page.html")
        bare = Contestant("one plain file, no headers", free_port(), "/page.html")
        for plain, sent in ((same, headers), (bare, {})):
            root = folder / f"plain-{plain.port}"
            root.mkdir()
            (root / "page.html").write_bytes(body)
            lines = "\n".join(f'add_header {name} "{value}";' for name, value in sent.items())
            text = PLAIN.format(port=plain.port, folder=root, headers=lines)
            plain.process = stack.enter_context(nginx_with(text, plain.port, root))
            assert ask(plain.port, plain.path)[2] == body
        print(f"nginx: {len(body):,} bytes, content encoding {said.get('Content-Encoding', 'none')}")
        contestants = [same, ours, bare]
        compete(contestants, seconds, runs)
        report(contestants, runs, 0.95)


def shipped(port: int) -> str:
    """deploy/nginx.conf with its variables filled in, on a port of ours, with brotli where the module is there."""
    text = (common.ROOT / "deploy" / "nginx.conf").read_text()
    values = {"$PAGES": settings.PAGES_ROOT, "$STATIC": settings.STATIC_ROOT, "$SERVER_NAME": "localhost"}
    values |= {"$LANGUAGES": "en|vi", "$DEFAULT_LANGUAGE": "en"}
    for name, value in values.items():
        text = text.replace(name, str(value))
    if BROTLI.exists():
        text = re.sub(r"#\s*brotli_static on;", "brotli_static on;", text)
    return re.sub(r"listen [^;]+;", f"listen 127.0.0.1:{port};", text)


def nginx_with(server: str, port: int, folder: Path):
    """nginx with this server alone, all its files in a folder of its own."""
    folder.mkdir(exist_ok=True)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    config = folder / "nginx.conf"
    config.write_text(
        NGINX.format(
            user=f"user {getpass.getuser()};" if os.geteuid() == 0 else "",
            module=f"load_module {BROTLI};" if BROTLI.exists() else "",
            folder=folder,
            temporary=" ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds),
            server=server,
        )
    )
    command = shutil.which("nginx") or "/usr/sbin/nginx"
    return running([command, "-p", str(folder), "-e", "stderr", "-c", str(config)], port, folder)


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
        settings.STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns of a folder that is not there
        path = addresses.article("en", "article-00010")
        folder = common.FOLDER / "servers"
        folder.mkdir()
        app_servers(path, options.seconds, options.runs, folder)
        if shutil.which("nginx") or Path("/usr/sbin/nginx").exists():
            nginx(path, options.seconds, options.runs, folder)
        else:
            print("nginx is missing; its part is left out. On Debian: apt-get install nginx-light")


if __name__ == "__main__":
    main()
