from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from platform_core.compliance.acts import Actor
from platform_core.compliance.enums import FindingState, SubjectKind, SupplierAct
from platform_core.compliance.lifecycle import may as may_supplier
from platform_core.compliance.locks import get_merchant_locked, get_supplier_locked
from platform_core.compliance.merchant_enums import MerchantAct, MerchantRestrictionKind
from platform_core.compliance.merchant_life import may as may_merchant
from platform_core.compliance.merchant_standing import standing_of as merchant_standing_of
from platform_core.compliance.models import Finding
from platform_core.compliance.services.restrict_merchant import restrict_merchant
from platform_core.compliance.services.suspend_supplier import suspend_supplier
from platform_core.compliance.standing import standing_of

# What merchants read. It does not say that somebody is on a list: whoever deals with a report keeps it to themselves (反洗钱法 第38条).
REASON: Final = "平台正在依法核查主体信息，核查期间暂停交易。"
REMEDY: Final = "如认为有误，请提交申诉，并附营业执照、法定代表人及受益所有人的身份证明。"
BASIS: Final = "《中华人民共和国反洗钱法》"


def stop_listed(*, finding: Finding, actor: Actor, now: dt.datetime) -> bool:
    """Nothing more is sold by, or bought from, whoever a finding of AML-01 is about; in the caller's transaction.

    Dismissing the finding lifts it again, see ``decide_finding``.

    Args:
        actor: the machine, where a number is the same; else whoever of the staff found it to be so.

    Returns:
        Whether it was stopped now; False: it does not sell, is stopped already, or the finding was dismissed.
    """
    if finding.state == FindingState.DISMISSED:
        return False
    ref = uuid.UUID(finding.subject_ref)
    evidence = [str(finding.id)]
    if finding.subject_kind == SubjectKind.SUPPLIER:
        if not may_supplier(standing_of(get_supplier_locked(ref)), SupplierAct.SUSPEND):
            return False
        suspend_supplier(supplier_id=ref, actor=actor, reason=REASON, remedy=REMEDY, evidence=evidence, now=now)
        return True
    if not may_merchant(merchant_standing_of(get_merchant_locked(ref)), MerchantAct.FREEZE):
        return False
    restrict_merchant(
        file_id=ref,
        kind=MerchantRestrictionKind.FREEZE,
        actor=actor,
        reason=REASON,
        remedy=REMEDY,
        legal_basis=BASIS,
        evidence=evidence,
        now=now,
    )
    return True
