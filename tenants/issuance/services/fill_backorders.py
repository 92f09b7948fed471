"""Who waited for codes gets them, first come first served: after an import, a release, and every few seconds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import orjson
from django.db import connection

from platform_core.events.catalogue import IssuanceCompleted, IssuanceProcessing
from platform_core.events.services.draft_event import draft_event
from platform_core.events.services.wake_fan_out import wake_fan_out
from platform_core.kernel.ids import public_id
from platform_core.kernel.transactions import LockTimeout, in_transaction
from platform_core.tenancy.context import current_tenant
from tenants.catalog.enums import CodeMode, RedemptionKind
from tenants.catalog.facts import sell_by_of
from tenants.catalog.models import Sku
from tenants.inventory.selectors import Waiting, find_first_in_queue, list_skus_waited_for
from tenants.issuance.enums import IssuanceStatus
from tenants.issuance.models import Issuance

FILL = "SELECT filled, lacking FROM fill_backorder(%s, %s, %s, %s, %s, %s, %s, %s)"
ACTOR = "backorder"
AT_ONCE = 1_000


def fill_backorders(*, now: dt.datetime, limit: int = AT_ONCE) -> int:
    """Give waiting lines what is there, at the prices of their order. Running it twice, or at once, changes nothing.

    Each line is a transaction by itself; a worker that is killed leaves whole lines done and the rest waiting.

    Args:
        limit: lines, at most; what is left is done the next time.

    Returns:
        How many lines got codes.
    """
    if not current_tenant().sells:
        return 0
    served = 0
    for sku_id in list_skus_waited_for():
        sku = Sku.objects.get(pk=sku_id)
        while served < limit and (first := find_first_in_queue(sku_id)) is not None:
            try:
                filled, lacking = _fill(first, sku, now)
            except LockTimeout:
                break  # somebody else serves this queue
            served += filled > 0
            if lacking:
                break  # the shelf is empty
    return served


def _fill(first: Waiting, sku: Sku, now: dt.datetime) -> tuple[int, int]:
    """Codes that the line got and codes that it lacks; none of both when it does not wait any more."""
    issuance = Issuance.objects.only("external_id", "quantity", "source", "notify_url", "notify_version").get(
        pk=first.issuance_id
    )
    owed = sku.face_value if sku.redemption == RedemptionKind.AMOUNT and not sku.needs_activation else 0
    values: list[Any] = [issuance.id, first.owner_id, sell_by_of(sku, now), sku.code_mode == CodeMode.SHARED, owed]

    def work() -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(FILL, [*values, _events(issuance), ACTOR, now])
            row = cursor.fetchone()
        if row and row[0]:
            wake_fan_out(certainly=not row[1] and issuance.callback is not None)  # it may be complete now
        return (row[0], row[1]) if row else (0, 0)

    return in_transaction(work, one_statement=True)


def _events(issuance: Issuance) -> str:
    """A draft for each status that it may reach; the database fills in how many codes it has."""
    outside = public_id("iss", issuance.id)
    about = (outside, issuance.external_id)
    completed = IssuanceCompleted(*about, IssuanceStatus.COMPLETED.value, 0, issuance.source)
    processing = IssuanceProcessing(*about, IssuanceStatus.PROCESSING.value, 0, issuance.quantity, issuance.source)
    drafts = {
        "completed": draft_event(completed, object_id=outside, callback=issuance.callback),
        "processing": draft_event(processing, object_id=outside),
    }
    return orjson.dumps({status: orjson.Fragment(draft) for status, draft in drafts.items()}).decode()
