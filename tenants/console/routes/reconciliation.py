from django.urls import path

from tenants.console.views import differences, reconciliation, statements

HERE = "finance/reconciliation"
urlpatterns = [
    path(HERE, reconciliation.index, name="reconciliation"),
    path(f"{HERE}/new", statements.new, name="statement_new"),
    path(f"{HERE}/preview", statements.preview, name="statement_preview"),
    path(f"{HERE}/start", statements.begin, name="statement_start"),
    path(f"{HERE}/fetch", statements.fetch, name="statement_fetch"),
    path(f"{HERE}/differences", differences.index, name="differences"),
    path(f"{HERE}/differences.csv", differences.download, name="differences_csv"),
    path(f"{HERE}/differences/resolve", differences.resolve, name="differences_resolve"),
    path(f"{HERE}/differences/<uuid:difference_id>", differences.detail, name="difference"),
    path(f"{HERE}/differences/<uuid:difference_id>/<slug:verb>", differences.act, name="difference_act"),
    path(f"{HERE}/statements/<uuid:statement_id>", statements.detail, name="statement"),
    path(f"{HERE}/statements/<uuid:statement_id>/errors.csv", statements.faults, name="statement_faults"),
    path(f"{HERE}/statements/<uuid:statement_id>/<slug:verb>", statements.act, name="statement_act"),
]
