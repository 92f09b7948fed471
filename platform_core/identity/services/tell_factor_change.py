from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from platform_core.identity.enums import FactorChange
from platform_core.identity.models import User
from platform_core.identity.platform_key import platform_owner
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy.addresses import platform_url

TEMPLATE = "identity/mail/factor_changed"


def tell_factor_change(*, user_id: uuid.UUID, change: FactorChange, name: str, now: dt.datetime) -> None:
    """Write to somebody that something about their log-in changed: were it not them, they have to know.

    Args:
        name: of the factor, as they named it; or empty.
    """
    moment = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    facts = {
        "change": str(change.label),
        "name": name,
        "moment": f"{moment:%Y-%m-%d %H:%M}",
        "time_zone": settings.TIME_ZONE,
        "link": platform_url("/account/security"),
    }
    with transaction.atomic():
        queue_mail(
            owner_id=platform_owner(),
            to=User.objects.get(pk=user_id).email,
            sender="Kaquan 卡券",
            template=TEMPLATE,
            language=get_language() or settings.LANGUAGE_CODE,
            facts=facts,
            now=now,
        )
