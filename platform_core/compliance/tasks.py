"""Jobs that shops ask the platform for; each runs in the platform's context, whoever asked."""

from __future__ import annotations

import uuid

from celery import shared_task

from platform_core.compliance.services.check_supplier import check_supplier
from platform_core.compliance.services.receive_appeal import receive_appeal
from platform_core.compliance.services.receive_supply import receive_supply
from platform_core.compliance.services.review_expiries import review_expiries
from platform_core.compliance.services.scan_document import scan_document
from platform_core.compliance.services.tell_supplier import tell_supplier
from platform_core.compliance.services.tend_quarantine import tend_quarantine
from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from platform_core.tenancy.context import platform_context


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
