"""The API of portfolio."""

from django.urls import URLPattern, URLResolver, path

from portfolio.api import (
    balance,
    buckets,
    bulk_edits,
    domain_standards,
    import_steps,
    imports,
    overlap,
    ranking,
    ranking_views,
    register_entries,
    register_exports,
    registration_tasks,
    roadmap_editions,
    roadmaps,
    robustness,
    scoring_models,
    use_case_drafts,
    use_case_history,
    use_cases,
)

use_case_urls = [
    path("use-cases/", use_cases.UseCaseListView.as_view(), name="use-case-list"),
    path("use-cases/bulk/", bulk_edits.BulkEditListView.as_view(), name="use-case-bulk"),
    path("use-cases/bulk/<int:pk>/", bulk_edits.BulkEditView.as_view(), name="use-case-bulk-edit"),
    path(
        "use-cases/bulk/<int:pk>/cancel/",
        bulk_edits.BulkEditCancelView.as_view(),
        name="use-case-bulk-cancel",
    ),
    path(
        "use-cases/export/",
        register_exports.RegisterExportView.as_view(),
        name="use-case-export-whole",
    ),
    path("use-cases/columns/", use_cases.UseCaseColumnsView.as_view(), name="use-case-columns"),
    path("use-cases/<int:pk>/", use_cases.UseCaseDetailView.as_view(), name="use-case-detail"),
    path(
        "use-cases/<int:pk>/tasks/",
        registration_tasks.RegistrationTasksView.as_view(),
        name="use-case-tasks",
    ),
    path(
        "use-cases/<int:pk>/history/",
        use_case_history.UseCaseHistoryView.as_view(),
        name="use-case-history",
    ),
    path("use-cases/<int:pk>/stage/", use_cases.UseCaseStageView.as_view(), name="use-case-stage"),
    path(
        "use-cases/<int:pk>/archive/",
        use_cases.UseCaseArchiveView.as_view(),
        name="use-case-archive",
    ),
    path(
        "use-cases/<int:pk>/restore/",
        use_cases.UseCaseRestoreView.as_view(),
        name="use-case-restore",
    ),
]

register_urls = [
    path("register/", register_entries.RegisterListView.as_view(), name="register-list"),
    path("register/<int:pk>/", register_entries.RegisterEntryView.as_view(), name="register-entry"),
]

draft_urls = [
    path("use-case-drafts/", use_case_drafts.DraftListView.as_view(), name="use-case-draft-list"),
    path(
        "use-case-drafts/<int:pk>/",
        use_case_drafts.DraftView.as_view(),
        name="use-case-draft-detail",
    ),
    path(
        "use-case-drafts/<int:pk>/register/",
        use_case_drafts.DraftRegisterView.as_view(),
        name="use-case-draft-register",
    ),
]

overlap_urls = [
    path("overlap/", overlap.OverlapListView.as_view(), name="overlap-list"),
    path("overlap/figures/", overlap.OverlapFiguresView.as_view(), name="overlap-figures"),
    path("overlap/compare/", overlap.OverlapCompareView.as_view(), name="overlap-compare"),
    path("overlap/<int:pk>/", overlap.OverlapPairView.as_view(), name="overlap-pair"),
    path(
        "overlap/<int:pk>/proposal/",
        overlap.OverlapProposalView.as_view(),
        name="overlap-proposal",
    ),
    path(
        "overlap/<int:pk>/decision/",
        overlap.OverlapDecisionView.as_view(),
        name="overlap-decision",
    ),
    path(
        "use-cases/similar/",
        overlap.SimilarTypedView.as_view(),
        name="use-case-similar-typed",
    ),
    path(
        "use-cases/<int:pk>/similar/",
        overlap.SimilarUseCasesView.as_view(),
        name="use-case-similar",
    ),
]

ranking_urls = [
    path("ranking/", ranking.RankingView.as_view(), name="ranking"),
    path("ranking/movers/", ranking_views.MoversView.as_view(), name="ranking-movers"),
    path("ranking/by/<slug:view>/", ranking_views.SecondViewView.as_view(), name="ranking-view"),
    path("compare/", ranking_views.CompareView.as_view(), name="use-case-compare"),
    path("ranking/robustness/", robustness.RobustnessView.as_view(), name="robustness"),
    path("matrix/", ranking.MatrixView.as_view(), name="matrix"),
    path("balance/", balance.BalanceView.as_view(), name="balance"),
    path("balance/targets/", balance.BalanceTargetsView.as_view(), name="balance-targets"),
    path("suggested-buckets/", buckets.SuggestedBucketsView.as_view(), name="suggested-buckets"),
    path("steel-thread/", ranking.SteelThreadView.as_view(), name="steel-thread"),
    path("scoring-model/", scoring_models.ScoringModelView.as_view(), name="scoring-model"),
    path(
        "scoring-model/weights/",
        scoring_models.WeightsView.as_view(),
        name="scoring-model-weights",
    ),
    path(
        "scoring-model/versions/",
        scoring_models.VersionListView.as_view(),
        name="scoring-model-versions",
    ),
    path(
        "scoring-model/versions/<int:number>/",
        scoring_models.VersionView.as_view(),
        name="scoring-model-version",
    ),
    path("scoring-model/draft/", scoring_models.DraftView.as_view(), name="scoring-draft"),
    path(
        "scoring-model/draft/preview/",
        scoring_models.DraftPreviewView.as_view(),
        name="scoring-draft-preview",
    ),
    path(
        "scoring-model/draft/publish/",
        scoring_models.DraftPublishView.as_view(),
        name="scoring-draft-publish",
    ),
    path("use-cases/<int:pk>/ratings/", ranking.RatingsView.as_view(), name="use-case-ratings"),
    path("use-cases/<int:pk>/standing/", ranking.StandingView.as_view(), name="use-case-standing"),
]

domain_standard_urls = [
    path(
        "domain-standards/",
        domain_standards.DomainStandardListView.as_view(),
        name="domain-standards",
    ),
    path(
        "domain-standards/<int:pk>/",
        domain_standards.DomainStandardView.as_view(),
        name="domain-standard",
    ),
    path(
        "domain-standards/<int:pk>/versions/",
        domain_standards.VersionListView.as_view(),
        name="domain-standard-versions",
    ),
    path(
        "domain-standards/<int:pk>/versions/<int:number>/",
        domain_standards.VersionView.as_view(),
        name="domain-standard-version",
    ),
    path(
        "domain-standards/<int:pk>/draft/",
        domain_standards.DraftView.as_view(),
        name="standard-draft",
    ),
    path(
        "domain-standards/<int:pk>/draft/preview/",
        domain_standards.DraftPreviewView.as_view(),
        name="standard-draft-preview",
    ),
    path(
        "domain-standards/<int:pk>/draft/publish/",
        domain_standards.DraftPublishView.as_view(),
        name="standard-draft-publish",
    ),
]

import_urls = [
    path("imports/", imports.ImportListView.as_view(), name="import-list"),
    path("imports/<int:pk>/", imports.ImportDetailView.as_view(), name="import-detail"),
    path("imports/<int:pk>/commit/", imports.ImportCommitView.as_view(), name="import-commit"),
    path("imports/<int:pk>/check/", import_steps.ImportCheckView.as_view(), name="import-check"),
    path("imports/<int:pk>/cancel/", import_steps.ImportCancelView.as_view(), name="import-cancel"),
    path("imports/<int:pk>/undo/", import_steps.ImportUndoView.as_view(), name="import-undo"),
    path("imports/<int:pk>/table/", import_steps.ImportTableView.as_view(), name="import-table"),
    path(
        "imports/<int:pk>/columns/", import_steps.ImportColumnsView.as_view(), name="import-columns"
    ),
    path("imports/<int:pk>/words/", import_steps.ImportWordsView.as_view(), name="import-words"),
    path(
        "import-mappings/",
        import_steps.SavedMappingListView.as_view(),
        name="saved-mapping-list",
    ),
    path(
        "import-mappings/<int:pk>/",
        import_steps.SavedMappingView.as_view(),
        name="saved-mapping-detail",
    ),
]

roadmap_urls = [
    path("roadmaps/", roadmaps.RoadmapListView.as_view(), name="roadmap-list"),
    path("roadmaps/<int:pk>/", roadmaps.RoadmapDetailView.as_view(), name="roadmap-detail"),
    path("roadmaps/<int:pk>/plan/", roadmaps.RoadmapPlanView.as_view(), name="roadmap-plan"),
    path("roadmaps/<int:pk>/items/", roadmaps.RoadmapItemListView.as_view(), name="roadmap-items"),
    path(
        "roadmaps/<int:pk>/items/<int:item_pk>/",
        roadmaps.RoadmapItemView.as_view(),
        name="roadmap-item",
    ),
    path(
        "roadmaps/<int:pk>/dependencies/",
        roadmaps.DependencyListView.as_view(),
        name="roadmap-dependencies",
    ),
    path(
        "roadmaps/<int:pk>/dependencies/<int:dependency_pk>/",
        roadmaps.DependencyView.as_view(),
        name="roadmap-dependency",
    ),
    path(
        "roadmaps/<int:pk>/editions/",
        roadmap_editions.EditionListView.as_view(),
        name="edition-list",
    ),
    path(
        "roadmaps/editions/<int:pk>/",
        roadmap_editions.EditionDetailView.as_view(),
        name="edition-detail",
    ),
    path(
        "roadmaps/editions/<int:pk>/pdf/",
        roadmap_editions.EditionPdfView.as_view(),
        name="edition-pdf",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *use_case_urls,
    *draft_urls,
    *register_urls,
    *import_urls,
    *overlap_urls,
    *ranking_urls,
    *domain_standard_urls,
    *roadmap_urls,
]
