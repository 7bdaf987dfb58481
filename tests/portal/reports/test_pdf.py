"""The PDF builder: reaches nothing but our own files, and writes the same bytes each time."""

import io
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pikepdf
import pytest
from weasyprint import HTML

from portal.reports.pdf import Layout, OwnFilesOnly, static_file

PAGE = '<!doctype html><html lang="en"><head><title>T</title></head><body>{}</body></html>'


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that writes down every request it gets."""
    hits: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", hits
    server.shutdown()
    server.server_close()


SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
FONT = "@font-face {{ font-family: F; src: url({host}/f.woff2) }} p {{ font-family: F }}"
HOSTILE = (
    '<img src="{host}/a.png" alt="x">',
    '<img src="file:///etc/passwd" alt="x">',
    '<img src="FILE:///etc/passwd" alt="x">',
    '<img src="//{bare}/a.png" alt="x">',
    '<img src="static:../manage.py" alt="x">',
    '<img src="static:%2e%2e/manage.py" alt="x">',
    '<link rel="stylesheet" href="{host}/a.css">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    "<style>@import url({host}/b.css);</style>",
    f"<style>{FONT}</style><p>x</p>",
    '<p style="background: url({host}/c.png)">x</p>',
    '<p style="list-style-image: url({host}/d.png); display: list-item">x</p>',
    '<p style="content: url({host}/e.png)">x</p>',
    '<object data="{host}/g.svg">x</object>',
    '<embed src="{host}/h.svg">',
    '<iframe src="{host}/i.html"></iframe>',
    SVG.format('<image href="{host}/j.png" width="9" height="9"/>'),
    SVG.format('<image href="file:///etc/passwd" width="9" height="9"/>'),
    SVG.format('<use href="{host}/k.svg#a"/>'),
    '<img src="http://[::ffff:127.0.0.1]:1/" alt="x">',
    '<img src="http://169.254.169.254/latest/meta-data" alt="x">',
    '<img src="ftp://127.0.0.1/a" alt="x">',
    '<img src="{host}/m.png" srcset="{host}/n.png 2x" alt="x">',
    '<base href="{host}/"><img src="l.png" alt="x">',
)


def test_hostile_markup_fetches_nothing_and_embeds_nothing(
    listener: tuple[str, list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "weasyprint")
    host, hits = listener
    bare = host.removeprefix("http://")
    body = "".join(markup.format(host=host, bare=bare) for markup in HOSTILE)
    content = Layout(PAGE.format(body), ["css/report.css"]).as_bytes()
    assert hits == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.attachments) == 0
        assert "/AF" not in pdf.Root


def test_the_listener_would_have_noticed(listener: tuple[str, list[str]]) -> None:
    host, hits = listener
    HTML(string=f'<img src="{host}/seen.png" alt="x">').write_pdf()
    assert hits == ["/seen.png"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "file:///etc/passwd", "HTTP://x/"])
def test_every_other_address_is_refused_before_anything_is_opened(url: str) -> None:
    with pytest.raises(ValueError, match="disallowed protocol"):
        OwnFilesOnly().fetch(url)


def test_the_builder_reads_our_own_static_files_and_data() -> None:
    fetcher = OwnFilesOnly()
    assert fetcher.fetch("static:img/mark.svg").read().startswith(b"<svg")
    assert fetcher.fetch("data:text/plain,abc").read() == b"abc"


@pytest.mark.parametrize(
    "name", ["../manage.py", "css/../../manage.py", "/etc/passwd", "css/none.css", "js/theme.js"]
)
def test_only_styles_and_pictures_in_the_static_folders_count_as_ours(name: str) -> None:
    with pytest.raises(ValueError, match="There is no static file"):
        static_file(name)


def test_the_same_text_gives_the_same_bytes() -> None:
    html = PAGE.format("<h1>Roadmap</h1><p>One.</p>")
    first = Layout(html, ["css/report.css"]).as_bytes()
    assert first == Layout(html, ["css/report.css"]).as_bytes()
    assert first != Layout(html.replace("One", "Two"), ["css/report.css"]).as_bytes()
