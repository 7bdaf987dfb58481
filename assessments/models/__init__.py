"""The nouns of maturity assessments."""

from assessments.models.actions import FoundationAction
from assessments.models.assessments import Assessment, AssessmentRespondent
from assessments.models.campaigns import Campaign
from assessments.models.frameworks import FrameworkVersion
from assessments.models.imports import AssessmentImport
from assessments.models.partners import Partner
from assessments.models.responses import Response, ResponseEvidence, Reveal, SettledLevel
from assessments.models.results import ResultSnapshot

__all__ = [
    "Assessment",
    "AssessmentImport",
    "AssessmentRespondent",
    "Campaign",
    "FoundationAction",
    "FrameworkVersion",
    "Partner",
    "Response",
    "ResponseEvidence",
    "ResultSnapshot",
    "Reveal",
    "SettledLevel",
]
