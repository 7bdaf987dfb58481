"""A real portal with the demonstration organisation, served on a port of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Prepare a portal in ``folder`` as a newcomer would, serve it, and yield its address."""
    environment = os.environ | {
        "DATA_FOLDER": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "portal.settings.main",
        "STEELTHREAD_MODE": "embedded",
        "BROKER_URL": "",
        "ORGANISATION": "Tessenbrook Group",
    }
    (folder / "static").mkdir(parents=True)
    manage = [sys.executable, str(ROOT / "manage.py"), "quickstart"]
    subprocess.run(manage, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    log = (folder / "server.log").open("w")
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"]
    command += ["portal.wsgi:application", "--port", str(port), "--blocking-threads", "4"]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end and server.poll() is None:
        try:
            urlopen(f"{address}/readyz", timeout=5).close()
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The portal did not come up.")
