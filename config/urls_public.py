"""The platform host: home, sign-up, log-in, staff pages, health, metrics."""

from django.urls import include, path

from config.metrics import metrics

urlpatterns = [
    path("", include("platform_core.site.urls")),
    path("", include("tenants.storefront.platform_urls")),
    path("", include("config.language_urls")),
    path("", include("config.health_urls")),
    path("metrics", metrics),
]

handler404 = "platform_core.site.views.errors.not_found"
handler500 = "platform_core.site.views.errors.server_error"
