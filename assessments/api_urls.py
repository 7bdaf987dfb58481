"""The API of assessments."""

from django.urls import URLPattern, URLResolver, include, path

from assessments.api import (
    actions,
    answer_sheets,
    assessment_files,
    assessment_imports,
    assessments,
    campaign_respondents,
    campaigns,
    framework_drafts,
    frameworks,
    partners,
    questionnaire_papers,
    response_evidence,
    responses,
    result_exports,
    results,
    reviews,
)

framework_urls = [
    path("", frameworks.FrameworkListView.as_view(), name="framework-list"),
    path("<int:pk>/", frameworks.FrameworkDetailView.as_view(), name="framework-detail"),
    path("<int:pk>/default/", frameworks.FrameworkDefaultView.as_view(), name="framework-default"),
    path("<int:pk>/drafts/", framework_drafts.FrameworkDraftView.as_view(), name="framework-copy"),
    path(
        "<int:pk>/publish/",
        framework_drafts.FrameworkPublishView.as_view(),
        name="framework-publish",
    ),
    path(
        "<int:pk>/retire/", framework_drafts.FrameworkRetireView.as_view(), name="framework-retire"
    ),
    path("<int:pk>/file/", framework_drafts.FrameworkFileView.as_view(), name="framework-file"),
]

assessment_urls = [
    path("", assessments.AssessmentListView.as_view(), name="assessment-list"),
    path("heat-map/", results.HeatMapView.as_view(), name="heat-map"),
    path("import/", assessment_imports.AssessmentImportView.as_view(), name="assessment-import"),
    path("<int:pk>/", assessments.AssessmentDetailView.as_view(), name="assessment-detail"),
    path(
        "<int:pk>/export/",
        assessment_files.AssessmentExportView.as_view(),
        name="assessment-export",
    ),
    path("<int:pk>/open/", assessments.AssessmentOpenView.as_view(), name="assessment-open"),
    path("<int:pk>/close/", assessments.AssessmentCloseView.as_view(), name="assessment-close"),
    path("<int:pk>/reopen/", assessments.AssessmentReopenView.as_view(), name="assessment-reopen"),
    path(
        "<int:pk>/publish/", assessments.AssessmentPublishView.as_view(), name="assessment-publish"
    ),
    path(
        "<int:pk>/respondents/",
        campaign_respondents.AssessmentRespondentsView.as_view(),
        name="assessment-respondents",
    ),
    path("<int:pk>/sheet/", answer_sheets.OwnSheetView.as_view(), name="own-sheet"),
    path("<int:pk>/sheets/", answer_sheets.SheetForView.as_view(), name="sheet-list"),
    path("<int:pk>/paper/", questionnaire_papers.OwnPaperView.as_view(), name="own-paper"),
    path(
        "<int:pk>/sheets/<int:user_pk>/paper/",
        questionnaire_papers.PaperForView.as_view(),
        name="paper-for",
    ),
    path("<int:pk>/responses/", responses.ResponseListView.as_view(), name="response-list"),
    path(
        "<int:pk>/responses-done/", responses.ResponseFinishView.as_view(), name="response-finish"
    ),
    path(
        "<int:pk>/responses/<slug:key>/",
        responses.ResponseDetailView.as_view(),
        name="response-detail",
    ),
    path(
        "<int:pk>/responses/<slug:key>/evidence/",
        response_evidence.EvidenceListView.as_view(),
        name="evidence-list",
    ),
    path(
        "<int:pk>/evidence/<int:evidence>/",
        response_evidence.EvidenceDetailView.as_view(),
        name="evidence-detail",
    ),
    path(
        "<int:pk>/evidence/<int:evidence>/file/",
        response_evidence.EvidenceFileView.as_view(),
        name="evidence-file",
    ),
    path("<int:pk>/review/", reviews.ReviewView.as_view(), name="assessment-review"),
    path(
        "<int:pk>/review/<slug:key>/",
        reviews.ReviewedQuestionView.as_view(),
        name="reviewed-question",
    ),
    path("<int:pk>/review/<slug:key>/reveal/", reviews.RevealView.as_view(), name="names-reveal"),
    path("<int:pk>/workshop/", reviews.WorkshopView.as_view(), name="workshop"),
    path("<int:pk>/reliability/", reviews.ReliabilityView.as_view(), name="assessment-reliability"),
    path(
        "<int:pk>/settlements/<slug:key>/",
        reviews.SettlementView.as_view(),
        name="settlement-detail",
    ),
    path("<int:pk>/results/", results.ResultView.as_view(), name="assessment-results"),
    path(
        "<int:pk>/results/trace/<slug:key>/", results.ResultTraceView.as_view(), name="result-trace"
    ),
    path("<int:pk>/results/report/", results.ResultReportView.as_view(), name="result-report"),
    path("<int:pk>/results/export/", results.ResultExportView.as_view(), name="result-export"),
    path(
        "<int:pk>/results/workbook/",
        result_exports.ResultWorkbookView.as_view(),
        name="result-workbook",
    ),
    path("<int:pk>/actions/", actions.ActionAdoptView.as_view(), name="action-adopt"),
]

partner_urls = [
    path("", partners.PartnerListView.as_view(), name="partner-list"),
    path("<int:pk>/", partners.PartnerDetailView.as_view(), name="partner-detail"),
]

action_urls = [
    path("", actions.ActionListView.as_view(), name="action-list"),
    path("<int:pk>/", actions.ActionDetailView.as_view(), name="action-detail"),
]

campaign_urls = [
    path("", campaigns.CampaignListView.as_view(), name="campaign-list"),
    path("<int:pk>/", campaigns.CampaignDetailView.as_view(), name="campaign-detail"),
    path("<int:pk>/open/", campaigns.CampaignOpenView.as_view(), name="campaign-open"),
    path("<int:pk>/close/", campaigns.CampaignCloseView.as_view(), name="campaign-close"),
    path("<int:pk>/reopen/", campaigns.CampaignReopenView.as_view(), name="campaign-reopen"),
    path("<int:pk>/mails/", campaigns.CampaignMailView.as_view(), name="campaign-mails"),
    path("<int:pk>/progress/", campaigns.CampaignProgressView.as_view(), name="campaign-progress"),
    path(
        "<int:pk>/respondents/",
        campaign_respondents.RespondentListView.as_view(),
        name="campaign-respondents",
    ),
    path(
        "<int:pk>/assessments/<int:assessment_pk>/respondents/",
        campaign_respondents.DomainRespondentsView.as_view(),
        name="campaign-domain-respondents",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("frameworks/", include(framework_urls)),
    path("assessments/", include(assessment_urls)),
    path("partners/", include(partner_urls)),
    path("actions/", include(action_urls)),
    path("campaigns/", include(campaign_urls)),
    path("answers/", responses.MyAnswersView.as_view(), name="my-answers"),
]
