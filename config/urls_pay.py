"""The host of the sandbox gateway's simulator: a stand-in for a payment institution's cashier."""

from django.urls import include, path

urlpatterns = [path("", include("tenants.payments.simulator.urls"))]
