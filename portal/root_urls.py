"""The map of the whole portal."""

from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("assessments.urls")),
    path("", include("portfolio.urls")),
    path("account/", include("portal.account_urls")),
    path("api/v1/", include("portal.api_urls")),
]

handler400 = "portal.views.errors.bad_request"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"
