from django.urls import path

from tenants.console.views import finance, finance_export, finance_ledger, finance_suppliers

urlpatterns = [
    path("finance", finance.index, name="finance"),
    path("finance/ledger", finance_ledger.index, name="finance_ledger"),
    path("finance/suppliers/<uuid:supplier_id>", finance_suppliers.statement, name="finance_supplier"),
    path("finance/supplier-payments/<uuid:payment_id>/undo", finance_suppliers.undo, name="supplier_payment_undo"),
    path("finance/reports/<slug:name>", finance.report, name="finance_report"),
    path("finance/reports/<slug:name>/check", finance.check, name="finance_check"),
    path("finance/reports/<slug:name>/file.<slug:form>", finance_export.export, name="finance_export"),
]
