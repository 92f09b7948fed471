from __future__ import annotations

import datetime as dt

from platform_core.compliance.enums import SupplyState
from platform_core.compliance.merchant_file import REMIND_BEFORE
from platform_core.compliance.models import Supplier, SupplyLink
from platform_core.compliance.selectors import ZONE
from platform_core.identity.selectors import list_owner_addresses
from platform_core.kernel.clock import local_date
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy import directory
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import tenant_context

TEMPLATE = "compliance/mail/supply_due"
OVER = 0  # the reminder of the day itself


def remind_supply_due(*, supplier: Supplier, now: dt.datetime) -> bool:
    """Write to the shops of a supplier by when it is verified again, once for each of 30, 7 and 1 days before and on the day; at once
    where staff asked for it. In the caller's transaction; on the platform.

    Args:
        supplier: locked; what was reminded of is saved.

    Returns:
        Whether something was written.
    """
    if supplier.due_at is None:
        return False
    left = supplier.due_at - now
    due = (
        OVER
        if left <= dt.timedelta()
        else min((d for d in REMIND_BEFORE if left <= dt.timedelta(days=d)), default=None)
    )
    if due is None and supplier.due_note and supplier.reminded_days is None:
        due = max(REMIND_BEFORE) + 1  # called in with much time left
    if due is None or (supplier.reminded_days is not None and supplier.reminded_days <= due):
        return False
    supplier.reminded_days = due
    supplier.save(update_fields=["reminded_days"])
    for link in SupplyLink.objects.filter(supplier=supplier, state=SupplyState.ACCEPTED):
        _write(supplier, link, now)
    return True


def _write(supplier: Supplier, link: SupplyLink, now: dt.datetime) -> None:
    tenant = directory.find_by_role(link.tenant_role)
    if tenant is None or not tenant.livemode:
        return
    assert supplier.due_at is not None
    day = local_date(supplier.due_at, ZONE)
    facts = {
        "shop": tenant.name,
        "supplier": link.name,
        "note": supplier.due_note,
        "due": f"{day:%Y-%m-%d}",
        "days": max((day - local_date(now, ZONE)).days, 0),
        "over": supplier.due_at <= now,
        "link": shop_url(tenant.host, "/console/suppliers"),
    }
    owners = list_owner_addresses(tenant.id)
    with tenant_context(tenant):
        for address in owners:
            queue_mail(
                owner_id=tenant.id,
                to=address,
                sender="Kaquan 卡券",
                template=TEMPLATE,
                language=tenant.language,
                facts=facts,
                now=now,
            )
