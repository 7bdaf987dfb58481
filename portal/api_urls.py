"""The API: the cellar's own part, then what the apps add."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from portal.api import docs, index, portal, saved_views
from portal.dashboards import search_api

app_name = "api"
urlpatterns = [
    path("", index.IndexView.as_view(), name="index"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs.docs, name="docs"),
    path("search/", search_api.SearchView.as_view(), name="search"),
    path("me/", portal.MeView.as_view(), name="me"),
    path("domains/", portal.DomainListView.as_view(), name="domain-list"),
    path("domains/<int:pk>/", portal.DomainDetailView.as_view(), name="domain-detail"),
    path("people/", portal.PersonListView.as_view(), name="person-list"),
    path("jobs/", portal.JobListView.as_view(), name="job-list"),
    path("jobs/<uuid:pk>/", portal.JobDetailView.as_view(), name="job-detail"),
    path("ledger/", portal.LedgerListView.as_view(), name="ledger-list"),
    path("ledger/check/", portal.LedgerCheckView.as_view(), name="ledger-check"),
    path("saved-views/", saved_views.SavedViewListView.as_view(), name="saved-view-list"),
    path(
        "saved-views/<slug:slug>/",
        saved_views.SavedViewDetailView.as_view(),
        name="saved-view-detail",
    ),
    path(
        "saved-views/<slug:slug>/choice/",
        saved_views.SavedViewChoiceView.as_view(),
        name="saved-view-choice",
    ),
    path(
        "saved-views/<slug:slug>/usual/",
        saved_views.SavedViewUsualView.as_view(),
        name="saved-view-usual",
    ),
    path(
        "saved-views/<slug:slug>/unshare/",
        saved_views.SavedViewUnshareView.as_view(),
        name="saved-view-unshare",
    ),
    path("", include("assessments.api_urls")),
    path("", include("portfolio.api_urls")),
]
