from django.contrib.auth.views import LogoutView
from django.urls import path

from platform_core.site.views import account, certificates, pages, sign_up, staff, staff_webhooks

urlpatterns = [
    path("", pages.home, name="home"),
    path("internal/tls-allowed", certificates.allowed, name="tls_allowed"),
    path("signup", sign_up.sign_up, name="signup"),
    path("signup/slug", sign_up.slug_state, name="slug_state"),
    path("signup/<str:token>", sign_up.progress, name="progress"),
    path("login", account.LogIn.as_view(), name="login"),
    path("logout", LogoutView.as_view(next_page="/"), name="logout"),
    path("shops", account.shops, name="shops"),
    path("shops/<uuid:tenant_id>/enter", account.enter, name="enter"),
    path("staff/", staff.suppliers, name="staff"),
    path("staff/suppliers/<uuid:supplier_id>", staff.decide, name="decide"),
    path("staff/shops", staff.tenants, name="staff_shops"),
    path("staff/webhooks", staff_webhooks.webhooks, name="staff_webhooks"),
]
