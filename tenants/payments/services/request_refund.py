from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.ids import new_id
from platform_core.kernel.jobs import JobName
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.payments.errors import RefundExceedsPayment
from tenants.payments.locks import get_payment_locked
from tenants.payments.models import GatewayRefund
from tenants.payments.selectors import get_refundable
from tenants.payments.services.check_refund import check_refund


def request_refund(
    *,
    payment_id: uuid.UUID,
    amount: int,
    reason: str,
    actor: str,
    owed: bool,
    now: dt.datetime,
    refund_id: uuid.UUID | None = None,
) -> GatewayRefund:
    """Have money go back to the buyer by the way it came: written down now, sent by a job, once.

    Args:
        amount: minor units, more than none.
        owed: the books owe it already (codes were refunded); else they do from now on.
        refund_id: under which it is known; one that nobody has yet.

    Raises:
        RefundExceedsPayment: more than is still there; refunds on their way count.
        RuleRefused, ScreeningUnavailable: it is too late for this way.
    """
    with transaction.atomic():
        payment = get_payment_locked(payment_id)
        refundable = get_refundable(payment)
        if not 0 < amount <= refundable:
            raise RefundExceedsPayment(refundable=refundable)
        check_refund(payment=payment, now=now)
        refund_id = refund_id or new_id()
        refund = GatewayRefund.objects.create(
            id=refund_id,
            payment=payment,
            number=f"R{refund_id.hex[:30]}",
            amount=amount,
            currency=payment.currency,
            reason=reason[:80],
            actor=actor,
            created_at=now,
        )
        if not owed:
            owe = Transfer(AccountCode.REFUNDS, AccountCode.REFUNDS_PAYABLE, amount, payment.currency)
            post_transfers(kind=TransferKind.REFUND, subject_id=refund.id, transfers=[owe], now=now)
        enqueue_job(JobName.PAY_REFUND, key=f"refund:{refund.id}", payload={"refund_id": str(refund.id)}, now=now)
    return refund
