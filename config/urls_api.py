"""The API host."""

from django.urls import include, path

urlpatterns = [
    path("v1/", include("merchant_api.v1.urls")),
    path("", include("merchant_api.docs_urls")),
    path("", include("config.health_urls")),
]

handler404 = "merchant_api.problems.not_found"
handler500 = "merchant_api.problems.server_error"
