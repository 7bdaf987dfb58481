"""The nouns of the portfolio."""

from portfolio.models.balance import BalanceTargets
from portfolio.models.bulk_edits import BulkEdit
from portfolio.models.domain_standards import DomainStandardDraft, DomainStandardVersion
from portfolio.models.imports import ImportedUseCase, ImportRun
from portfolio.models.overlap import (
    JoinedRegistration,
    OverlapPair,
    OverlapProposal,
    OverlapRun,
    UseCaseLink,
)
from portfolio.models.ranking import RankingDay, ScoringModelDraft, ScoringModelVersion
from portfolio.models.ratings import Rating
from portfolio.models.roadmaps import Roadmap, RoadmapDependency, RoadmapEdition, RoadmapItem
from portfolio.models.robustness import RobustnessResult, RobustnessRun
from portfolio.models.saved_mappings import SavedMapping
from portfolio.models.use_case_drafts import UseCaseDraft
from portfolio.models.use_cases import UseCase, UseCaseSearchText, UseCaseTechnique
from portfolio.models.work_stops import WorkStop

__all__ = [
    "BalanceTargets",
    "BulkEdit",
    "DomainStandardDraft",
    "DomainStandardVersion",
    "ImportRun",
    "ImportedUseCase",
    "JoinedRegistration",
    "OverlapPair",
    "OverlapProposal",
    "OverlapRun",
    "RankingDay",
    "Rating",
    "Roadmap",
    "RoadmapDependency",
    "RoadmapEdition",
    "RoadmapItem",
    "RobustnessResult",
    "RobustnessRun",
    "SavedMapping",
    "ScoringModelDraft",
    "ScoringModelVersion",
    "UseCase",
    "UseCaseDraft",
    "UseCaseLink",
    "UseCaseSearchText",
    "UseCaseTechnique",
    "WorkStop",
]
