from django.urls import path

from merchant_api.docs_views import error_page, reference_page

urlpatterns = [
    path("", reference_page, name="reference"),
    path("errors/<slug:code>", error_page, name="error"),
]
