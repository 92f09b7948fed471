from __future__ import annotations

import uuid

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from tenants.orders.services.finish_refund import finish_refund
from tenants.payments.services.pay_refund import pay_refund


@handles(JobName.PAY_REFUND)
def _pay_refund(refund_id: str) -> None:
    moment = now()
    refund, answer = pay_refund(refund_id=uuid.UUID(refund_id), now=moment)
    finish_refund(number=refund.number, answer=answer, now=moment)
