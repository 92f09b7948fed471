from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from tenants.access.enums import TwoPersonAct
from tenants.access.models import Approval
from tenants.access.powers import Power
from tenants.access.selectors import list_holders

TEMPLATE = "access/mail/approval_wanted"


def tell_approvers(*, approval: Approval, now: dt.datetime) -> int:
    """Write to everybody who may decide on a request, but whoever made it. In the caller's transaction.

    Returns:
        How many were written to; 0: nobody else may decide, and a second person must be invited.
    """
    tenant = current_tenant()
    others = [
        member
        for member in list_holders({Power.APPROVE})
        if member.user_id != approval.asked_by and member.email != approval.asked_email
    ]
    until = approval.expires_at.astimezone(ZoneInfo(tenant.time_zone))
    facts: dict[str, Any] = {
        "shop": tenant.name,
        "act": str(TwoPersonAct(approval.act).label),
        "who": approval.asked_email,
        "reason": approval.reason,
        "until": f"{until:%Y-%m-%d %H:%M}",
        "time_zone": tenant.time_zone,
        "link": shop_url(tenant.host, "/console/approvals"),
    }
    for member in others:
        queue_mail(
            owner_id=tenant.id,
            to=member.email,
            sender="Kaquan 卡券",
            template=TEMPLATE,
            language=settings.LANGUAGE_CODE,
            facts=facts,
            now=now,
        )
    return len(others)
