from django.urls import path

from merchant_api.docs_views import error_page, reference_page, versions_page

urlpatterns = [
    path("", reference_page, name="reference"),
    path("versions", versions_page, name="versions"),
    path("reference/<str:version>", reference_page, name="reference-of"),
    path("errors/<slug:code>", error_page, name="error"),
]
