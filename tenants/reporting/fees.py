"""Fees of institutions and payouts as transfers between accounts."""

from __future__ import annotations

import uuid

from tenants.finance.enums import AccountCode
from tenants.finance.services.post_transfers import Transfer


def fee_transfer(fee: int, currency: str) -> Transfer:
    """A fee that was taken out of the balance, or, where it is negative, given back."""
    if fee < 0:
        return Transfer(AccountCode.PROVIDER_BALANCE, AccountCode.PROVIDER_FEES, -fee, currency)
    return Transfer(AccountCode.PROVIDER_FEES, AccountCode.PROVIDER_BALANCE, fee, currency)


def payout_transfer(amount: int, currency: str) -> Transfer:
    """What left the institution for the merchant's bank, or, where it is negative, came back."""
    if amount < 0:
        return Transfer(AccountCode.PROVIDER_BALANCE, AccountCode.OUTSIDE_FUNDS, -amount, currency)
    return Transfer(AccountCode.OUTSIDE_FUNDS, AccountCode.PROVIDER_BALANCE, amount, currency)


def undoing(booking_id: uuid.UUID) -> uuid.UUID:
    """The fact in the books that a booking was taken back."""
    return uuid.uuid5(booking_id, "undone")
