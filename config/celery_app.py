"""Celery: runs due jobs when woken, and sweeps for those whose wake-up was lost."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("kaquan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["platform_core.tenancy", "webhooks"])
from config.schedules import SCHEDULE  # noqa: E402

app.conf.beat_schedule = SCHEDULE
