from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.utils import translation

from platform_core.kernel.contacts import open_contact
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from tenants.customers.enums import Alert, ContactKind
from tenants.customers.models import Buyer
from tenants.notifications.enums import MessageKind
from tenants.notifications.errors import MessageRefused
from tenants.notifications.services.send_sms import send_sms

logger = logging.getLogger(__name__)
TEMPLATE = "customers/mail/alert"


def alert_buyer(*, buyer: Buyer, alert: Alert, device: str, address: str, now: dt.datetime) -> None:
    """Tell a buyer what was done with their account, in case it was not they. In the caller's transaction.

    Args:
        device: the browser it was done in, as people know it.
        address: of its connection, masked.
    """
    tenant = current_tenant()
    assert buyer.contact_sealed is not None
    contact = open_contact(tenant.id, bytes(buyer.contact_sealed))
    with translation.override(buyer.language):
        facts = {
            "shop": tenant.name,
            "what": str(alert.label),
            "at": f"{now.astimezone(ZoneInfo(tenant.time_zone)):%Y-%m-%d %H:%M}",
            "time_zone": tenant.time_zone,
            "device": device,
            "address": address,
            "link": shop_url(tenant.host, "/me/devices"),
        }
    if buyer.contact_kind == ContactKind.PHONE:
        _text(contact, buyer.language, facts, now)
        return
    queue_mail(
        owner_id=tenant.id,
        to=contact,
        sender=tenant.name,
        template=TEMPLATE,
        language=buyer.language,
        facts=facts,
        now=now,
    )


def _text(phone: str, language: str, facts: Mapping[str, str], now: dt.datetime) -> None:
    fields = {name: facts[name] for name in ("what", "device", "at", "link")}
    try:
        send_sms(phone=phone, template=MessageKind.ACCOUNT_ALERT, language=language, fields=fields, now=now)
    except MessageRefused as error:  # what was done is done; an alert does not undo it
        logger.warning("alert to a buyer not sent: %s", error.data.get("reason"))
