"""What beat sends, and how often (seconds). Every one of these is harmless to run twice or late."""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {
    "tick": {
        "task": "platform_core.tenancy.tasks.tick",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "purge-deliveries": {
        "task": "webhooks.tasks.purge",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "watch-endpoints": {
        "task": "webhooks.tasks.watch",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "tenant-sweeps": {
        "task": "platform_core.tenancy.tasks.sweep_tenants",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "check-domains": {
        "task": "platform_core.tenancy.tasks.check_domains",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "tend-papers": {
        "task": "platform_core.compliance.tasks.tend_papers",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "tend-merchants": {
        "task": "platform_core.compliance.tasks.tend_merchants",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "tend-exports": {
        "task": "platform_core.compliance.tasks.tend_exports",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "seal-platform-audit": {
        "task": "platform_core.compliance.tasks.seal_platform_audit",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "anchor-audit": {
        "task": "platform_core.compliance.tasks.anchor_audit",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "seal-closed-audit": {
        "task": "tenants.access.tasks.seal_closed_audit",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "tend-audit": {
        "task": "tenants.access.tasks.tend_audit",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "tend-watch": {
        "task": "platform_core.compliance.tasks.tend_watch",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "end-kept": {
        "task": "platform_core.compliance.tasks.end_kept",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "tenant-chores": {
        "task": "platform_core.tenancy.tasks.do_chores",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "poll-billing-events": {
        "task": "billing.tasks.poll_provider_events",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    "advance-sandbox": {
        "task": "billing.tasks.advance_sandbox",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "reconcile-billing": {  # looks every hour whether it is a day ago
        "task": "billing.tasks.reconcile_daily",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "sweep-closed-exports": {
        "task": "tenants.reporting.tasks.sweep_closed_exports",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "gather-usage": {
        "task": "billing.tasks.gather_usage",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "report-usage": {
        "task": "billing.tasks.report_usage",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    # Measures whoever was not measured today.
    "measure-storage": {
        "task": "billing.tasks.measure_storage",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "tend-subscriptions": {
        "task": "billing.tasks.tend_subscriptions",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "clear-signals": {
        "task": "platform_core.compliance.tasks.clear_signals",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "end-grants": {
        "task": "billing.tasks.end_grants",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "purge-billing": {
        "task": "billing.tasks.purge",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}
