"""A payment of ours as adapters of gateways take it."""

from __future__ import annotations

from tenants.payments.gateways.base import Known
from tenants.payments.models import Payment


def known_of(payment: Payment) -> Known:
    """A payment as an adapter is asked about it."""
    return Known(
        payment.number,
        payment.received,
        payment.currency,
        payment.method,
        payment.provider_session,
        payment.provider_id or "",
    )
