"""A shop's host: the shop, its back office under /console, its own API address under /api."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("merchant_api.v1.urls")),
    path("console/", include("tenants.console.urls")),
    path("", include("tenants.storefront.urls")),
    path("", include("config.language_urls")),
    path("", include("config.health_urls")),
]

handler404 = "tenants.storefront.views.errors.not_found"
handler500 = "tenants.storefront.views.errors.server_error"
