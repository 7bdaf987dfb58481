"""What the portfolio records in the ledger, in the past tense."""

from enum import StrEnum


class PortfolioEvent(StrEnum):
    """Decisions and changes of the portfolio."""

    USE_CASE_REGISTERED = "portfolio.use_case.registered"
    USE_CASE_CHANGED = "portfolio.use_case.changed"
    USE_CASE_STAGE_CHANGED = "portfolio.use_case.stage_changed"
    USE_CASE_ARCHIVED = "portfolio.use_case.archived"
    USE_CASE_RESTORED = "portfolio.use_case.restored"
    USE_CASE_RATED = "portfolio.use_case.rated"
    USE_CASES_IMPORTED = "portfolio.use_cases.imported"
    IMPORT_MAPPING_SAVED = "portfolio.import_mapping.saved"
    IMPORT_MAPPING_REMOVED = "portfolio.import_mapping.removed"
    OVERLAP_MERGED = "portfolio.overlap.merged"
    OVERLAP_LINKED = "portfolio.overlap.linked"
    OVERLAP_TOLD_APART = "portfolio.overlap.told_apart"
    OVERLAP_TAKEN_BACK = "portfolio.overlap.taken_back"
    OVERLAP_JOINED = "portfolio.overlap.joined"
    OVERLAP_EXTENDED = "portfolio.overlap.extended"
    SCORING_MODEL_ADOPTED = "portfolio.scoring_model.adopted"
    BALANCE_TARGETS_SET = "portfolio.balance_targets.set"
    ROADMAP_CREATED = "portfolio.roadmap.created"
    ROADMAP_CHANGED = "portfolio.roadmap.changed"
    ROADMAP_ITEMS_ADDED = "portfolio.roadmap.items_added"
    ROADMAP_ITEM_REMOVED = "portfolio.roadmap.item_removed"
    ROADMAP_ITEM_CHANGED = "portfolio.roadmap.item_changed"
    ROADMAP_DEPENDENCY_ADDED = "portfolio.roadmap.dependency_added"
    ROADMAP_DEPENDENCY_REMOVED = "portfolio.roadmap.dependency_removed"
    ROADMAP_PLANNED = "portfolio.roadmap.planned"
    ROADMAP_EDITION_PUBLISHED = "portfolio.roadmap.edition_published"
