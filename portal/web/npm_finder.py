"""The browser libraries we serve: named files out of ``node_modules``, and nothing else of it."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage, Error
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage

NODE_MODULES = Path(__file__).resolve().parents[2] / "node_modules"

# The source map is served because the stylesheet names it: hashed static storage refuses a
# stylesheet that points at a file it does not have.
FILES = {
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/plotly-basic.min.js": "plotly.js-basic-dist-min/plotly-basic.min.js",
    "vendor/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/tabler.min.css.map": "@tabler/core/dist/css/tabler.min.css.map",
}


class NamedFiles(FileSystemStorage):
    """Storage that knows a handful of names and where each of them lies."""

    def __init__(self, location: Path, files: Mapping[str, str]) -> None:
        super().__init__(location=location)
        self.files = files

    def path(self, name: str) -> str:
        """Return where the named file lies; any other name is refused."""
        if name not in self.files:
            raise SuspiciousFileOperation(f"{name} is not one of the browser libraries we serve.")
        return super().path(self.files[name])


class NpmFinder(BaseFinder):
    """Find ``vendor/…`` static files among the installed npm packages."""

    def __init__(
        self, *, node_modules: Path = NODE_MODULES, files: Mapping[str, str] = FILES
    ) -> None:
        super().__init__()
        self.files = files
        self.storage = NamedFiles(node_modules, files)

    def check(self, **_options: Any) -> list[CheckMessage]:
        """Say in one sentence when a library is neither installed nor collected."""
        missing = [name for name in self.files if not self._installed(name) and not collected(name)]
        if not missing:
            return []
        sentence = (
            f"The browser libraries are not installed ({', '.join(missing)}): run make setup."
        )
        return [Error(sentence, id="portal.E001")]

    def find(  # type: ignore[override]
        self, path: str, find_all: bool = False
    ) -> str | list[str]:
        """Return the file behind a static path, or a list with it when all are asked for.

        Nothing found is an empty list either way: Django would take ``None`` for a find.
        """
        found = [self.storage.path(path)] if path in self.files and self._installed(path) else []
        return found[0] if found and not find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, NamedFiles]]:
        """Yield every installed library, for ``collectstatic`` and WhiteNoise."""
        patterns = list(ignore_patterns or ())
        for name in self.files:
            if self._installed(name) and not matches_patterns(name, patterns):
                yield name, self.storage

    def _installed(self, name: str) -> bool:
        return self.storage.exists(name)


def collected(name: str) -> bool:
    """Tell whether ``collectstatic`` has already put the file in its place."""
    root = settings.STATIC_ROOT
    return bool(root) and (Path(root) / name).is_file()
