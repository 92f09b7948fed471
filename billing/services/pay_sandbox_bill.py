from __future__ import annotations

import datetime as dt

from billing.errors import BillingRefused
from billing.providers.base import RemoteInvoice
from billing.providers.sandbox import SandboxEngine
from billing.providers.sandbox_bills import DECLINED
from billing.services.tell_sandbox_events import tell_sandbox_events


def pay_sandbox_bill(*, invoice_id: str, method: str, now: dt.datetime) -> RemoteInvoice:
    """Somebody pays a bill of the sandbox on its page. Outside of a transaction.

    Args:
        method: ``card``, ``alipay`` or ``wechat_pay``; ``refused``: a card that is declined.

    Raises:
        BillingRefused: declined, or the bill is not open.
    """
    if method == "refused":
        raise BillingRefused(reason=DECLINED)
    paid = SandboxEngine().pay(invoice_id, method)
    tell_sandbox_events(now=now)
    return paid
