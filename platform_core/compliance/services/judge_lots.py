from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Sum

from platform_core.compliance.enums import BatchOrder, FindingState, Level, SubjectKind
from platform_core.compliance.lifecycle import SELLING, SYSTEM
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Finding, LotMark, SupplyLink
from platform_core.compliance.points import points_of
from platform_core.compliance.selectors import find_supplier_of
from platform_core.compliance.services.order_batch import order_batch
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.services.suspend_supplier import suspend_supplier
from platform_core.compliance.signals import is_bad_lot, is_bad_supplier, is_false_lot

RULE, FALSE_STOCK = "X9", "S1"
REASON = "bad_codes"  # what the merchant reads of it is worded where it is shown
SUPPLIER_REASON = "该供应商的卡密在已售部分中确认无法使用的比例超过 2%，已自动暂停销售，等待平台人工复核。"
SUPPLIER_REMEDY = "请供应商说明原因，并提供这些卡密的来源证明与换卡记录；认为有误可以申诉。"


def judge_lots(*, tenant_role: str, lots: Sequence[int], now: dt.datetime) -> int:
    """X9 of batches of which more turned out bad, and of their suppliers in all shops; in the platform's context.

    A batch beyond the threshold is taken off the shelf at once, a supplier beyond it is suspended in all shops; both are told why
    and what remedies it, and staff decide what follows. What staff dismissed comes back only when it has doubled since.

    Returns:
        How many findings there are about them, old or new.
    """
    found, suppliers = 0, set()
    with transaction.atomic():
        for mark in LotMark.objects.filter(tenant_role=tenant_role, lot__in=lots).order_by("lot"):
            suppliers.add(mark.supplier_id)
            if is_bad_lot(mark.bad, mark.sold):
                found += 1
                _hold(mark, now)
    links = SupplyLink.objects.filter(pk__in=suppliers, supplier__isnull=False)
    for supplier_id in sorted(set(links.values_list("supplier_id", flat=True))):
        found += _judge_supplier(supplier_id, now)
    return found


def _step(bad: int, least: int) -> int:
    """Counts up whenever the bad ones have doubled."""
    return (bad // least).bit_length()


def _hold(mark: LotMark, now: dt.datetime) -> None:
    ref, codes = f"{mark.tenant_role}/{mark.lot}", ["X9.lot"]
    false = is_false_lot(mark.bad, mark.sold)
    facts = {"codes": codes, "bad": mark.bad, "sold": mark.sold}
    finding = report_finding(
        rule_id=RULE,
        level=Level.BLOCK,
        subject=(SubjectKind.BATCH, ref),
        key=f"{RULE}:{ref}:{_step(mark.bad, 5)}",
        facts=facts,
        tenant_role=mark.tenant_role,
        supplier_id=find_supplier_of(mark.supplier_id),
        points=points_of(codes),
        now=now,
    )
    if finding.state == FindingState.OPEN:
        order_batch(
            order=BatchOrder.HOLD,
            tenant_role=mark.tenant_role,
            lot_id=mark.lot,
            reason=REASON,
            key=finding.id,
            by="system",
            now=now,
        )
    if false:
        codes = ["S1.bad_lot"]
        report_finding(
            rule_id=FALSE_STOCK,
            level=Level.REVIEW,
            subject=(SubjectKind.MERCHANT, mark.tenant_role),
            key=f"{FALSE_STOCK}:bad_lot:{ref}",
            facts={"codes": codes, "lot": mark.lot, "bad": mark.bad, "sold": mark.sold},
            tenant_role=mark.tenant_role,
            points=points_of(codes),
            now=now,
        )


def _judge_supplier(supplier_id: uuid.UUID, now: dt.datetime) -> int:
    """One at a time for a supplier: shops push at once, and it is suspended once."""
    with transaction.atomic():
        supplier = get_supplier_locked(supplier_id)
        links = SupplyLink.objects.filter(supplier=supplier).values_list("id", flat=True)
        total = LotMark.objects.filter(supplier_id__in=list(links)).aggregate(bad=Sum("bad"), sold=Sum("sold"))
        bad, sold = total["bad"] or 0, total["sold"] or 0
        if not is_bad_supplier(bad, sold):
            return 0
        codes, key = ["X9.supplier"], f"{RULE}:{supplier.id}:{_step(bad, 10)}"
        known = Finding.objects.filter(key=key).exists()
        finding = report_finding(
            rule_id=RULE,
            level=Level.BLOCK,
            subject=(SubjectKind.SUPPLIER, str(supplier.id)),
            key=key,
            facts={"codes": codes, "bad": bad, "sold": sold},
            supplier_id=supplier.id,
            points=points_of(codes),
            now=now,
        )
        if not known and supplier.state in SELLING:
            suspend_supplier(
                supplier_id=supplier.id,
                actor=SYSTEM,
                reason=SUPPLIER_REASON,
                remedy=SUPPLIER_REMEDY,
                evidence=[str(finding.id)],
                now=now,
            )
    return 1
