from __future__ import annotations

import datetime as dt

from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.models import ShopConduct
from platform_core.compliance.points import points_of
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.signals import Conduct, list_conduct_reasons


def judge_conduct(*, tenant_role: str, day: dt.date, now: dt.datetime) -> int:
    """False stock (S1) and X10 of a shop's week that ends on a day; in the platform's context. A reason is one finding a week.

    Returns:
        How many findings there are about it, old or new.
    """
    row = ShopConduct.objects.filter(tenant_role=tenant_role, day=day).first()
    if row is None:
        return 0
    seen = Conduct(*(getattr(row, name) for name in Conduct._fields))
    codes = list_conduct_reasons(seen)
    year, week, _ = day.isocalendar()
    for code in codes:
        report_finding(
            rule_id=code.partition(".")[0],
            level=Level.REVIEW,
            subject=(SubjectKind.MERCHANT, tenant_role),
            key=f"{code}:{tenant_role}:{year}-{week:02d}",
            facts={"codes": [code], "day": day.isoformat(), **seen._asdict()},
            tenant_role=tenant_role,
            points=points_of([code]),
            now=now,
        )
    return len(codes)
