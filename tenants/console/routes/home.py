from django.urls import path

from tenants.console.views import attention, dashboard, launch

urlpatterns = [
    path("", dashboard.index, name="start"),
    path("pin/<uuid:product_id>", dashboard.pin, name="pin"),
    path("pin/<uuid:product_id>/undo", dashboard.unpin, name="unpin"),
    path("launch", launch.checklist, name="launch"),
    path("launch/dismiss", launch.dismiss, name="launch_dismiss"),
    path("attention", attention.index, name="attention"),
    path("attention/bell", attention.bell, name="bell"),
    path("attention/rows", attention.rows, name="attention_rows"),
]
