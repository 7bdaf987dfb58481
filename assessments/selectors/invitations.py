"""Reading invitations for those who run an assessment."""

from django.db.models import QuerySet

from assessments.models import Assessment, AssessmentRespondent


def invitations_of(assessment: Assessment) -> QuerySet[AssessmentRespondent]:
    """Return everybody who is asked, by name, with what a questionnaire of theirs needs."""
    rows = AssessmentRespondent.objects.filter(assessment=assessment)
    rows = rows.select_related("user", "assessment__domain", "assessment__framework")
    return rows.defer("assessment__framework__data").order_by("user__name", "pk")
