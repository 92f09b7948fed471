from django.urls import path

from tenants.console.views import customer_acts, customers

urlpatterns = [
    path("customers", customers.index, name="customers"),
    path("customers/guests", customers.guests, name="guests"),
    path("customers/of/<uuid:order_id>", customers.of_order, name="customer_of"),
    path("customers/<str:ref>", customers.detail, name="customer"),
    path("customers/<str:ref>/block", customer_acts.block, name="customer_block"),
    path("customers/<str:ref>/unblock", customer_acts.unblock, name="customer_unblock"),
    path("customers/<str:ref>/data", customer_acts.export, name="customer_data"),
    path("customers/<str:ref>/erase", customer_acts.erase, name="customer_erase"),
]
