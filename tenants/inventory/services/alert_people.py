from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.utils import translation

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.identity.enums import Role
from platform_core.identity.selectors import list_addresses_of
from platform_core.kernel.ids import new_id
from platform_core.kernel.jobs import JobName
from platform_core.messaging.errors import MailAddressInvalid
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from tenants.inventory.running_low import list_low
from tenants.inventory.shelves import get_alert_settings, list_robots

TEMPLATE = "inventory/mail/stock_alert"


def alert_people(*, sku_ids: Sequence[uuid.UUID], now: dt.datetime) -> None:
    """Tell the people of a shop what runs low or out, in the caller's transaction: one mail each, a job for each robot.

    Nothing is sent here: whoever cannot be reached keeps nobody waiting. A test shop tells nobody.
    """
    tenant, wanted = current_tenant(), get_alert_settings()
    if not tenant.livemode or not sku_ids:
        return
    roles = [Role.OWNER] * wanted.mail_owners + [Role.OPERATIONS] * wanted.mail_operations
    with translation.override(settings.LANGUAGE_CODE):
        items = [{"name": row.name, "words": row.words()} for row in list_low(sku_ids, now=now)]
    facts = {
        "shop": tenant.name,
        "items": items,
        "first": items[0]["name"] if items else "",
        "count": len(sku_ids),
        "link": shop_url(tenant.host, "/console/stock?state=low"),
    }
    for address in list_addresses_of(tenant.id, roles):
        try:
            queue_mail(
                owner_id=tenant.id,
                to=address,
                sender="Kaquan 卡券",
                template=TEMPLATE,
                language=settings.LANGUAGE_CODE,
                facts=facts,
                now=now,
            )
        except MailAddressInvalid:
            continue  # an address that cannot be mailed must not keep the others from it
    payload = [str(sku_id) for sku_id in sku_ids]
    for robot in list_robots().filter(enabled=True):
        enqueue_job(
            JobName.SEND_STOCK_ALERT,
            key=f"stock-alert:{robot.id}:{new_id()}",
            payload={"robot_id": str(robot.id), "sku_ids": payload},
            now=now,
        )
