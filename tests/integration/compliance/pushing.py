"""Facts as shops push them, for tests: an order that was paid, and what the platform makes of it."""

import datetime as dt
import uuid

from platform_core.compliance.enums import Signal
from platform_core.compliance.identity_prints import print_of
from platform_core.compliance.models import Finding
from platform_core.compliance.services.push_signals import push_signals
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.compliance.supply import run_jobs
from tests.world import now


def paid(contact="13800001111", *, value=5_000, ago=dt.timedelta(), payer="", cards=1, **more):
    """A row of ``push_purchases``."""
    made = print_of("contact", contact)
    by = print_of("payer", payer)
    row = {
        "order_id": str(uuid.uuid4()), "contact": made.hex() if made else None, "payer": by.hex() if by else None,
        "value": value, "currency": "CNY", "cards": cards, "known": True, "night": False, "at": (now() - ago).isoformat(),
    }  # fmt: skip
    return {**row, **more}


def push(tenant, *rows, kind=Signal.PURCHASES, judged=True):
    """Push rows of a shop, and let the jobs judge them; how many were news."""
    with tenant_context(tenant):
        news = push_signals(kind=kind, rows=rows, now=now())
    if judged:
        run_jobs()
    return news


def findings(rule=None):
    """What was put before the staff, oldest first."""
    with platform_context():
        found = Finding.objects.order_by("id")
        return list(found.filter(rule_id=rule) if rule else found)


def codes():
    """The reasons of all findings."""
    return sorted(code for finding in findings() for code in finding.facts["codes"])
