from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.identity.selectors import Owner, list_owners
from platform_core.kernel.clock import local_date
from platform_core.kernel.jobs import JobName
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.enums import TenantState
from tenants.reporting.enums import ExportFormat, ExportType
from tenants.reporting.errors import ExportsWaiting
from tenants.reporting.models import Export
from tenants.reporting.services.start_export import WantedExport, WantedSheet, start_export

KEPT: Final = dt.timedelta(days=30)
TEMPLATE: Final = "reporting/mail/shop_closed"
SENDER: Final = "Kaquan 卡券"
PATH: Final = "/console/exports"
# How long until it is looked at again, and how often; a day later somebody looks at the exports themselves.
QUICK, SLOW = dt.timedelta(seconds=30), dt.timedelta(minutes=10)
QUICK_ROUNDS, ROUNDS = 20, 160


def export_closed_shop(
    *, closed: dt.datetime, now: dt.datetime, told: list[str] | None = None, round_: int = 0
) -> None:
    """Write the data of a closed shop as files for each of its owners, then send each a link; again and again until all are sent.

    The files are those of the back office: sealed, fetched by whoever logs in as that owner, every download on record; contacts are
    masked and no code is in the clear in them. A shop that was opened again meanwhile gets no more of them.

    Args:
        closed: when it was closed; files of an earlier closing are not counted.
        told: ids of owners who have their link.
    """
    tenant = current_tenant()
    if tenant.state != TenantState.ARCHIVED:
        return
    owners = [owner for owner in list_owners(tenant.id) if str(owner.user_id) not in (told or ())]
    ready = [owner for owner in owners if _are_over(owner, closed, now)]
    done = [*(told or ()), *(str(owner.user_id) for owner in ready)]
    with transaction.atomic():
        for owner in ready:
            _write(owner, now)
        if len(ready) < len(owners) and round_ < ROUNDS:
            enqueue_job(
                JobName.EXPORT_CLOSED_SHOP,
                key=f"closing:{tenant.id}:{closed.isoformat()}:{round_ + 1}",
                payload={"closed": closed.isoformat(), "told": done, "round_": round_ + 1},
                now=now,
                delay=QUICK if round_ < QUICK_ROUNDS else SLOW,
            )


def _are_over(owner: Owner, closed: dt.datetime, now: dt.datetime) -> bool:
    """Start what is not started yet of the owner's files; whether all of them are written, or given up."""
    begun = {row.sheet: row for row in Export.objects.filter(user_id=owner.user_id, created_at__gte=closed)}
    for name in settings.KAQUAN_CLOSING_SHEETS:
        if name in begun:
            continue
        try:
            begun[name] = start_export(wanted=_wanted(name, owner, closed), actor="closing", ip=None, now=now)
        except ExportsWaiting:
            return False
    return not any(row.is_underway for row in begun.values())


def _wanted(name: str, owner: Owner, closed: dt.datetime) -> WantedExport:
    tenant = current_tenant()
    day = local_date(closed, tenant.time_zone)
    sheets: dict[str, dict[str, Any]] = {
        # All that there is, as each sheet writes that down.
        "orders": {"query": "", "who": "", "until": closed.isoformat()},
        "ledger": {
            "since": "2000-01-01", "until": day.isoformat(), "account": None, "kind": None, "currency": "", "subject": "",
        },
    }  # fmt: skip
    sheet = WantedSheet(
        name, sheets.get(name, {}), f"{name}-{day:%Y%m%d}", tenant.language or settings.LANGUAGE_CODE, owner.user_id
    )
    return WantedExport(ExportType.SHEET, ExportFormat.CSV, KEPT, sheet=sheet)


def _write(owner: Owner, now: dt.datetime) -> None:
    tenant = current_tenant()
    until = local_date(now + KEPT, tenant.time_zone)
    queue_mail(
        owner_id=tenant.id,
        to=owner.email,
        sender=SENDER,
        template=TEMPLATE,
        language=tenant.language or settings.LANGUAGE_CODE,
        facts={"shop": tenant.name, "link": shop_url(tenant.host, PATH), "until": f"{until:%Y-%m-%d}"},
        now=now,
    )
