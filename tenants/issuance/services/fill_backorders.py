"""Who waited for codes gets them, first come first served: after an import, a release, and every few seconds."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import orjson
from django.db import DataError, connection

from platform_core.compliance.merchant_selectors import find_sale_right
from platform_core.entitlements.enums import Standing
from platform_core.entitlements.errors import LimitReached
from platform_core.events.catalogue import IssuanceCompleted, IssuanceProcessing
from platform_core.events.services.draft_event import draft_event
from platform_core.events.services.wake_fan_out import wake_fan_out
from platform_core.kernel.ids import public_id
from platform_core.kernel.transactions import LockTimeout, in_transaction, sqlstate
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.own_rights import current_rights
from tenants.catalog.enums import CodeMode, RedemptionKind
from tenants.catalog.facts import sell_by_of
from tenants.catalog.models import Sku
from tenants.inventory.selectors import Waiting, find_first_in_queue, list_skus_waited_for
from tenants.issuance.enums import IssuanceStatus
from tenants.issuance.models import Issuance
from tenants.issuance.monthly import USED_UP, month_of, used_up_of
from tenants.issuance.services.issue_codes import ASKED_FOR

FILL = "SELECT filled, lacking FROM fill_backorder(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
ACTOR = "backorder"
AT_ONCE = 1_000
WAITING = (IssuanceStatus.AWAITING_STOCK, IssuanceStatus.PROCESSING)


def fill_backorders(*, now: dt.datetime, limit: int = AT_ONCE) -> int:
    """Give waiting lines what is there, at the prices of their order. Running it twice, or at once, changes nothing.

    What was paid is served whatever becomes of the shop's subscription. Who only asked waits on while it is suspended, and while
    the month's codes are not enough for all that the line lacks.

    Each line is a transaction by itself; a worker that is killed leaves whole lines done and the rest waiting.

    Args:
        limit: lines, at most; what is left is done the next time.

    Returns:
        How many lines got codes.
    """
    if not current_tenant().sells:
        return 0
    if not (waited_for := list_skus_waited_for()):
        return 0
    asked, most = _rights()
    served = 0
    for sku_id in waited_for:
        sku = Sku.objects.get(pk=sku_id)
        while served < limit and (first := _find_first(sku_id, asked)) is not None:
            try:
                filled, lacking = _fill(first, sku, most, now)
            except LockTimeout:
                break  # somebody else serves this queue
            except LimitReached:
                asked = False
                continue
            served += filled > 0
            if lacking:
                break  # the shelf is empty
    return served


def _rights() -> tuple[bool, int | None]:
    """May who only asked be served, and how many codes may they have in a month?"""
    if not current_tenant().livemode:
        return current_rights().sells, None
    right = find_sale_right()
    return right.subscription != Standing.SUSPENDED, right.codes


def _find_first(sku_id: uuid.UUID, asked: bool) -> Waiting | None:
    """Who is next: of all, or of those alone who paid."""
    if asked:
        return find_first_in_queue(sku_id)
    paid = Issuance.objects.filter(status__in=WAITING).exclude(source__in=ASKED_FOR)
    return find_first_in_queue(sku_id, of=list(paid.values_list("pk", flat=True)))


def _fill(first: Waiting, sku: Sku, most: int | None, now: dt.datetime) -> tuple[int, int]:
    """Codes that the line got and codes that it lacks; none of both when it does not wait any more."""
    issuance = Issuance.objects.only("external_id", "quantity", "source", "notify_url", "notify_version").get(
        pk=first.issuance_id
    )
    owed = sku.face_value if sku.redemption == RedemptionKind.AMOUNT and not sku.needs_activation else 0
    month = [month_of(now) if current_tenant().livemode else None, most if issuance.source in ASKED_FOR else None]
    values: list[Any] = [issuance.id, first.owner_id, sell_by_of(sku, now), sku.code_mode == CodeMode.SHARED, owed]

    def work() -> tuple[int, int]:
        with connection.cursor() as cursor:
            try:
                cursor.execute(FILL, [*values, _events(issuance), ACTOR, now, *month])
            except DataError as error:
                raise (used_up_of(error) if sqlstate(error) == USED_UP else error) from error
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
