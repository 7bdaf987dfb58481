"""The API: the cellar's own part, then what the apps add."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from portal.api import docs, index, portal

app_name = "api"
urlpatterns = [
    path("", index.IndexView.as_view(), name="index"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs.docs, name="docs"),
    path("me/", portal.MeView.as_view(), name="me"),
    path("domains/", portal.DomainListView.as_view(), name="domain-list"),
    path("domains/<int:pk>/", portal.DomainDetailView.as_view(), name="domain-detail"),
    path("people/", portal.PersonListView.as_view(), name="person-list"),
    path("jobs/", portal.JobListView.as_view(), name="job-list"),
    path("jobs/<uuid:pk>/", portal.JobDetailView.as_view(), name="job-detail"),
    path("ledger/", portal.LedgerListView.as_view(), name="ledger-list"),
    path("ledger/check/", portal.LedgerCheckView.as_view(), name="ledger-check"),
    path("", include("assessments.api_urls")),
    path("", include("portfolio.api_urls")),
]
