from __future__ import annotations

import datetime as dt
import uuid

from django.utils import translation

from platform_core.compliance.agreement_enums import AgreementKind
from platform_core.compliance.models import AgreementVersion
from platform_core.compliance.selectors import ZONE
from platform_core.identity.selectors import list_owner_addresses
from platform_core.kernel.clock import local_date
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy.addresses import platform_url, shop_url
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.selectors import list_running_tenants

TEMPLATE = "compliance/mail/agreement_published"


def tell_agreement(*, version_id: uuid.UUID, now: dt.datetime) -> int:
    """Write to the owners of all live shops what was published, what changes, when it begins, and that they may say no and leave.

    Returns:
        How many mails were put into the queue.
    """
    with platform_context():
        version = AgreementVersion.objects.get(pk=version_id)
        shops = [(shop, list_owner_addresses(shop.id)) for shop in list_running_tenants() if shop.livemode]
    for shop, owners in shops:
        with translation.override(shop.language):
            word = str(AgreementKind(version.kind).label)
        facts = {
            "shop": shop.name,
            "kind_word": word,
            "number": version.number,
            "summary": version.summary,
            "begins": f"{local_date(version.begins_at, ZONE):%Y-%m-%d}",
            "text_link": platform_url(f"/terms/{version.kind}/{version.number}"),
            "link": shop_url(shop.host, "/console/settings/agreements"),
        }
        with tenant_context(shop):
            for address in owners:
                queue_mail(
                    owner_id=shop.id,
                    to=address,
                    sender="Kaquan 卡券",
                    template=TEMPLATE,
                    language=shop.language,
                    facts=facts,
                    now=now,
                )
    return sum(len(owners) for _, owners in shops)
