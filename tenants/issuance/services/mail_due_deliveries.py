"""Who waited for codes and wants a mail is sent it when the last one is there: after a fill, and every few seconds."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.issuance.locks import find_waiting_delivery_locked
from tenants.issuance.selectors import get_issuance, list_deliveries_due
from tenants.issuance.services.mail_delivery import mail_delivery

AT_ONCE = 200


def mail_due_deliveries(*, now: dt.datetime) -> int:
    """Write the mails that waited for codes, each in a transaction by itself. Running it twice, or at once, changes nothing.

    The link's time begins anew: nobody could use it before.

    Returns:
        How many deliveries wait no more.
    """
    done = 0
    for delivery_id in list_deliveries_due(limit=AT_ONCE):
        with transaction.atomic():
            delivery = find_waiting_delivery_locked(delivery_id)
            if delivery is None:
                continue
            delivery.expires_at += now - delivery.created_at
            mail_delivery(delivery=delivery, issuance=get_issuance(delivery.issuance_id), now=now)
            done += 1
    return done
