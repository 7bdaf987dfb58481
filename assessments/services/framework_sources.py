"""Find a framework wherever it lies: shipped, stored, in our own YAML or in another's format."""

from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from assessments.domain.frameworks import Framework
from assessments.models import FrameworkVersion
from assessments.selectors.frameworks import framework_of
from assessments.services.framework_aima import MOST_BYTES, read_aima
from assessments.services.framework_files import read_framework, shipped_frameworks
from assessments.services.framework_samm import read_samm
from assessments.services.framework_yaml import MAX_BYTES
from portal.domain.errors import Invalid


class FrameworkFormat(StrEnum):
    """How a framework is written down."""

    NATIVE = "native"
    """Our own YAML."""
    SAMM = "samm"
    """The folder of OWASP SAMM's model."""
    AIMA = "aima"
    """OWASP AIMA's toolkit, a workbook."""


class FrameworkNotFound(Invalid):
    """No framework goes by that name, and no file lies there."""

    code = "framework_not_found"


def guessed_format(path: Path) -> FrameworkFormat:
    """Tell by the look of a file or folder how the framework in it is written down."""
    if path.is_dir():
        return FrameworkFormat.SAMM
    return FrameworkFormat.AIMA if path.suffix.lower() == ".xlsx" else FrameworkFormat.NATIVE


def framework_at(path: Path, form: FrameworkFormat | None = None) -> Framework:
    """Read a framework from a file or folder; without a format, its look decides.

    Raises
    ------
    FrameworkFileInvalid, SammInvalid, AimaInvalid
        When it cannot be used.
    OSError
        When there is nothing to read.
    """
    match form or guessed_format(path):
        case FrameworkFormat.SAMM:
            return read_samm(path)
        case FrameworkFormat.AIMA:
            return read_aima(_head(path, MOST_BYTES))
        case FrameworkFormat.NATIVE:
            return read_framework(_head(path, MAX_BYTES), name=path.name)


def framework_named(name: str, form: FrameworkFormat | None = None) -> Framework:
    """Find a framework by the path it lies at or by its key.

    A key that ships means the shipped file, without a look at the database; of a stored key, the
    version published last.

    Raises
    ------
    FrameworkNotFound
        When there is neither.
    FrameworkFileInvalid, SammInvalid, AimaInvalid, OSError
        When what lies there cannot be used.
    """
    shipped = shipped_frameworks()
    path = Path(name)
    if form is None and name in shipped:
        return framework_at(shipped[name], FrameworkFormat.NATIVE)
    if form is not None or path.exists():
        return framework_at(path, form)
    published = FrameworkVersion.objects.filter(key=name, state=FrameworkVersion.State.PUBLISHED)
    row = published.order_by("-is_default", "-loaded_at", "-pk").first()
    if row is None:
        words = {"name": name, "keys": ", ".join(shipped)}
        sentence = _(
            "There is no framework “%(name)s”, and no such file. These ship with the portal: "
            "%(keys)s."
        )
        raise FrameworkNotFound(sentence % words)
    return framework_of(row)


def _head(path: Path, limit: int) -> bytes:
    """Read a file, but no more of it than is needed to see that it is too large."""
    with path.open("rb") as file:
        return file.read(limit + 1)
