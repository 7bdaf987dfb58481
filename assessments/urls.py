"""The pages of maturity assessments."""

from django.urls import include, path

from assessments.views import (
    actions,
    answer_sheets,
    answers,
    assessment_files,
    assessment_imports,
    assessments,
    campaign_moves,
    campaign_respondents,
    campaigns,
    framework_drafts,
    framework_texts,
    frameworks,
    moves,
    partners,
    questionnaire_papers,
    response_evidence,
    result_exports,
    result_reports,
    results,
    reviews,
    workshops,
)

app_name = "assessments"

assessment_urls = [
    path("", assessments.assessment_list, name="assessment-list"),
    path("new/", assessments.assessment_create, name="assessment-create"),
    path("import/", assessment_imports.assessment_import, name="assessment-import"),
    path(
        "import/<int:pk>/", assessment_imports.assessment_import_plan, name="assessment-import-plan"
    ),
    path("<int:pk>/", assessments.assessment_detail, name="assessment-detail"),
    path("<int:pk>/edit/", assessments.assessment_edit, name="assessment-edit"),
    path("<int:pk>/export/", assessment_files.assessment_export, name="assessment-export"),
    path("<int:pk>/open/", moves.assessment_open, name="assessment-open"),
    path("<int:pk>/close/", moves.assessment_close, name="assessment-close"),
    path("<int:pk>/reopen/", moves.assessment_reopen, name="assessment-reopen"),
    path("<int:pk>/publish/", moves.assessment_publish, name="assessment-publish"),
    path("<int:pk>/review/", reviews.assessment_review, name="assessment-review"),
    path("<int:pk>/review/<slug:key>/", reviews.capability_settle, name="capability-settle"),
    path(
        "<int:pk>/review/<slug:key>/withdraw/",
        reviews.settlement_withdraw,
        name="settlement-withdraw",
    ),
    path("<int:pk>/workshop/", workshops.workshop_start, name="workshop"),
    path("<int:pk>/workshop/<slug:key>/", workshops.workshop_question, name="workshop-question"),
    path("<int:pk>/workshop/<slug:key>/reveal/", workshops.workshop_reveal, name="workshop-reveal"),
    path(
        "<int:pk>/respondents/",
        campaign_respondents.assessment_respondents,
        name="assessment-respondents",
    ),
    path("<int:pk>/sheets/", answer_sheets.sheets, name="sheet-list"),
    path("<int:pk>/sheets/<int:user_pk>/file/", answer_sheets.sheet_file, name="sheet-export"),
    path(
        "<int:pk>/sheets/<int:user_pk>/paper/",
        questionnaire_papers.questionnaire_pdf,
        name="questionnaire-pdf",
    ),
    path(
        "<int:pk>/sheets/<int:user_pk>/paper/progress/",
        questionnaire_papers.questionnaire_progress,
        name="questionnaire-progress",
    ),
    path("<int:pk>/results/", results.assessment_results, name="assessment-results"),
    path("<int:pk>/results/export/", results.result_export, name="result-export"),
    path("<int:pk>/results/workbook/", result_exports.result_workbook, name="result-workbook"),
    path("<int:pk>/results/report/", result_reports.result_report, name="result-report"),
    path(
        "<int:pk>/results/report/progress/",
        result_reports.result_report_progress,
        name="result-report-progress",
    ),
    path("<int:pk>/results/<slug:key>/adopt/", actions.action_adopt, name="action-adopt"),
    path("<int:pk>/results/trace/<slug:key>/", results.result_trace, name="result-trace"),
]

answer_urls = [
    path("", answers.my_answers, name="my-answers"),
    path("<int:pk>/", answers.answer_overview, name="answer-overview"),
    path("<int:pk>/sheet/", answer_sheets.own_sheet, name="own-sheet"),
    path("<int:pk>/sheet/file/", answer_sheets.own_sheet_file, name="own-sheet-export"),
    path(
        "<int:pk>/paper/", questionnaire_papers.own_questionnaire_pdf, name="own-questionnaire-pdf"
    ),
    path(
        "<int:pk>/paper/progress/",
        questionnaire_papers.own_questionnaire_progress,
        name="own-questionnaire-progress",
    ),
    path("<int:pk>/done/", answers.answer_finish, name="answer-finish"),
    path("<int:pk>/questions/<slug:key>/", answers.answer_question, name="answer-question"),
    path("<int:pk>/questions/<slug:key>/save/", answers.answer_save, name="answer-save"),
    path(
        "<int:pk>/questions/<slug:key>/evidence/",
        response_evidence.evidence_add,
        name="evidence-add",
    ),
    path(
        "<int:pk>/evidence/<int:evidence>/remove/",
        response_evidence.evidence_remove,
        name="evidence-remove",
    ),
    path("evidence/<int:pk>/", response_evidence.evidence_file, name="evidence-file"),
]

framework_urls = [
    path("", frameworks.framework_list, name="framework-list"),
    path("load/", frameworks.framework_load, name="framework-load"),
    path("<int:pk>/", frameworks.framework_detail, name="framework-detail"),
    path("<int:pk>/default/", frameworks.framework_default, name="framework-default"),
    path("<int:pk>/copy/", framework_drafts.framework_copy, name="framework-copy"),
    path("<int:pk>/edit/", framework_drafts.framework_edit, name="framework-edit"),
    path("<int:pk>/arrange/", framework_drafts.framework_arrange, name="framework-arrange"),
    path("<int:pk>/layers/new/", framework_drafts.layer_create, name="framework-layer-create"),
    path("<int:pk>/layers/<slug:key>/", framework_drafts.layer_edit, name="framework-layer-edit"),
    path(
        "<int:pk>/capabilities/new/",
        framework_drafts.capability_create,
        name="framework-capability-create",
    ),
    path(
        "<int:pk>/capabilities/<slug:key>/",
        framework_drafts.capability_edit,
        name="framework-capability-edit",
    ),
    path("<int:pk>/text/", framework_texts.framework_text, name="framework-text"),
    path("<int:pk>/download/", framework_texts.framework_download, name="framework-download"),
    path("<int:pk>/publish/", framework_texts.framework_publish, name="framework-publish"),
    path("<int:pk>/retire/", framework_texts.framework_retire, name="framework-retire"),
    path("<int:pk>/discard/", framework_texts.framework_discard, name="framework-discard"),
]

partner_urls = [
    path("", partners.partner_list, name="partner-list"),
    path("new/", partners.partner_create, name="partner-create"),
    path("<int:pk>/", partners.partner_detail, name="partner-detail"),
    path("<int:pk>/edit/", partners.partner_edit, name="partner-edit"),
]

action_urls = [
    path("", actions.action_list, name="action-list"),
    path("new/", actions.action_create, name="action-create"),
    path("<int:pk>/", actions.action_detail, name="action-detail"),
]

campaign_urls = [
    path("", campaigns.campaign_list, name="campaign-list"),
    path("new/", campaigns.campaign_create, name="campaign-create"),
    path("<int:pk>/", campaigns.campaign_detail, name="campaign-detail"),
    path("<int:pk>/edit/", campaigns.campaign_edit, name="campaign-edit"),
    path("<int:pk>/people/", campaigns.campaign_people, name="campaign-people"),
    path(
        "<int:pk>/respondents/",
        campaign_respondents.campaign_respondents,
        name="campaign-respondents",
    ),
    path("<int:pk>/respondents/list/", campaign_respondents.campaign_rows, name="campaign-rows"),
    path(
        "<int:pk>/respondents/<int:assessment_pk>/",
        campaign_respondents.campaign_domain,
        name="campaign-domain",
    ),
    path("<int:pk>/open/", campaign_moves.campaign_open, name="campaign-open"),
    path("<int:pk>/close/", campaign_moves.campaign_close, name="campaign-close"),
    path("<int:pk>/reopen/", campaign_moves.campaign_reopen, name="campaign-reopen"),
    path("<int:pk>/mails/", campaign_moves.campaign_mails, name="campaign-mails"),
]

urlpatterns = [
    path("assessments/", include(assessment_urls)),
    path("answers/", include(answer_urls)),
    path("frameworks/", include(framework_urls)),
    path("partners/", include(partner_urls)),
    path("actions/", include(action_urls)),
    path("campaigns/", include(campaign_urls)),
]
