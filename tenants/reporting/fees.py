"""Fees of institutions as transfers between accounts."""

from __future__ import annotations

import uuid

from tenants.finance.enums import AccountCode
from tenants.finance.services.post_transfers import Transfer


def fee_transfer(fee: int, currency: str) -> Transfer:
    """A fee that was taken out of the balance, or, where it is negative, given back."""
    if fee < 0:
        return Transfer(AccountCode.PROVIDER_BALANCE, AccountCode.PROVIDER_FEES, -fee, currency)
    return Transfer(AccountCode.PROVIDER_FEES, AccountCode.PROVIDER_BALANCE, fee, currency)


def undoing(booking_id: uuid.UUID) -> uuid.UUID:
    """The fact in the books that a fee's booking was taken back."""
    return uuid.uuid5(booking_id, "undone")
