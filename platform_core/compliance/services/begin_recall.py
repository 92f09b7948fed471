from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from platform_core.compliance.enums import RecallState
from platform_core.compliance.models import PlatformRecall, RecallShop, SupplyLink
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context


def begin_recall(
    *, supplier_id: uuid.UUID, wanted: dict[str, Any], ordered_by: str, second_by: str, now: dt.datetime
) -> PlatformRecall:
    """Have every shop that a supplier supplies take its batches back: a job in each; in the platform's context.

    What is stored from now on is not recalled by it.

    Args:
        wanted: as ``Recalling`` keeps it: ``reason``, ``notice``, ``since``, ``until``, ``finding``.
    """
    with transaction.atomic():
        recall = PlatformRecall.objects.create(
            supplier_id=supplier_id,
            finding_id=wanted["finding"] or None,
            reason=wanted["reason"],
            notice=wanted["notice"],
            since=dt.datetime.fromisoformat(wanted["since"]) if wanted["since"] else None,
            until=dt.datetime.fromisoformat(wanted["until"]) if wanted["until"] else now,
            ordered_by=ordered_by,
            second_by=second_by,
            ordered_at=now,
        )
        links = SupplyLink.objects.filter(supplier_id=supplier_id).order_by("id").values_list("id", "tenant_role")
        concerned = [(link_id, tenant) for link_id, role in links if (tenant := directory.find_by_role(role))]
        for link_id, tenant in concerned:
            shop = RecallShop.objects.create(recall=recall, tenant_role=tenant.role_name, supplier_id=link_id)
            with tenant_context(tenant):
                payload = {"shop_id": str(shop.id)}
                enqueue_job(JobName.RECALL_SUPPLY, key=f"recall:{shop.id}", payload=payload, now=now)
        if not concerned:
            recall.state, recall.done_at = RecallState.DONE, now
            recall.save(update_fields=["state", "done_at"])
    return recall
