from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import ActorKind, BatchOrder, FindingState, Level, SubjectKind, SupplierState
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import lock_findings_beside
from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.models import Finding, MerchantFile, MerchantRestriction, Restriction, Supplier
from platform_core.compliance.services.order_batch import order_batch
from platform_core.compliance.services.reinstate_merchant import reinstate_merchant
from platform_core.compliance.services.reinstate_supplier import reinstate_supplier
from platform_core.compliance.services.stop_listed import stop_listed
from platform_core.compliance.watch_selectors import RULE
from platform_core.kernel.ids import read_uuid

DISMISSED = "经平台复核，自动暂停的原因不成立。"
CONFIRMED = "confirmed"  # what the merchant reads of it is worded where it is shown


def decide_finding(*, finding_id: uuid.UUID, state: FindingState, by: str, note: str, now: dt.datetime) -> Finding:
    """A member of staff decides an open finding; what is decided stays so, whoever asks again.

    Of a batch: dismissed, it goes back on sale once nothing else is held against it; confirmed at level block, it stays held by
    order of the platform. A finding for review alone holds nothing: ``order_batch`` does, where staff want it.

    That somebody is on a watch list stops them, once it is confirmed, and lets them go on, once it is dismissed.

    Args:
        state: ``CONFIRMED`` or ``DISMISSED``.
        by: e-mail address of the member of staff.
        note: why, for the record; the merchant does not see it.

    Returns:
        The finding as it stands; ``decided_by`` says whose decision that is.

    Raises:
        RecordNotFound: no such finding.
    """
    assert state != FindingState.OPEN
    with transaction.atomic():
        beside = lock_findings_beside(finding_id)
        finding = next(each for each in beside if each.pk == finding_id)
        if finding.state != FindingState.OPEN:
            return finding
        finding.state, finding.decided_by, finding.decided_at, finding.note = state, by, now, note[:1000]
        finding.save(update_fields=["state", "decided_by", "decided_at", "note"])
        if finding.subject_kind == SubjectKind.BATCH and finding.tenant_role:
            _act(finding, beside, by, now)
        elif state == FindingState.DISMISSED and finding.subject_kind == SubjectKind.SUPPLIER:
            _lift(finding, by, now)
        elif state == FindingState.DISMISSED and finding.subject_kind == SubjectKind.MERCHANT:
            _lift_merchant(finding, by, now)
        elif finding.rule_id == RULE and finding.subject_kind in {SubjectKind.SUPPLIER, SubjectKind.MERCHANT}:
            stop_listed(finding=finding, actor=Actor(ActorKind.STAFF, by, by), now=now)
    return finding


def _lift(finding: Finding, by: str, now: dt.datetime) -> None:
    """What the machine suspended because of this finding alone sells again."""
    supplier = Supplier.objects.filter(pk=finding.subject_ref, state=SupplierState.SUSPENDED).first()
    held = Restriction.objects.filter(supplier=supplier, lifted_at=None, category="") if supplier else None
    if supplier is None or held is None or [row.evidence for row in held] != [[str(finding.id)]]:
        return
    reason = finding.note or DISMISSED
    reinstate_supplier(supplier_id=supplier.id, actor=Actor(ActorKind.STAFF, by, by), reason=reason, now=now)


def _lift_merchant(finding: Finding, by: str, now: dt.datetime) -> None:
    """A merchant that the machine froze because of this finding alone sells again."""
    key = read_uuid(finding.subject_ref)
    file = MerchantFile.objects.filter(pk=key, state=MerchantState.FROZEN).first() if key else None
    held = MerchantRestriction.objects.filter(file=file, lifted_at=None) if file else None
    if file is None or held is None or [row.evidence for row in held] != [[str(finding.id)]]:
        return
    reason = finding.note or DISMISSED
    reinstate_merchant(file_id=file.id, actor=Actor(ActorKind.STAFF, by, by), reason=reason, now=now)


def _act(finding: Finding, beside: list[Finding], by: str, now: dt.datetime) -> None:
    held = any(each.level == Level.BLOCK and each.state != FindingState.DISMISSED for each in beside)
    if finding.state == FindingState.DISMISSED and not held:
        order, reason = BatchOrder.RELEASE, ""
    elif finding.state == FindingState.CONFIRMED and finding.level == Level.BLOCK:
        order, reason = BatchOrder.HOLD, CONFIRMED
    else:
        return
    order_batch(
        order=order,
        tenant_role=finding.tenant_role,
        lot_id=int(finding.subject_ref.rpartition("/")[2]),
        reason=reason,
        key=finding.id,
        by=by,
        now=now,
    )
