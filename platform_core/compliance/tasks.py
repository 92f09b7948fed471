"""Jobs that shops ask the platform for; each runs in the platform's context, whoever asked."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from celery import shared_task

from platform_core.compliance.enums import Signal
from platform_core.compliance.services.check_supplier import check_supplier
from platform_core.compliance.services.clear_signals import clear_signals
from platform_core.compliance.services.judge_conduct import judge_conduct
from platform_core.compliance.services.judge_lots import judge_lots
from platform_core.compliance.services.judge_prices import judge_prices
from platform_core.compliance.services.judge_purchases import judge_purchases
from platform_core.compliance.services.receive_appeal import receive_appeal
from platform_core.compliance.services.receive_supply import receive_supply
from platform_core.compliance.services.report_meetings import report_meetings
from platform_core.compliance.services.tell_supplier import tell_supplier
from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from platform_core.tenancy.context import current_tenant, platform_context


@handles(JobName.RECEIVE_SUPPLY)
def _receive_supply(link_id: str) -> None:
    with platform_context():
        receive_supply(link_id=uuid.UUID(link_id), now=now())


@handles(JobName.CHECK_SUPPLIER)
def _check_supplier(supplier_id: str, link_id: str) -> None:
    with platform_context():
        check_supplier(supplier_id=uuid.UUID(supplier_id), link_id=uuid.UUID(link_id), now=now())


@handles(JobName.RECEIVE_APPEAL)
def _receive_appeal(appeal_id: str) -> None:
    with platform_context():
        receive_appeal(appeal_id=uuid.UUID(appeal_id), now=now())


@handles(JobName.TELL_SUPPLIER)
def _tell_supplier(supplier_id: str, version: int) -> None:
    tell_supplier(supplier_id=uuid.UUID(supplier_id), now=now())


@handles(JobName.REPORT_MEETINGS)
def _report_meetings(lot_id: int) -> None:
    report_meetings(lot_id=lot_id, now=now())


@handles(JobName.JUDGE_SIGNALS)
def _judge_signals(kind: str, refs: list[Any]) -> None:
    role = current_tenant().role_name  # whose rows these are; the payload has no say in it
    with platform_context():
        match Signal(kind):
            case Signal.PURCHASES:
                judge_purchases(tenant_role=role, order_ids=[uuid.UUID(ref) for ref in refs], now=now())
            case Signal.PRICES:
                judge_prices(tenant_role=role, sku_ids=[uuid.UUID(ref) for ref in refs], now=now())
            case Signal.LOTS:
                judge_lots(tenant_role=role, lots=[int(ref) for ref in refs], now=now())
            case Signal.CONDUCT:
                for ref in refs:
                    judge_conduct(tenant_role=role, day=dt.date.fromisoformat(ref), now=now())


@shared_task(name="platform_core.compliance.tasks.clear_signals")
def _clear_signals() -> None:
    with platform_context():
        clear_signals(now=now())
