from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.orders.services.note_refund import note_refund
from tenants.payments.gateways.base import RefundAnswer
from tenants.payments.services.settle_refund import settle_refund


def finish_refund(*, number: str, answer: RefundAnswer, now: dt.datetime) -> bool:
    """What became of a refund, for the books and for its order, once.

    Returns:
        Whether that was news.
    """
    with transaction.atomic():
        changed = settle_refund(number=number, answer=answer, now=now)
        if changed is not None:
            note_refund(refund=changed, now=now)
    return changed is not None
