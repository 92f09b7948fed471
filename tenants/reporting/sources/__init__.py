from __future__ import annotations

import datetime as dt

from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import current_tenant
from tenants.reporting.enums import ExportType
from tenants.reporting.models import Export
from tenants.reporting.sources.codes import codes
from tenants.reporting.sources.issuances import issuances
from tenants.reporting.sources.ledger import ledger
from tenants.reporting.sources.redemptions import redemptions
from tenants.reporting.sources.refunds import refunds
from tenants.reporting.sources.source import Row, Source
from tenants.reporting.sources.stock import stock

__all__ = ["Row", "Source", "source_of"]

PLAIN = {
    ExportType.ISSUANCES: issuances,
    ExportType.REDEMPTIONS: redemptions,
    ExportType.REFUNDS: refunds,
    ExportType.LEDGER: ledger,
}


def source_of(export: Export, now: dt.datetime) -> Source:
    """The rows that an export lists. Read it in one transaction, whose snapshot it shows."""
    if export.type == ExportType.STOCK:
        return stock(now)
    if export.type == ExportType.CODES:
        return codes(export, local_date(now, current_tenant().time_zone))
    return PLAIN[ExportType(export.type)](export)
