from __future__ import annotations

import uuid

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from tenants.issuance.enums import BatchStatus
from tenants.issuance.services.end_bulk_void import end_bulk_void
from tenants.issuance.services.fail_refund import fail_refund
from tenants.issuance.services.fill_backorders import fill_backorders
from tenants.issuance.services.mail_due_deliveries import mail_due_deliveries
from tenants.issuance.services.run_bulk_void import run_bulk_void
from tenants.issuance.services.run_refund import run_refund


def _give_up_void(void_id: str) -> None:
    end_bulk_void(void_id=uuid.UUID(void_id), status=BatchStatus.FAILED, now=now(), failure="internal_error")


@handles(JobName.RUN_BULK_VOID, on_give_up=_give_up_void)
def _run_bulk_void(void_id: str) -> None:
    run_bulk_void(void_id=uuid.UUID(void_id))


def _give_up_refund(refund_id: str) -> None:
    fail_refund(refund_id=uuid.UUID(refund_id), failure="internal_error", code_id=None, now=now())


@handles(JobName.RUN_REFUND, on_give_up=_give_up_refund)
def _run_refund(refund_id: str) -> None:
    run_refund(refund_id=uuid.UUID(refund_id))


@handles(JobName.FILL_BACKORDERS)
def _fill_backorders() -> None:
    fill_backorders(now=now())
    mail_due_deliveries(now=now())
