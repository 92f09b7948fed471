from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from platform_core.kernel.contacts import open_contact
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from tenants.customers.enums import Alert, ContactKind
from tenants.customers.models import Buyer
from tenants.customers.services.text_buyer import text_buyer

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
        text = (
            _("【%(shop)s】您的账号%(what)s：%(device)s，%(at)s。若非本人操作，请立即登录并退出全部设备：%(link)s")
            % facts
        )
    if buyer.contact_kind == ContactKind.PHONE:
        text_buyer(phone=contact, text=text, now=now)
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
