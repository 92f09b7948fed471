from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from platform_core.kernel.contacts import open_contact
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy.context import current_tenant
from tenants.catalog.models import Sku
from tenants.issuance.models import Issuance, IssuanceDelivery
from tenants.issuance.pickup import pickup_url

TEMPLATE = "issuance/mail/pickup"


def mail_delivery(*, delivery: IssuanceDelivery, issuance: Issuance, now: dt.datetime) -> None:
    """Write the mail of a locked delivery whose issuance is over, and forget the address. In the caller's transaction.

    Without codes there is no mail: the delivery has failed.
    """
    assert delivery.email_sealed is not None
    tenant = current_tenant()
    if issuance.ended_with_codes:
        delivery.mail_id = queue_mail(
            owner_id=tenant.id,
            to=open_contact(tenant.id, bytes(delivery.email_sealed)),
            sender=tenant.name,
            template=TEMPLATE,
            language=delivery.language,
            facts=_facts(delivery, issuance),
            now=now,
        )
    delivery.email_sealed = None
    delivery.save(update_fields=["mail_id", "email_sealed", "expires_at"])


def _facts(delivery: IssuanceDelivery, issuance: Issuance) -> dict[str, Any]:
    """What the mail tells; of secrets the link alone."""
    tenant = current_tenant()
    lines = [line for line in issuance.lines.all() if line.quantity > line.missing]
    skus = Sku.objects.select_related("product").in_bulk({line.sku_id for line in lines})
    named = [(skus[line.sku_id], line.quantity - line.missing) for line in lines]
    return {
        "shop": tenant.name,
        "test": not tenant.livemode,
        "number": issuance.external_id or "",
        "lines": [{"name": f"{sku.product.name} · {sku.name}", "count": count} for sku, count in named],
        "link": pickup_url(delivery.id),
        "until": f"{delivery.expires_at.astimezone(ZoneInfo(tenant.time_zone)):%Y-%m-%d %H:%M}",
        "time_zone": tenant.time_zone,
    }
