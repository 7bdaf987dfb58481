"""The nouns of maturity assessments."""

from assessments.models.actions import FoundationAction
from assessments.models.assessments import Assessment, AssessmentRespondent
from assessments.models.frameworks import FrameworkVersion
from assessments.models.responses import Response, SettledLevel
from assessments.models.results import ResultSnapshot

__all__ = [
    "Assessment",
    "AssessmentRespondent",
    "FoundationAction",
    "FrameworkVersion",
    "Response",
    "ResultSnapshot",
    "SettledLevel",
]
