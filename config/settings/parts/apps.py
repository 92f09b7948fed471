"""Which app has its tables where: the folder decides the schema.

``SHARED_APPS`` have their tables once, in ``public``; ``TENANT_APPS`` once per merchant, in that merchant's schema.
No app of ours stands in both lists: a tenant whose table is missing must fail, not read the public rows.
"""

SHARED_APPS = [
    "django_tenants",
    "platform_core.kernel",
    "platform_core.events",
    "platform_core.entitlements",
    "platform_core.messaging",
    "platform_core.tenancy",
    "platform_core.identity",
    "platform_core.compliance",
    "billing",
    "webhooks",
    "platform_core.site",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
]

TENANT_APPS = [
    "tenants.access",
    "tenants.catalog",
    "tenants.customers",
    "tenants.inventory",
    "tenants.issuance",
    "tenants.finance",
    "tenants.notifications",
    "tenants.payments",
    "tenants.marketing",
    "tenants.orders",
    "tenants.reporting",
    "tenants.insights",
    "tenants.storefront",
    "tenants.console",
]

# Faces and libraries without tables.
OTHER_APPS = [
    "merchant_api",
    "tenants.demo",
    "django.forms",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_cotton",
    "django_filters",
    "django_tables2",
    "django_htmx",
    "csp",
]

INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS, *OTHER_APPS]
