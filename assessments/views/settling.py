"""What every page that settles does alike: who may, what was chosen, and one call to settle it."""

from typing import Any

from django.utils import timezone

from assessments.forms.settling import NOT_APPLICABLE, SettleForm
from assessments.models import Assessment
from assessments.selectors.assessments import assessments_readable_by
from assessments.selectors.reviews import ReviewedQuestion
from assessments.services.settling import settle_level, settle_not_applicable
from portal.domain.roles import Capability, Member, require
from portal.web.access import MemberRequest, get_visible_or_404


def run_by(request: MemberRequest, pk: int) -> Assessment:
    """Return the assessment for somebody who runs it; strangers learn nothing of it."""
    assessment = get_visible_or_404(assessments_readable_by(request.member), pk=pk)
    require(request.member, Capability.RUN_ASSESSMENT, assessment.domain.path)
    return assessment


def settle_from(form: SettleForm, assessment: Assessment, key: str, *, by: Member) -> None:
    """Settle what a valid form says; a refusal is the caller's to show."""
    said: dict[str, Any] = {
        "question": key,
        "reason": form.cleaned_data["reason"],
        "seen": form.cleaned_data["seen"] or None,
        "by": by,
        "at": timezone.now(),
    }
    if form.settled_level is None:
        settle_not_applicable(assessment, **said)
    else:
        settle_level(assessment, level=form.settled_level, **said)


def chosen_value(one: ReviewedQuestion, form: SettleForm) -> str:
    """Return which card is chosen: what was sent, else what is settled."""
    if form.is_bound:
        return str(form.data.get("level", ""))
    row = one.settlement
    if row is None:
        return ""
    return NOT_APPLICABLE if row.level is None else str(row.level)
