from __future__ import annotations

import datetime as dt
import uuid

from platform_core.compliance.models import MerchantFile, MerchantRestriction
from platform_core.identity.selectors import list_owner_addresses
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy import directory
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import platform_context, tenant_context

TEMPLATE = "compliance/mail/merchant_standing"


def tell_merchant(*, file_id: uuid.UUID, now: dt.datetime) -> int:
    """Write to the owners of a shop how its qualification stands now, and what they can do.

    Returns:
        How many mails were put into the queue.
    """
    with platform_context():
        file = MerchantFile.objects.filter(pk=file_id).first()
        tenant = directory.find_by_role(file.tenant_role) if file else None
        if file is None or tenant is None or not tenant.livemode:
            return 0
        restriction = MerchantRestriction.objects.filter(file=file, lifted_at=None).first()
        owners = list_owner_addresses(tenant.id)
    facts = {
        "shop": tenant.name,
        "state": file.state,
        "note": file.note,
        "reason": restriction.reason if restriction else "",
        "remedy": restriction.remedy if restriction else "",
        "appeal_until": f"{restriction.appeal_until:%Y-%m-%d}" if restriction else "",
        "due": f"{file.due_at:%Y-%m-%d}" if file.due_at else "",
        "days": max((file.due_at - now).days, 0) if file.due_at else 0,
        "link": shop_url(tenant.host, "/console/settings/qualification"),
    }
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
    return len(owners)
