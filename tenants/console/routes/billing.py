from django.urls import path

from tenants.console.views import (
    billing,
    billing_ending,
    billing_invoices,
    billing_plans,
    billing_title,
    billing_usage,
)

urlpatterns = [
    path("settings/billing", billing.index, name="billing"),
    path("settings/billing/plans", billing_plans.index, name="billing_plans"),
    path("settings/billing/subscribe", billing_plans.subscribe, name="billing_subscribe"),
    path("settings/billing/change", billing_plans.change, name="billing_change"),
    path("settings/billing/cancel", billing_ending.cancel, name="billing_cancel"),
    path("settings/billing/resume", billing_ending.resume, name="billing_resume"),
    path("settings/billing/portal", billing.portal, name="billing_portal"),
    path("settings/billing/refresh", billing.refresh, name="billing_refresh"),
    path("settings/billing/done", billing.back, name="billing_done"),
    path("settings/billing/done/state", billing.back_state, name="billing_done_state"),
    path("settings/billing/hide", billing.hide, name="billing_hide"),
    path("settings/billing/usage", billing_usage.index, name="billing_usage"),
    path("settings/billing/title", billing_title.edit, name="billing_title"),
    path("settings/billing/invoices", billing_invoices.index, name="billing_invoices"),
    path("settings/billing/invoices/<uuid:invoice_id>", billing_invoices.detail, name="billing_invoice"),
    path("settings/billing/invoices/<uuid:invoice_id>/pay", billing_invoices.pay, name="billing_invoice_pay"),
    path("settings/billing/invoices/<uuid:invoice_id>/fapiao", billing_invoices.fapiao, name="billing_invoice_fapiao"),
]
