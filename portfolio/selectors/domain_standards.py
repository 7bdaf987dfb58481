"""Reading the standards of domains as their pages show them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F

from portal.domain.roles import Capability, Member
from portal.domain.wording import gettext as _
from portal.models import Domain
from portfolio.domain.criteria import Axis
from portfolio.domain.domain_standards import Applied, Layer, Standard
from portfolio.domain.standard_edits import standard_from_data
from portfolio.domain.standard_words import added, overtaken, tightened
from portfolio.models import DomainStandardDraft, DomainStandardVersion, UseCase
from portfolio.selectors.standard_books import StandardBook


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a domain's standard in the history of versions."""

    version: int
    standard: Standard
    reason: str
    created_by: str
    created_at: datetime
    is_active: bool


def versions_of(domain: Domain) -> list[VersionRow]:
    """Return all versions of a domain's standard, the newest first; one query."""
    rows = DomainStandardVersion.objects.filter(domain=domain).annotate(by=F("created_by__name"))
    return [
        VersionRow(
            version=row.version,
            standard=standard_from_data(row.data),
            reason=row.reason,
            created_by=row.by or "",
            created_at=row.created_at,
            is_active=row.is_active,
        )
        for row in rows.order_by("-version")
    ]


def version_in_force(domain: Domain) -> int:
    """Return the number of the version in force, 0 where none was published; one query."""
    rows = DomainStandardVersion.objects.filter(domain=domain, is_active=True)
    return rows.values_list("version", flat=True).first() or 0


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """Where "high" begins on one axis: here, in the enterprise, and who asks for it."""

    label: str
    here: str
    enterprise: str
    whose: str


def threshold_rows(applied: Applied) -> tuple[ThresholdRow, ...]:
    """Return the thresholds that apply in a domain, as a page shows them."""
    labels = {Axis.VALUE: _("High value"), Axis.FEASIBILITY: _("High feasibility")}
    before = Applied(applied.model)
    rows = []
    for axis, label in labels.items():
        bound, enterprise = applied.bound(axis), before.bound(axis).threshold
        whose = bound.whose.domain if bound.whose else _("The enterprise")
        rows.append(ThresholdRow(label, f"{bound.threshold:g}", f"{enterprise:g}", whose))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class StandardPage:
    """What applies to the use cases of one domain, and whose word each part is.

    Attributes
    ----------
    domain, own
        The domain, and what it asks itself.
    above, applied
        What applies from above, and with what it asks itself.
    versions
        Every version there ever was, the newest first.
    shown
        The version that is read; ``None`` before any was published.
    has_draft
        Whether somebody works on a new version; only told to who may.
    can_set
        Whether the reader may draft and publish one.
    """

    domain: Domain
    own: Standard
    above: Applied
    applied: Applied
    versions: list[VersionRow]
    shown: VersionRow | None
    has_draft: bool
    can_set: bool

    @property
    def thresholds(self) -> tuple[ThresholdRow, ...]:
        """Where "high" begins here, and who asks for it."""
        return threshold_rows(self.applied)

    @property
    def overtaken(self) -> tuple[str, ...]:
        """Which of its thresholds ask nothing any more, because more is asked from above."""
        return overtaken(self.own, self.above)

    @property
    def is_old(self) -> bool:
        """Whether a version is read that is no longer in force."""
        return self.shown is not None and not self.shown.is_active


def standard_page(domain: Domain, member: Member, *, number: int | None = None) -> StandardPage:
    """Return what applies in a domain, or one version of its own standard; three queries."""
    book = StandardBook.read_for(domain.path)
    versions = versions_of(domain)
    shown = next(
        (row for row in versions if (row.is_active if number is None else row.version == number)),
        None,
    )
    own = shown.standard if shown else Standard()
    above = book.above(domain.path)
    can_set = domain.depth > 1 and member.can(Capability.SET_STANDARD, domain.path)
    return StandardPage(
        domain=domain,
        own=own,
        above=above,
        applied=above.and_then(Layer(domain.pk, domain.name, shown.version if shown else 0, own)),
        versions=versions,
        shown=shown,
        has_draft=can_set and DomainStandardDraft.objects.filter(domain=domain).exists(),
        can_set=can_set,
    )


@dataclass(frozen=True, slots=True)
class StandardRow:
    """One domain in the list of standards.

    Attributes
    ----------
    pk, name, depth
        The domain, and how deep it lies beneath the highest that the reader sees.
    version, reason, published_by, published_at
        The version in force, 0 before any was published.
    tightened, added
        What it raises above what applies to it anyway, and what it asks besides.
    above
        The domains above that ask something of it as well.
    use_cases
        How many use cases it applies to.
    has_draft
        Whether somebody works on a new version; only told to who may.
    can_set
        Whether the reader may draft and publish one.
    is_withdrawn
        Whether the version in force asks nothing.
    """

    pk: int
    name: str
    depth: int
    version: int
    reason: str
    published_by: str
    published_at: datetime | None
    tightened: tuple[str, ...]
    added: tuple[str, ...]
    above: tuple[str, ...]
    use_cases: int
    has_draft: bool
    can_set: bool
    is_withdrawn: bool

    @property
    def is_stricter(self) -> bool:
        """Whether it asks anything beyond what applies to it anyway."""
        return bool(self.tightened or self.added)


def standard_rows(member: Member) -> list[StandardRow]:
    """Return the domains the member may see and what each asks; five queries."""
    book = StandardBook.read()
    own = {each.path: each.layer for each in book.published}
    domains = Domain.objects.visible_to(member, Capability.VIEW_PORTFOLIO).active()
    rows = list(domains.filter(depth__gt=1).values_list("pk", "name", "depth", "path"))
    active = DomainStandardVersion.objects.filter(is_active=True).annotate(by=F("created_by__name"))
    versions = {row.domain_id: row for row in active.defer("data")}
    drafts = set(DomainStandardDraft.objects.values_list("domain_id", flat=True))
    counts = _counts()
    top = min((row[2] for row in rows), default=0)
    found = []
    for pk, name, depth, path in rows:
        version, layer = versions.get(pk), own.get(path)
        can_set = member.can(Capability.SET_STANDARD, path)
        found.append(
            StandardRow(
                pk=pk,
                name=name,
                depth=depth - top,
                version=version.version if version else 0,
                reason=version.reason if version else "",
                published_by=(version.by or "") if version else "",
                published_at=version.created_at if version else None,
                tightened=tightened(layer, book.above(path)) if layer else (),
                added=added(layer.standard) if layer else (),
                above=tuple(each.domain for each in book.above(path).layers),
                use_cases=sum(n for other, n in counts.items() if other.startswith(path)),
                has_draft=can_set and pk in drafts,
                can_set=can_set,
                is_withdrawn=version is not None and layer is None,
            )
        )
    return found


def _counts() -> dict[str, int]:
    rows = UseCase.objects.active().order_by().values_list("domain__path")
    return dict(rows.annotate(count=Count("pk")))
