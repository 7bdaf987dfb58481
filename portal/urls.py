"""The pages of the cellar, and the page one lands on."""

from django.urls import path

from portal.dashboards import search_views as search
from portal.dashboards import views as dashboards
from portal.views import account, domains, health, jobs, ledger, members, saved_views

app_name = "portal"
urlpatterns = [
    path("", dashboards.home, name="home"),
    path("search/", search.search_page, name="search"),
    path("palette/", search.palette, name="palette"),
    path("account/", account.account, name="account"),
    path("account/keys/", account.token_create, name="token-create"),
    path("account/keys/<int:pk>/revoke/", account.token_revoke, name="token-revoke"),
    path("theme/", account.theme, name="theme"),
    path("domains/", domains.domain_list, name="domain-list"),
    path("domains/new/", domains.domain_create, name="domain-create"),
    path("domains/<int:pk>/edit/", domains.domain_edit, name="domain-edit"),
    path("people/", members.person_list, name="person-list"),
    path("people/invite/", members.person_invite, name="person-invite"),
    path("people/<int:pk>/", members.person_detail, name="person-detail"),
    path("people/<int:pk>/active/", members.person_active, name="person-active"),
    path("people/roles/<int:pk>/end/", members.grant_end, name="grant-end"),
    path("jobs/", jobs.job_list, name="job-list"),
    path("jobs/<uuid:pk>/", jobs.job_progress, name="job-progress"),
    path("jobs/<uuid:pk>/retry/", jobs.job_retry, name="job-retry"),
    path("ledger/", ledger.ledger_list, name="ledger-list"),
    path("ledger/check/", ledger.ledger_verify, name="ledger-verify"),
    path("views/", saved_views.view_list, name="saved-view-list"),
    path("views/new/", saved_views.view_create, name="saved-view-create"),
    path("views/<slug:slug>/", saved_views.view_open, name="saved-view-open"),
    path("views/<slug:slug>/edit/", saved_views.view_edit, name="saved-view-edit"),
    path("views/<slug:slug>/update/", saved_views.view_update, name="saved-view-update"),
    path("views/<slug:slug>/choose/", saved_views.view_choose, name="saved-view-choose"),
    path("views/<slug:slug>/unshare/", saved_views.view_unshare, name="saved-view-unshare"),
    path("views/<slug:slug>/remove/", saved_views.view_remove, name="saved-view-remove"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]
