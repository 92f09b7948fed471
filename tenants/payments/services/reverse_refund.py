from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.payments.enums import RefundState
from tenants.payments.locks import find_refund_locked
from tenants.payments.models import GatewayRefund


def reverse_refund(*, number: str, reason: str, now: dt.datetime) -> GatewayRefund | None:
    """A refund that had left came back, as the institution itself says: the money lies there again and is owed to the buyer.

    Returns:
        The refund, which failed now and may be sent again; None: it had not left, or that is in the books already.
    """
    with transaction.atomic():
        refund = find_refund_locked(number)
        if refund is None or refund.state != RefundState.SUCCEEDED:
            return None
        refund.state, refund.failure, refund.done_at = RefundState.FAILED, reason[:80], now
        refund.save(update_fields=["state", "failure", "done_at"])
        back = Transfer(AccountCode.PROVIDER_BALANCE, AccountCode.REFUNDS_PAYABLE, refund.amount, refund.currency)
        post_transfers(kind=TransferKind.REFUND_CAME_BACK, subject_id=refund.sending, transfers=[back], now=now)
    return refund
