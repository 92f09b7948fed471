from __future__ import annotations

import datetime as dt

from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy.addresses import platform_url
from platform_core.tenancy.context import current_tenant

TEMPLATE = "identity/mail/invitation"


def mail_invitation(
    *, to: str, token: str, role_name: str, by_name: str, days: int, language: str, now: dt.datetime
) -> None:
    """Send the link with which somebody joins the current shop. It stands in the mail alone, which is sealed."""
    tenant = current_tenant()
    facts = {
        "shop": tenant.name,
        "role": role_name,
        "by": by_name,
        "to": to,
        "days": days,
        "link": platform_url(f"/join/{token}"),
    }
    queue_mail(
        owner_id=tenant.id,
        to=to,
        sender="Kaquan 卡券",
        template=TEMPLATE,
        language=language,
        facts=facts,
        now=now,
    )
