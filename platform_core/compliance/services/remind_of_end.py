from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import translation

from platform_core.compliance.documents import find_reminder
from platform_core.compliance.enums import DocumentKind, DocumentState, SupplyState
from platform_core.compliance.locks import get_document_locked
from platform_core.compliance.models import Document
from platform_core.compliance.selectors import ZONE
from platform_core.identity.selectors import list_owner_addresses
from platform_core.kernel.clock import local_date
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy import directory
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.reference import TenantRef

TEMPLATE = "compliance/mail/paper_ends"
OVER = frozenset({SupplyState.ENDED, SupplyState.REFUSED})


def remind_of_end(*, document_id: uuid.UUID, now: dt.datetime) -> bool:
    """Write to the owners of a shop that a paper of theirs ends soon, if that day's reminder was not written yet; on the platform.

    Returns:
        Whether it was written now.
    """
    with transaction.atomic():
        paper = get_document_locked(document_id)
        if paper.state != DocumentState.ACCEPTED or paper.valid_to is None or paper.shredded_at is not None:
            return False
        left = (paper.valid_to - local_date(now, ZONE)).days
        due = find_reminder(left)
        if due is None or (paper.reminded_days is not None and paper.reminded_days <= due):
            return False
        if _is_over(paper):
            return False
        tenant = directory.find_by_role(paper.tenant_role)
        paper.reminded_days = due
        paper.save(update_fields=["reminded_days"])
        if tenant is None or not tenant.livemode:
            return False
        _write(paper, tenant, left, now)
        return True


def _is_over(paper: Document) -> bool:
    """Is the supplier's story at an end, or is a newer paper in force?"""
    if paper.link is not None and paper.link.state in OVER:
        return True
    newer = Document.objects.filter(
        tenant_role=paper.tenant_role,
        link_id=paper.link_id,
        kind=paper.kind,
        position=paper.position,
        state=DocumentState.ACCEPTED,
    ).exclude(pk=paper.pk)
    return any(other.valid_to is None or other.valid_to > (paper.valid_to or dt.date.min) for other in newer)


def _write(paper: Document, tenant: TenantRef, left: int, now: dt.datetime) -> None:
    owners = list_owner_addresses(tenant.id)
    with translation.override(tenant.language):
        word = str(DocumentKind(paper.kind).label)
    facts = {
        "shop": tenant.name,
        "supplier": paper.link.name if paper.link else "",
        "kind_word": word,
        "ends": f"{paper.valid_to:%Y-%m-%d}",
        "days": left,
        "link": shop_url(tenant.host, "/console/suppliers"),
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
