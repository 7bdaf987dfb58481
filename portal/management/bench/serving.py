"""A web process of its own: how soon it answers, what it holds, and what a first view sends."""

import compileall
import gzip
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from portal.management.bench.measurements import MIDDLE, Bench, Measurement
from portal.management.bench.measuring import Figure, resident_megabytes
from portal.settings.environment import ROOT

#: A broker that is not there, so that the process serves pages and carries out no job.
NO_WORKER: Final = {"BROKER_URL": "redis://127.0.0.1:1/0", "STEELTHREAD_MODE": "embedded"}
_ASSET: Final = re.compile(r'(?:href|src|data-styles)="/static/([^"]+\.(?:css|js|svg|woff2))"')
_LIBRARY: Final = re.compile(r'data-library="/static/([^"]+)"')
_IMPORT: Final = re.compile(r'from "\./([\w-]+\.js)"')


def worker(bench: Bench) -> Iterator[Figure]:
    """Start a web process on the same data, read a few pages, and see what it holds."""
    # Compiled beforehand, as the image and `make run` do it; else the start compiles the source.
    for package in ("portal", "assessments", "portfolio"):
        compileall.compile_dir(ROOT / package, quiet=1)
    start = time.perf_counter()
    with _served(bench.address) as (process, origin):
        ready = (time.perf_counter() - start) * 1000
        for path in _pages(bench):
            _read(origin + path, bench.reader.cookies)
        held = _largest(process.pid)
    floor, floor_memory = _bare_process()
    title = "Cold start until the first answer, on the clock"
    yield Figure("worker", title, ready, 3000, floor=floor)
    title = "Memory of a web worker that has shown every kind of page"
    yield Figure("worker", title, held, 180, unit="MB", floor=floor_memory)


def first_view(bench: Bench) -> Iterator[Figure]:
    """Add up what a browser without a cache is sent, compressed."""
    for title, url, budget, has_charts in (
        ("First view of the list, compressed", reverse("portfolio:use-case-list"), 250, False),
        ("First view of the matrix with its charts", reverse("portfolio:matrix"), 650, True),
    ):
        page = bench.reader.get(url).decode()
        sent = len(gzip.compress(page.encode())) + sum(map(_size, _assets(page, has_charts)))
        yield Figure("first-view", title, sent / 1000, budget, unit="kB")


def _pages(bench: Bench) -> list[str]:
    names = ("use-case-list", "ranking", "matrix", "roadmap-list", "scoring-model", "import-create")
    detail = reverse("portfolio:use-case-detail", args=[bench.organisation.ids[3]])
    assessments = reverse("assessments:assessment-list")
    return [*(reverse(f"portfolio:{name}") for name in names), detail, assessments] * 3


@contextmanager
def _served(address: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        # Its session has to be ours, so the key has to be ours.
        environment = os.environ | NO_WORKER
        environment |= {
            "DATABASE_URL": address,
            "DATA_FOLDER": folder,
            "SECRET_KEY": settings.SECRET_KEY,
            "DJANGO_SETTINGS_MODULE": "portal.settings.main",
        }
        (Path(folder) / "static").mkdir()
        granian = str(Path(sys.executable).with_name("granian"))
        process = subprocess.Popen(  # noqa: S603
            [granian, "--interface", "wsgi", "portal.wsgi:application", "--port", str(port)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            origin = f"http://127.0.0.1:{port}"
            _wait(origin + reverse("portal:livez"), process)
            yield process, origin
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            _read(url, "")
        except URLError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("The web process did not answer.")


def _read(url: str, cookies: str) -> bytes:
    request = Request(url, headers={"Cookie": cookies})  # noqa: S310
    with urlopen(request, timeout=60) as answer:  # noqa: S310
        content: bytes = answer.read()
    return content


def _largest(parent: int) -> float:
    tasks = Path(f"/proc/{parent}/task").glob("*/children")
    children = [int(pid) for task in tasks for pid in task.read_text().split()]
    return max(resident_megabytes(pid) for pid in (parent, *children))


def _bare_process() -> tuple[float, float]:
    script = (
        "import django.core.handlers.wsgi, django.db.models, pathlib; "
        "print(pathlib.Path('/proc/self/status').read_text())"
    )
    start = time.perf_counter()
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    ).stdout
    spent = (time.perf_counter() - start) * 1000
    kilobytes = re.search(r"VmRSS:\s+(\d+)", said)
    return spent, float(kilobytes[1]) * 1.024 / 1000 if kilobytes else 0.0


def _assets(page: str, has_charts: bool) -> set[str]:
    found = set(_ASSET.findall(page))
    if has_charts:
        found |= set(_LIBRARY.findall(page))
    for script in [name for name in found if name.startswith("js/")]:
        found |= {f"js/{name}" for name in _IMPORT.findall(_file(script).read_text())}
    return found


def _file(name: str) -> Path:
    path = finders.find(name)
    if not path:
        raise RuntimeError(f"The page names {name}, which is not there.")
    return Path(str(path))


def _size(name: str) -> int:
    content = _file(name).read_bytes()
    return len(content if name.endswith(".woff2") else gzip.compress(content))


MEASUREMENTS: Final = (
    Measurement(("worker",), MIDDLE, worker),
    Measurement(("first-view",), MIDDLE, first_view),
)
