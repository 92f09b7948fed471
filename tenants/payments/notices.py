"""A notice as it is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from platform_core.kernel.ids import new_id
from tenants.payments.enums import NoticeOutcome
from tenants.payments.gateways.base import Notice


def notice_row(gateway: str, notice: Notice, outcome: NoticeOutcome, now: dt.datetime) -> dict[str, Any]:
    """The columns of a ``GatewayNotice``, in their order; what a gateway says is cut to what fits."""
    return {
        "id": new_id(),
        "gateway": gateway,
        "kind": notice.kind.value,
        "payment_number": notice.payment_number[:32],
        "refund_number": notice.refund_number[:32],
        "provider_id": notice.provider_id[:64],
        "amount": notice.amount,
        "currency": notice.currency[:3],
        "outcome": outcome.value,
        "reason": notice.reason[:80],
        "received_at": now,
    }
