from __future__ import annotations

import datetime as dt

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.payments.enums import BalanceMove, PaymentState
from tenants.payments.locks import lock_balance
from tenants.payments.models import BalanceTopUp, GatewayRefund
from tenants.payments.selectors import find_unallocated
from tenants.payments.services.move_balance import move_balance


def book_outside_refund(*, refund: GatewayRefund, now: dt.datetime) -> None:
    """Book money that was sent back at the institution itself, in the caller's transaction, which locked the payment.

    What was nobody's revenue is simply gone. What a buyer had topped up leaves their balance as far as it reaches; what they
    spent of it meanwhile is the shop's loss, as any refund is.
    """
    payment, rest, currency = refund.payment, refund.amount, refund.currency
    if find_unallocated(payment):
        _owe(TransferKind.ALLOCATED, AccountCode.UNALLOCATED, refund, rest, now)
        rest = 0
    elif payment.top_up_id is not None and payment.state == PaymentState.SUCCEEDED:
        buyer_id = BalanceTopUp.objects.get(pk=payment.top_up_id).buyer_id
        if part := min(rest, lock_balance(buyer_id)):
            move_balance(
                buyer_id=buyer_id,
                move=BalanceMove.WITHDRAWN,
                subject_id=refund.id,
                amount=part,
                currency=currency,
                now=now,
            )
            rest -= part
    if rest:
        _owe(TransferKind.REFUND, AccountCode.REFUNDS, refund, rest, now)
    paid = Transfer(AccountCode.REFUNDS_PAYABLE, AccountCode.PROVIDER_BALANCE, refund.amount, currency)
    post_transfers(kind=TransferKind.REFUND_PAID, subject_id=refund.sending, transfers=[paid], now=now)


def _owe(kind: TransferKind, bearer: AccountCode, refund: GatewayRefund, amount: int, now: dt.datetime) -> None:
    owed = Transfer(bearer, AccountCode.REFUNDS_PAYABLE, amount, refund.currency)
    post_transfers(kind=kind, subject_id=refund.id, transfers=[owed], now=now)
