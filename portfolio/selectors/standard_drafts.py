"""Reading the draft of a domain's standard, and what it would move."""

from dataclasses import dataclass, replace
from datetime import datetime

from portal.domain.roles import Member
from portal.models import Domain
from portal.selectors.jobs import JobRow, job_row, jobs_visible_to
from portfolio.domain.domain_standards import Applied, Layer, Standard
from portfolio.domain.model_previews import ModelPreview, preview_from_data
from portfolio.domain.places import priorities_within
from portfolio.domain.ranking import standings
from portfolio.domain.standard_edits import differences, standard_from_data
from portfolio.domain.standard_previews import WithinDomains, preview_within
from portfolio.models import DomainStandardDraft
from portfolio.selectors.domain_standards import (
    ThresholdRow,
    VersionRow,
    threshold_rows,
    versions_of,
)
from portfolio.selectors.rank_inputs import (
    RankInput,
    grounds_of,
    rank_input,
    ratings_matrix,
)
from portfolio.selectors.scoring_drafts import PreviewRows, is_previewed_at_once, named_preview
from portfolio.selectors.standard_books import applies_above


@dataclass(frozen=True, slots=True)
class StandardDraftPage:
    """The draft as its page shows it.

    Attributes
    ----------
    row, domain, standard
        The draft, whose it is, and what it holds.
    applied
        What would apply with it.
    active
        The version in force; ``None`` before any is published.
    is_changed
        Whether the draft differs from what is in force.
    preview
        What it would move; ``None`` until a job has worked it out.
    job
        That job, where there is one.
    """

    row: DomainStandardDraft
    domain: Domain
    standard: Standard
    applied: Applied
    active: VersionRow | None
    is_changed: bool
    preview: PreviewRows | None
    job: JobRow | None

    @property
    def thresholds(self) -> tuple[ThresholdRow, ...]:
        """Where "high" would begin, and who asks for it."""
        return threshold_rows(self.applied)


def draft_of(domain: Domain) -> DomainStandardDraft | None:
    """Return the draft somebody works on for a domain; one query."""
    rows = DomainStandardDraft.objects.select_related("changed_by")
    return rows.filter(domain=domain).first()


def standard_draft_page(
    domain: Domain, row: DomainStandardDraft, member: Member
) -> StandardDraftPage:
    """Return the draft with what it would move."""
    standard = standard_from_data(row.data)
    active = next((each for each in versions_of(domain) if each.is_active), None)
    jobs = jobs_visible_to(member)
    job = jobs.filter(pk=row.preview_job_id).first() if row.preview_job_id else None
    return StandardDraftPage(
        row=row,
        domain=domain,
        standard=standard,
        applied=applies_above(domain).and_then(Layer(domain.pk, domain.name, 0, standard)),
        active=active,
        is_changed=bool(differences(active.standard if active else Standard(), standard)),
        preview=standard_draft_preview(domain, row),
        job=job_row(job) if job else None,
    )


def standard_draft_preview(domain: Domain, row: DomainStandardDraft) -> PreviewRows | None:
    """Return what a draft would move: worked out now, or as its job has kept it."""
    if row.preview is not None:
        at = datetime.fromisoformat(row.preview["at"])
        return named_preview(preview_from_data(row.preview["found"]), at)
    if not is_previewed_at_once():
        return None
    return named_preview(standard_preview(domain, standard_from_data(row.data)), None)


def standard_preview(domain: Domain, standard: Standard) -> ModelPreview:
    """Say what another standard would move among the use cases of a domain and beneath it."""
    found = rank_input()
    layer = Layer(domain.pk, domain.name, 0, standard)
    then = found.standards.with_standard(domain.path, layer)
    wide = ratings_matrix(then.widest, [each.pk for each in found.candidates])
    before = _within(found)
    after = _within(
        replace(found, standards=then, grounds=grounds_of(then, found.candidates, wide))
    )
    rows = [
        row for row, each in enumerate(found.candidates) if each.domain_path.startswith(domain.path)
    ]
    return preview_within(
        [found.candidates[row].pk for row in rows],
        [found.candidates[row].domain_path for row in rows],
        *(
            WithinDomains(
                [side.priorities[row] for row in rows], [side.quadrants[row] for row in rows]
            )
            for side in (before, after)
        ),
    )


def _within(found: RankInput) -> WithinDomains:
    scored = standings(found.model, found.ratings, found.factors, thresholds=found.thresholds)
    return WithinDomains(priorities_within(found.grounds, scored), scored.quadrants)
