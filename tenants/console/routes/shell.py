from django.urls import path

from tenants.console.views import approvals, audit, finding, saved_views

urlpatterns = [
    path("audit", audit.index, name="audit"),
    path("audit/<uuid:entry_id>", audit.detail, name="audit_entry"),
    path("approvals", approvals.index, name="approvals"),
    path("approvals/<uuid:approval_id>/decide", approvals.decide, name="approval_decide"),
    path("approvals/<uuid:approval_id>/withdraw", approvals.withdraw, name="approval_withdraw"),
    path("find", finding.find, name="find"),
    path("views", saved_views.keep, name="view_save"),
    path("views/<uuid:view_id>/forget", saved_views.forget, name="view_forget"),
]
