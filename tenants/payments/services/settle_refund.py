from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.selectors import find_booking
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.payments.enums import RefundState
from tenants.payments.gateways.base import RefundAnswer
from tenants.payments.locks import find_refund_locked
from tenants.payments.models import GatewayRefund
from tenants.payments.services.shrink_splits import shrink_splits


def settle_refund(*, number: str, answer: RefundAnswer, now: dt.datetime) -> GatewayRefund | None:
    """Book what became of a refund that we asked for, once, whoever says it first: the call, a notice or a question.

    Money that left stays left: a success is never undone by what a call answers later. Of one that came back, and was not sent
    again, an old success is no news.

    Returns:
        The refund, if its state changed now.
    """
    with transaction.atomic():
        refund = find_refund_locked(number)
        if refund is None or answer.state == RefundState.PENDING or refund.state == RefundState.SUCCEEDED:
            return None
        if answer.state == refund.state or find_booking(TransferKind.REFUND_CAME_BACK, refund.sending):
            return None
        refund.state, refund.done_at = answer.state, now
        refund.provider_id = answer.provider_id[:64] or refund.provider_id
        refund.failure = answer.reason[:80] if answer.state == RefundState.FAILED else ""
        refund.save()
        if answer.state == RefundState.SUCCEEDED:
            paid = Transfer(AccountCode.REFUNDS_PAYABLE, AccountCode.PROVIDER_BALANCE, refund.amount, refund.currency)
            post_transfers(kind=TransferKind.REFUND_PAID, subject_id=refund.sending, transfers=[paid], now=now)
            shrink_splits(payment=refund.payment, now=now)
    return refund
