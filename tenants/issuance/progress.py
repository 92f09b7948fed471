"""How far a large refund is: its one transaction shows nothing outside."""

from __future__ import annotations

from platform_core.kernel.job_progress import find_note
from tenants.issuance.enums import RefundStatus
from tenants.issuance.models import Refund


def refund_progress(refund: Refund) -> int:
    """How many codes of a refund are done."""
    if refund.status != RefundStatus.PENDING:
        return refund.codes if refund.status == RefundStatus.SUCCEEDED else 0
    found = find_note(refund.id)
    return int(found[0]) if found else 0
