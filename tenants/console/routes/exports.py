from django.urls import path

from tenants.console.views import exports

urlpatterns = [
    path("exports", exports.index, name="exports"),
    path("exports/<uuid:export_id>", exports.detail, name="export"),
    path("exports/<uuid:export_id>/file", exports.download, name="export_file"),
    path("exports/<uuid:export_id>/<slug:verb>", exports.act, name="export_act"),
]
