"""What the platform's own host hears for shops."""

from django.urls import path

from tenants.storefront.views import connected

urlpatterns = [path("payments/notify/stripe", connected.notify, name="notify_connected")]
