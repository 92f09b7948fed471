from django.urls import path

from tenants.payments.simulator.views import api, cashier, decide

urlpatterns = [path("cashier", cashier), path("decide", decide), path("api", api)]
