"""Jobs that shops ask the platform for; each runs in the platform's context, whoever asked."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from celery import shared_task

from platform_core.compliance.audit_chain import PLATFORM_CHAIN
from platform_core.compliance.audited import PLATFORM_AUDITED, PLATFORM_LINKS
from platform_core.compliance.enums import Signal
from platform_core.compliance.services.anchor_chains import anchor_chains
from platform_core.compliance.services.build_export import build_export
from platform_core.compliance.services.check_merchant import check_merchant
from platform_core.compliance.services.check_supplier import check_supplier
from platform_core.compliance.services.clear_signals import clear_signals
from platform_core.compliance.services.end_retention import end_retention
from platform_core.compliance.services.give_up_export import give_up_export
from platform_core.compliance.services.judge_conduct import judge_conduct
from platform_core.compliance.services.judge_lots import judge_lots
from platform_core.compliance.services.judge_prices import judge_prices
from platform_core.compliance.services.judge_purchases import judge_purchases
from platform_core.compliance.services.receive_appeal import receive_appeal
from platform_core.compliance.services.receive_merchant import receive_merchant
from platform_core.compliance.services.receive_merchant_appeal import receive_merchant_appeal
from platform_core.compliance.services.receive_supply import receive_supply
from platform_core.compliance.services.report_meetings import report_meetings
from platform_core.compliance.services.review_expiries import review_expiries
from platform_core.compliance.services.review_merchants import review_merchants
from platform_core.compliance.services.scan_document import scan_document
from platform_core.compliance.services.screen_due import AT_ONCE, screen_due
from platform_core.compliance.services.seal_chain import seal_chain
from platform_core.compliance.services.settle_prints import settle_prints
from platform_core.compliance.services.tell_merchant import tell_merchant
from platform_core.compliance.services.tell_supplier import tell_supplier
from platform_core.compliance.services.tend_exports import tend_exports
from platform_core.compliance.services.tend_quarantine import tend_quarantine
from platform_core.compliance.services.tend_watch import tend_watch
from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from platform_core.tenancy.context import current_tenant, platform_context


@shared_task(name="platform_core.compliance.tasks.seal_platform_audit")
def seal_platform_audit() -> None:
    """Link what is new in the platform's own log to its chain."""
    with platform_context():
        seal_chain(chain=PLATFORM_CHAIN, links=PLATFORM_LINKS, audited=PLATFORM_AUDITED, now=now(), thorough=True)


@shared_task(name="platform_core.compliance.tasks.anchor_audit")
def anchor_audit() -> None:
    """Sign where every chain stands, once a day."""
    with platform_context():
        anchor_chains(now=now())


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


@handles(JobName.SETTLE_PRINTS)
def _settle_prints() -> None:
    settle_prints()


@handles(JobName.REPORT_MEETINGS)
def _report_meetings(lot_id: int) -> None:
    report_meetings(lot_id=lot_id, now=now())


@handles(JobName.SCREEN_WATCHED)
def _screen_watched() -> None:
    with platform_context():
        while screen_due(now=now()) == AT_ONCE:
            pass


@shared_task(name="platform_core.compliance.tasks.tend_watch")
def _tend_watch() -> None:
    """Whoever is due is held against the watch lists; lists that nobody confirms are told."""
    with platform_context():
        tend_watch(now=now())


@handles(JobName.SCAN_DOCUMENT)
def _scan_document(document_id: str) -> None:
    with platform_context():
        scan_document(document_id=uuid.UUID(document_id), now=now())


@shared_task(name="platform_core.compliance.tasks.tend_papers")
def tend_papers() -> None:
    """Remind of papers that end, let suppliers follow their papers, look after the quarantine."""
    with platform_context():
        review_expiries(now=now())
        tend_quarantine(now=now())


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


@handles(JobName.RECEIVE_MERCHANT)
def _receive_merchant(file_id: str) -> None:
    with platform_context():
        receive_merchant(file_id=uuid.UUID(file_id), now=now())


@handles(JobName.CHECK_MERCHANT)
def _check_merchant(file_id: str) -> None:
    with platform_context():
        check_merchant(file_id=uuid.UUID(file_id), now=now())


@handles(JobName.RECEIVE_MERCHANT_APPEAL)
def _receive_merchant_appeal(appeal_id: str) -> None:
    with platform_context():
        receive_merchant_appeal(appeal_id=uuid.UUID(appeal_id))


@handles(JobName.TELL_MERCHANT)
def _tell_merchant(file_id: str, version: int) -> None:
    tell_merchant(file_id=uuid.UUID(file_id), now=now())


@shared_task(name="platform_core.compliance.tasks.tend_merchants")
def tend_merchants() -> None:
    """Remind merchants that are to be verified again, and let those lapse whose time is over."""
    with platform_context():
        review_merchants(now=now())


def _give_up_export(export_id: str) -> None:
    with platform_context():
        give_up_export(export_id=uuid.UUID(export_id), now=now())


@handles(JobName.BUILD_EXPORT, on_give_up=_give_up_export)
def _build_export(export_id: str) -> None:
    with platform_context():
        build_export(export_id=uuid.UUID(export_id), now=now())


@shared_task(name="platform_core.compliance.tasks.tend_exports")
def _tend_exports() -> None:
    """Files for authorities go after a week; shops are told once secrecy ends."""
    with platform_context():
        tend_exports(now=now())


@shared_task(name="platform_core.compliance.tasks.end_kept")
def end_kept() -> None:
    """End what the platform kept for long enough."""
    with platform_context():
        end_retention(now=now())
