from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings

from platform_core.identity.selectors import list_owner_addresses
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from webhooks.models import Endpoint


def mail_about_endpoint(*, endpoint: Endpoint, what: str, now: dt.datetime, hours: int = 0) -> None:
    """Write the owners of the current shop a mail, in the caller's transaction.

    Args:
        what: ``failing`` or ``disabled``.
        hours: for how long it has been failing.
    """
    tenant = current_tenant()
    owner_id = tenant.live_tenant_id or tenant.id
    since = endpoint.failing_since
    facts: dict[str, Any] = {
        "shop": tenant.name,
        "host": urlsplit(endpoint.url).hostname or "",
        "hours": hours,
        "reason": endpoint.disabled_reason,
        "since": f"{since.astimezone(ZoneInfo(tenant.time_zone)):%Y-%m-%d %H:%M}" if since else "",
        "time_zone": tenant.time_zone,
        "link": shop_url(tenant.host, "/console/webhooks") + ("" if tenant.livemode else "?mode=test"),
    }
    for address in list_owner_addresses(owner_id):
        queue_mail(
            owner_id=owner_id,
            to=address,
            sender="Kaquan 卡券",
            template=f"webhooks/mail/endpoint_{what}",
            language=settings.LANGUAGE_CODE,
            facts=facts,
            now=now,
        )
