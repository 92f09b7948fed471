from django.urls import path

from merchant_api.docs_views import error_page, quickstart_page, reference_page, versions_page

urlpatterns = [
    path("", reference_page, name="reference"),
    path("quickstart", quickstart_page, name="quickstart"),
    path("quickstart.zh", quickstart_page, {"name": "quickstart.zh", "language": "zh-Hans"}, name="quickstart-zh"),
    path("versions", versions_page, name="versions"),
    path("reference/<str:version>", reference_page, name="reference-of"),
    path("errors/<slug:code>", error_page, name="error"),
]
