"""Celery: runs due jobs when woken, and sweeps for those whose wake-up was lost."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("kaquan")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Connections to the database outlive their tasks (see ``platform_core.tenancy.tasks.ready_connections``): a new one costs more
# than most tasks do. Celery asks for this name as it is, without a namespace.
app.conf.CELERY_DB_REUSE_MAX = 10**9
app.autodiscover_tasks(["platform_core.tenancy", "platform_core.compliance", "tenants.access", "billing", "webhooks"])
