from django.urls import path

from merchant_api.docs_views import error_page, guide_page, reference_page, versions_page

urlpatterns = [
    path("", reference_page, name="reference"),
    path("quickstart", guide_page, {"name": "quickstart"}, name="quickstart"),
    path("quickstart.zh", guide_page, {"name": "quickstart.zh", "language": "zh-Hans"}, name="quickstart-zh"),
    path("webhooks", guide_page, {"name": "webhooks"}, name="webhooks"),
    path("webhooks.zh", guide_page, {"name": "webhooks.zh", "language": "zh-Hans"}, name="webhooks-zh"),
    path("versions", versions_page, name="versions"),
    path("reference/<str:version>", reference_page, name="reference-of"),
    path("errors/<slug:code>", error_page, name="error"),
]
