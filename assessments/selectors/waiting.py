"""What waits for one member: assessments to answer, and those to settle and publish."""

from django.db.models import QuerySet

from assessments.domain.lifecycle import AssessmentState
from assessments.models import Assessment, AssessmentRespondent
from portal.domain.roles import Member


def unanswered_by(member: Member) -> QuerySet[AssessmentRespondent]:
    """Return the open assessments this member was asked to answer and has not finished."""
    rows = AssessmentRespondent.objects.select_related("assessment__domain").filter(
        user_id=member.user_id,
        submitted_at__isnull=True,
        assessment__state=AssessmentState.OPEN,
    )
    return rows.order_by("assessment__due_on", "pk")


def to_publish_by(member: Member) -> QuerySet[Assessment]:
    """Return the closed assessments this member facilitates."""
    rows = Assessment.objects.visible_to(member).select_related("domain")
    closed = rows.filter(facilitator_id=member.user_id, state=AssessmentState.CLOSED)
    return closed.order_by("due_on", "pk")
