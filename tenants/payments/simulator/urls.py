from django.urls import path

from tenants.payments.simulator.views import cashier, decide

urlpatterns = [path("cashier", cashier), path("decide", decide)]
