"""The pages of the cellar, and the page one lands on."""

from django.urls import path

from portal.dashboards import views as dashboards
from portal.views import account, domains, health, jobs, ledger, members

app_name = "portal"
urlpatterns = [
    path("", dashboards.home, name="home"),
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
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]
