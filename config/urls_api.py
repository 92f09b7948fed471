"""The API host."""

from django.urls import include, path

from merchant_api.v1.exports.download_views import Download

urlpatterns = [
    path("v1/", include("merchant_api.v1.urls")),
    path("downloads/<str:link>", Download.as_view()),  # of exports; without a key
    path("", include("merchant_api.docs_urls")),
    path("", include("config.health_urls")),
]

handler404 = "merchant_api.problems.not_found"
handler500 = "merchant_api.problems.server_error"
