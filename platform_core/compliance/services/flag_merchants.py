from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import Count, Max

from platform_core.compliance.engine import AGAINST
from platform_core.compliance.enums import FindingState, Level, SubjectKind
from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.merchant_rules import FLAGGED_ASKED
from platform_core.compliance.models import Finding, MerchantFile
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.services.screen import screen
from platform_core.kernel.clock import local_date

# Codes that fail, chargebacks, goods that never come, the same code elsewhere, bursts and many payers.
COMPLAINTS: Final = ("X1", "X7", "X8", "X9", "X10", "S1")
WITHIN: Final = dt.timedelta(days=30)
CLUSTER: Final = 3
VERIFIED: Final = (MerchantState.VERIFIED, MerchantState.DUE)


def flag_merchants(*, now: dt.datetime) -> int:
    """Merchants of whom three findings and more came in thirty days since they were verified are put before people (FRD-02), once for each
    verification; on the platform. Nobody is restricted by it: staff look, and may have the merchant verified again.

    Returns:
        How many were put before them now.

    Raises:
        ScreeningUnavailable
    """
    lately = Finding.objects.filter(rule_id__in=COMPLAINTS, found_at__gt=now - WITHIN).exclude(tenant_role="")
    counted = lately.exclude(state=FindingState.DISMISSED).order_by().values("tenant_role")
    many = counted.annotate(found=Count("id"), last=Max("found_at")).filter(found__gte=CLUSTER)
    told = {row["tenant_role"]: row["last"] for row in many}
    files = MerchantFile.objects.filter(tenant_role__in=told, state__in=VERIFIED)
    return sum(_flag(file, told[file.tenant_role], now) for file in files.order_by("id"))


def _flag(file: MerchantFile, last: dt.datetime, now: dt.datetime) -> bool:
    assert file.verified_at is not None
    since = max(file.verified_at, now - WITHIN)
    rows = Finding.objects.filter(tenant_role=file.tenant_role, rule_id__in=COMPLAINTS, found_at__gt=since)
    found = list(
        rows.exclude(state=FindingState.DISMISSED).order_by("found_at", "id").values_list("rule_id", flat=True)
    )
    key = f"FRD-02:{file.id}:{file.verified_at:%Y%m%d%H%M%S}"
    if len(found) < CLUSTER or Finding.objects.filter(key=key).exists():
        return False
    day = {"flagged_on": local_date(last, ZONE), "reverified_on": local_date(file.verified_at, ZONE)}
    row = screen(
        subject_kind=SubjectKind.MERCHANT,
        subject_id=str(file.id),
        facts={"flagged": True, "reverified": file.verified_at > last, **day},
        now=now,
        only=FLAGGED_ASKED,
        tenant_role=file.tenant_role,
    )
    against = [each for each in row.outcomes if each["result"] in AGAINST]
    for each in against:
        report_finding(
            rule_id=each["rule"],
            rule_version=each["version"],
            level=Level(each["level"]),
            subject=(SubjectKind.MERCHANT, str(file.id)),
            key=key,
            facts={"many": len(found), "rules": sorted(set(found)), "since": since.isoformat(timespec="minutes")},
            now=now,
            tenant_role=file.tenant_role,
            points=each["points"],
        )
    return bool(against)
