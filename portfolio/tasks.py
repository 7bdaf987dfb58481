"""The doors of the portfolio for the worker: one thin handler for each kind of job."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from portal.services.jobs import Progress, job_handler
from portfolio.domain.follow_ups import COMPARE_JOB, RANK_JOB
from portfolio.reports.roadmaps import build_roadmap_pdf
from portfolio.selectors.roadmap_editions import newest_edition, publications_of
from portfolio.selectors.robustness import run_to_carry_out
from portfolio.services import bulk_edit_previews, standard_drafts
from portfolio.services.bulk_edits import BULK_JOB
from portfolio.services.bulk_edits import carry_out as carry_out_bulk_edit
from portfolio.services.import_drafts import read_run
from portfolio.services.import_run_locks import CHECK_JOB, COMMIT_JOB, READ_JOB, UNDO_JOB
from portfolio.services.import_runs import check_run, commit_run
from portfolio.services.import_undos import undo_run
from portfolio.services.overlap_runs import compare_portfolio
from portfolio.services.ranking import rank_portfolio
from portfolio.services.roadmap_editions import PDF_JOB, EditionGone, store_edition_pdf
from portfolio.services.robustness import RUN_JOB, carry_out
from portfolio.services.scoring_drafts import PREVIEW_JOB, store_preview


@job_handler(RANK_JOB)
def rank(_args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Score and rank every use case that competes."""
    return asdict(rank_portfolio(at=timezone.now(), progress=progress))


@job_handler(COMPARE_JOB)
def compare(_args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Find the use cases that read as if they were built twice."""
    return asdict(compare_portfolio(at=timezone.now(), progress=progress))


@job_handler(PREVIEW_JOB)
def preview_scoring(_args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Work out what the draft of the scoring model would move, and keep it."""
    return {"compared": store_preview(at=timezone.now(), progress=progress)}


@job_handler(standard_drafts.PREVIEW_JOB)
def preview_standard(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Work out what the draft of a domain's standard would move, and keep it."""
    draft, at = int(args["draft"]), timezone.now()
    return {"compared": standard_drafts.store_preview(draft, at=at, progress=progress)}


@job_handler(RUN_JOB)
def robustness(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Rank the whole portfolio under many weights; run again it finds the results kept."""
    run = run_to_carry_out(int(args["run"]))
    return {"run": run.pk, "compared": carry_out(run, clock=timezone.now, progress=progress)}


@job_handler(PDF_JOB)
def roadmap_pdf(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Build the PDF of an edition and keep it; run again it finds the one that is kept."""
    edition = newest_edition(int(args["edition"]))
    if edition is None:
        raise EditionGone
    kept = publications_of(edition).defer("content").first()
    if kept is None:
        content = build_roadmap_pdf(edition, progress.report)
        kept = store_edition_pdf(edition, content, at=timezone.now())
    return {"publication": kept.pk, "sha256": kept.sha256, "size": kept.size}


@job_handler(bulk_edit_previews.PREVIEW_JOB)
def preview_bulk_edit(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Work out what a change would do to many use cases, and keep it."""
    edit_id = int(args["edit"])
    edit = bulk_edit_previews.run_preview(edit_id, at=timezone.now(), progress=progress)
    return {"edit": edit_id, "looked_at": len(edit.rows) if edit else 0}


@job_handler(BULK_JOB)
def bulk_edit(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Change many use cases together, all in one transaction."""
    edit = carry_out_bulk_edit(int(args["edit"]), at=timezone.now(), progress=progress)
    return {"edit": edit.pk, "changed": len(edit.result.get("changed", ()))}


@job_handler(READ_JOB)
def read_file(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Read an uploaded file and keep what its columns hold."""
    run = read_run(int(args["run"]), at=timezone.now(), progress=progress)
    return {"run": run.pk, "state": run.state}


@job_handler(CHECK_JOB)
def check_file(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Check an uploaded file and keep the report."""
    run = check_run(int(args["run"]), at=timezone.now(), progress=progress)
    return {"run": run.pk, "state": run.state}


@job_handler(UNDO_JOB)
def undo_file(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Take back what an import did, all of it or nothing."""
    run = undo_run(int(args["run"]), at=timezone.now(), progress=progress)
    return {"run": run.pk, "state": run.state}


@job_handler(COMMIT_JOB)
def commit_file(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Import an uploaded file, all of it or nothing; run again it finds it imported."""
    run = commit_run(int(args["run"]), at=timezone.now(), progress=progress)
    return {"run": run.pk, "state": run.state}
