"""Reading frameworks: each stored version is parsed once and then kept."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.text import slugify

from assessments.domain.framework_data import framework_from_data
from assessments.domain.frameworks import Framework
from assessments.models import FrameworkVersion
from assessments.selectors.histories import LastChange
from portal.domain.roles import Capability, Member
from portal.selectors.ledger import entries

#: What the service that changes drafts records.
CHANGED = "assessments.framework.changed"

_KEPT = 64
_parsed: dict[str, Framework] = {}


def framework_of(version: FrameworkVersion) -> Framework:
    """Return what a stored version describes; a second call costs neither query nor parsing.

    The content is known by its SHA-256, so deferred ``data`` is only read when it is new here.
    """
    known = _parsed.get(version.sha256)
    return known if known is not None else _keep(version.sha256, version.data)


def framework_with(pk: int, sha256: str) -> Framework:
    """Return the framework of a version known by both; a query only where it is new here."""
    known = _parsed.get(sha256)
    return known if known is not None else frameworks_of({pk})[pk]


def frameworks_of(ids: Collection[int]) -> Mapping[int, Framework]:
    """Return the frameworks with these ids; one query, a second one where some are new here."""
    rows = dict(FrameworkVersion.objects.filter(pk__in=ids).values_list("pk", "sha256"))
    unknown = {sha256 for sha256 in rows.values() if sha256 not in _parsed}
    if unknown:
        stored = FrameworkVersion.objects.filter(sha256__in=unknown)
        for sha256, data in stored.values_list("sha256", "data"):
            _keep(sha256, data)
    return {pk: _parsed[sha256] for pk, sha256 in rows.items()}


def default_framework() -> FrameworkVersion | None:
    """Return the framework that new assessments start from, or None before one is loaded."""
    return FrameworkVersion.objects.filter(is_default=True).defer("data").first()


def _keep(sha256: str, data: Mapping[str, object]) -> Framework:
    framework = framework_from_data(data)
    while len(_parsed) >= _KEPT:
        _parsed.pop(next(iter(_parsed)))
    _parsed[sha256] = framework
    return framework


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    """One version of a framework in a list."""

    pk: int
    key: str
    version: str
    title: str
    summary: str
    is_default: bool
    loaded_at: datetime
    sha256: str
    layers: int
    capabilities: int
    runs: int
    state: str
    subject: str
    row_version: int
    changed_at: datetime | None

    @property
    def is_draft(self) -> bool:
        """Whether it can be changed."""
        return self.state == FrameworkVersion.State.DRAFT

    @property
    def is_retired(self) -> bool:
        """Whether nothing new starts from it."""
        return self.state == FrameworkVersion.State.RETIRED

    @property
    def can_be_retired(self) -> bool:
        """Whether it is in use, and not what everything new starts from."""
        return self.state == FrameworkVersion.State.PUBLISHED and not self.is_default

    @property
    def can_be_default(self) -> bool:
        """Whether everything new could start from it."""
        return self.can_be_retired and self.subject == FrameworkVersion.Subject.DOMAIN


def framework_versions() -> QuerySet[FrameworkVersion]:
    """Return every version, the default first, later versions before earlier ones."""
    rows = FrameworkVersion.objects.annotate(runs=Count("assessment"))
    return rows.defer("data").order_by("-is_default", "title", "-loaded_at", "pk")


def versions_readable_by(member: Member) -> QuerySet[FrameworkVersion]:
    """Return the versions a member may read: drafts are for those who change frameworks."""
    rows = framework_versions()
    if member.can(Capability.MANAGE_FRAMEWORKS):
        return rows
    return rows.exclude(state=FrameworkVersion.State.DRAFT)


def last_framework_change(pk: int) -> LastChange | None:
    """Return who changed a draft last, as the ledger has it."""
    rows = entries().filter(event=CHANGED, subject_id=str(pk))
    entry = rows.order_by("-seq").first()
    return LastChange(entry.actor_label, entry.recorded_at) if entry else None


def file_name(version: FrameworkVersion) -> str:
    """Return what a version is called as a file."""
    return f"{slugify(version.key)}-{slugify(version.version) or 'version'}.yaml"


def versions_to_start_from(current: int | None = None) -> list[FrameworkVersion]:
    """Return the versions in use, and the one an assessment has already, the default first."""
    in_use = Q(state=FrameworkVersion.State.PUBLISHED) | Q(pk=current)
    return list(framework_versions().filter(in_use))


def framework_rows(versions: Iterable[FrameworkVersion]) -> list[FrameworkRow]:
    """Return versions as a list shows them; two more queries at most."""
    versions = list(versions)
    frameworks = frameworks_of({row.pk for row in versions})
    return [
        FrameworkRow(
            pk=row.pk,
            key=row.key,
            version=row.version,
            title=row.title,
            summary=row.summary,
            is_default=row.is_default,
            loaded_at=row.loaded_at,
            sha256=row.sha256,
            layers=len(frameworks[row.pk].layers),
            capabilities=len(frameworks[row.pk].capabilities),
            runs=getattr(row, "runs", 0),
            state=row.state,
            subject=row.subject,
            row_version=row.row_version,
            changed_at=row.changed_at,
        )
        for row in versions
    ]
