"""The pages of the portfolio."""

from django.urls import URLPattern, URLResolver, path, re_path

from portfolio.views import (
    balance,
    buckets,
    bulk_edits,
    comparisons,
    domain_standards,
    import_steps,
    imports,
    matrix,
    movers,
    overlap,
    ranking,
    ratings,
    register_entries,
    register_exports,
    registration,
    roadmap_editions,
    roadmap_items,
    roadmaps,
    robustness,
    scoring_drafts,
    scoring_models,
    second_views,
    similar_use_cases,
    standard_drafts,
    steel_thread,
    use_case_columns,
    use_case_details,
    use_case_forms,
    use_case_history,
    use_cases,
)

app_name = "portfolio"

use_case_urls = [
    path("portfolio/use-cases/", use_cases.use_case_list, name="use-case-list"),
    re_path(
        r"^portfolio/use-cases/export/(?P<kind>csv|xlsx|json)/$",
        use_cases.use_case_export,
        name="use-case-export",
    ),
    re_path(
        r"^portfolio/use-cases/export/whole/(?P<kind>csv|xlsx|json)/$",
        register_exports.use_case_export_whole,
        name="use-case-export-whole",
    ),
    path("portfolio/use-cases/bulk/", bulk_edits.bulk_choose, name="bulk-choose"),
    path("portfolio/use-cases/bulk/<int:pk>/", bulk_edits.bulk_edit, name="bulk-edit"),
    path("portfolio/use-cases/bulk/<int:pk>/cancel/", bulk_edits.bulk_cancel, name="bulk-cancel"),
    path("portfolio/use-cases/register/", registration.use_case_create, name="use-case-create"),
    path(
        "portfolio/use-cases/columns/", use_case_columns.use_case_columns, name="use-case-columns"
    ),
    path(
        "portfolio/use-cases/similar/",
        similar_use_cases.similar_typed,
        name="use-case-similar-typed",
    ),
    path(
        "portfolio/use-cases/<int:pk>/similar/",
        similar_use_cases.use_case_similar,
        name="use-case-similar",
    ),
    path(
        "portfolio/use-cases/<int:pk>/",
        use_case_details.use_case_detail_page,
        name="use-case-detail",
    ),
    path(
        "portfolio/use-cases/<int:pk>/standing/",
        use_case_details.use_case_standing,
        name="use-case-standing",
    ),
    path(
        "portfolio/use-cases/<int:pk>/history/",
        use_case_history.use_case_history,
        name="use-case-history",
    ),
    path("portfolio/use-cases/<int:pk>/edit/", use_case_forms.use_case_edit, name="use-case-edit"),
    path(
        "portfolio/use-cases/<int:pk>/stage/",
        use_case_details.use_case_stage,
        name="use-case-stage",
    ),
    path(
        "portfolio/use-cases/<int:pk>/archive/",
        use_case_details.use_case_archive,
        name="use-case-archive",
    ),
    path(
        "portfolio/use-cases/<int:pk>/restore/",
        use_case_details.use_case_restore,
        name="use-case-restore",
    ),
]

register_urls = [
    path("portfolio/register/", register_entries.register_list, name="register-list"),
    path(
        "portfolio/register/<int:pk>/",
        register_entries.register_entry_page,
        name="register-entry",
    ),
]

draft_urls = [
    path(
        "portfolio/use-cases/drafts/<int:pk>/discard/",
        registration.use_case_draft_discard,
        name="use-case-draft-discard",
    ),
]

overlap_urls = [
    path("portfolio/overlap/", overlap.overlap_list, name="overlap-list"),
    path("portfolio/overlap/compare/", overlap.overlap_compare, name="overlap-compare"),
    path("portfolio/overlap/<int:pk>/", overlap.overlap_pair, name="overlap-pair"),
    path(
        "portfolio/overlap/<int:pk>/withdraw/",
        overlap.overlap_withdraw,
        name="overlap-withdraw",
    ),
    path(
        "portfolio/overlap/<int:pk>/take-back/",
        overlap.overlap_take_back,
        name="overlap-take-back",
    ),
]

ranking_urls = [
    path("portfolio/ranking/", ranking.ranking, name="ranking"),
    path("portfolio/ranking/movers/", movers.ranking_movers, name="ranking-movers"),
    path("portfolio/ranking/by/<slug:view>/", second_views.second_view, name="ranking-view"),
    path("portfolio/compare/", comparisons.use_case_compare, name="use-case-compare"),
    path("portfolio/ranking/robustness/", robustness.robustness, name="robustness"),
    path(
        "portfolio/ranking/robustness/progress/",
        robustness.robustness_progress,
        name="robustness-progress",
    ),
    path("portfolio/matrix/", matrix.matrix, name="matrix"),
    path("portfolio/balance/", balance.balance_page, name="balance"),
    path("portfolio/balance/targets/", balance.balance_targets, name="balance-targets"),
    path("portfolio/buckets/", buckets.suggested_buckets, name="suggested-buckets"),
    path("portfolio/steel-thread/", steel_thread.steel_thread_page, name="steel-thread"),
    path("portfolio/use-cases/<int:pk>/rate/", ratings.use_case_rate, name="use-case-rate"),
    path("portfolio/scoring-model/", scoring_models.scoring_model, name="scoring-model"),
    path(
        "portfolio/scoring-model/versions/<int:number>/",
        scoring_models.scoring_model_version,
        name="scoring-model-version",
    ),
    path(
        "portfolio/scoring-model/weights/",
        scoring_drafts.scoring_model_weights,
        name="scoring-model-weights",
    ),
]

scoring_draft_urls = [
    path("portfolio/scoring-model/draft/", scoring_drafts.scoring_draft, name="scoring-draft"),
    path(
        "portfolio/scoring-model/draft/publish/",
        scoring_drafts.scoring_draft_publish,
        name="scoring-draft-publish",
    ),
    path(
        "portfolio/scoring-model/draft/discard/",
        scoring_drafts.scoring_draft_discard,
        name="scoring-draft-discard",
    ),
    path(
        "portfolio/scoring-model/draft/settings/",
        scoring_drafts.scoring_draft_settings,
        name="scoring-draft-settings",
    ),
    path(
        "portfolio/scoring-model/draft/criteria/add/",
        scoring_drafts.scoring_draft_criterion_add,
        name="scoring-draft-criterion-add",
    ),
    path(
        "portfolio/scoring-model/draft/criteria/<str:key>/",
        scoring_drafts.scoring_draft_criterion,
        name="scoring-draft-criterion",
    ),
    path(
        "portfolio/scoring-model/draft/criteria/<str:key>/remove/",
        scoring_drafts.scoring_draft_criterion_remove,
        name="scoring-draft-criterion-remove",
    ),
]

domain_standard_urls = [
    path("portfolio/domain-standards/", domain_standards.domain_standards, name="domain-standards"),
    path(
        "portfolio/domain-standards/<int:pk>/",
        domain_standards.domain_standard,
        name="domain-standard",
    ),
    path(
        "portfolio/domain-standards/<int:pk>/versions/<int:number>/",
        domain_standards.domain_standard,
        name="domain-standard-version",
    ),
    path(
        "portfolio/domain-standards/<int:pk>/draft/",
        standard_drafts.standard_draft,
        name="standard-draft",
    ),
    path(
        "portfolio/domain-standards/<int:pk>/draft/publish/",
        standard_drafts.standard_draft_publish,
        name="standard-draft-publish",
    ),
    path(
        "portfolio/domain-standards/<int:pk>/draft/discard/",
        standard_drafts.standard_draft_discard,
        name="standard-draft-discard",
    ),
    path(
        "portfolio/domain-standards/<int:pk>/draft/empty/",
        standard_drafts.standard_draft_empty,
        name="standard-draft-empty",
    ),
    path(
        "portfolio/domain-standards/<int:pk>/draft/thresholds/",
        standard_drafts.standard_draft_thresholds,
        name="standard-draft-thresholds",
    ),
    path(
        "portfolio/domain-standards/<int:pk>/draft/criteria/add/",
        standard_drafts.standard_draft_criterion_add,
        name="standard-draft-criterion-add",
    ),
    path(
        "portfolio/domain-standards/<int:pk>/draft/criteria/<str:key>/",
        standard_drafts.standard_draft_criterion,
        name="standard-draft-criterion",
    ),
    path(
        "portfolio/domain-standards/<int:pk>/draft/criteria/<str:key>/remove/",
        standard_drafts.standard_draft_criterion_remove,
        name="standard-draft-criterion-remove",
    ),
]

import_urls = [
    path("portfolio/use-cases/imports/", imports.import_create, name="import-create"),
    path("portfolio/use-cases/imports/<int:pk>/", imports.import_detail, name="import-detail"),
    path(
        "portfolio/use-cases/imports/<int:pk>/cancel/", imports.import_cancel, name="import-cancel"
    ),
    path("portfolio/use-cases/imports/<int:pk>/undo/", imports.import_undo, name="import-undo"),
    path(
        "portfolio/use-cases/imports/<int:pk>/table/",
        import_steps.import_table,
        name="import-table",
    ),
    path(
        "portfolio/use-cases/imports/<int:pk>/columns/",
        import_steps.import_columns,
        name="import-columns",
    ),
    path(
        "portfolio/use-cases/imports/<int:pk>/words/",
        import_steps.import_words,
        name="import-words",
    ),
    path(
        "portfolio/use-cases/imports/<int:pk>/mapping/",
        import_steps.import_keep_mapping,
        name="import-keep-mapping",
    ),
    path(
        "portfolio/use-cases/imports/mappings/saved/<int:pk>/",
        import_steps.saved_mapping_file,
        name="saved-mapping-file",
    ),
    path(
        "portfolio/use-cases/imports/mappings/saved/<int:pk>/share/",
        import_steps.saved_mapping_share,
        name="saved-mapping-share",
    ),
    path(
        "portfolio/use-cases/imports/mappings/saved/<int:pk>/remove/",
        import_steps.saved_mapping_remove,
        name="saved-mapping-remove",
    ),
    path("portfolio/use-cases/imports/<int:pk>/check/", imports.import_check, name="import-check"),
    path(
        "portfolio/use-cases/imports/<int:pk>/commit/", imports.import_commit, name="import-commit"
    ),
    path(
        "portfolio/use-cases/imports/<int:pk>/errors/", imports.import_errors, name="import-errors"
    ),
    path(
        "portfolio/use-cases/imports/mappings/<slug:name>/",
        imports.import_mapping,
        name="import-mapping",
    ),
]

roadmap_urls = [
    path("portfolio/roadmaps/", roadmaps.roadmap_list, name="roadmap-list"),
    path("portfolio/roadmaps/new/", roadmaps.roadmap_create, name="roadmap-create"),
    path("portfolio/roadmaps/<int:pk>/", roadmaps.roadmap_detail, name="roadmap-detail"),
    path("portfolio/roadmaps/<int:pk>/edit/", roadmaps.roadmap_edit, name="roadmap-edit"),
    path("portfolio/roadmaps/<int:pk>/add/", roadmap_items.roadmap_add, name="roadmap-add"),
    path("portfolio/roadmaps/<int:pk>/plan/", roadmaps.roadmap_plan, name="roadmap-plan"),
    path(
        "portfolio/roadmaps/<int:pk>/items/<int:item_pk>/",
        roadmap_items.roadmap_item,
        name="roadmap-item",
    ),
    path(
        "portfolio/roadmaps/<int:pk>/items/<int:item_pk>/remove/",
        roadmap_items.roadmap_item_remove,
        name="roadmap-item-remove",
    ),
    path(
        "portfolio/roadmaps/<int:pk>/publish/",
        roadmap_editions.roadmap_publish,
        name="roadmap-publish",
    ),
    path(
        "portfolio/roadmaps/editions/<int:pk>/",
        roadmap_editions.edition_detail,
        name="edition-detail",
    ),
    path(
        "portfolio/roadmaps/editions/<int:pk>/progress/",
        roadmap_editions.edition_progress,
        name="edition-progress",
    ),
    path(
        "portfolio/roadmaps/editions/<int:pk>/pdf/",
        roadmap_editions.edition_pdf,
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
    *scoring_draft_urls,
    *domain_standard_urls,
    *roadmap_urls,
]
