"""How far a large refund is: in the cache while it runs, since its one transaction shows nothing outside."""

from __future__ import annotations

import uuid

from django.core.cache import cache

from tenants.issuance.enums import RefundStatus
from tenants.issuance.models import Refund

KEEP = 3600


def _key(refund_id: uuid.UUID) -> str:
    return f"refund-progress:{refund_id.hex}"


def note_progress(refund_id: uuid.UUID, *, done: int) -> None:
    """So many codes are void once it succeeds. A lost cache loses a progress bar, nothing else."""
    try:
        cache.set(_key(refund_id), done, KEEP)
    except Exception:
        pass


def refund_progress(refund: Refund) -> int:
    """How many codes of a refund are done."""
    if refund.status != RefundStatus.PENDING:
        return refund.codes if refund.status == RefundStatus.SUCCEEDED else 0
    try:
        return int(cache.get(_key(refund.id)) or 0)
    except Exception:
        return 0
