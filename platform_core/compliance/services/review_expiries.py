from __future__ import annotations

import datetime as dt

from platform_core.compliance.enums import SupplierState
from platform_core.compliance.lifecycle import EXPIRING_WITHIN, SELLING
from platform_core.compliance.models import Supplier
from platform_core.compliance.selectors import list_ending_papers
from platform_core.compliance.services.remind_of_end import remind_of_end
from platform_core.compliance.services.review_supplier_papers import review_supplier_papers


def review_expiries(*, now: dt.datetime) -> int:
    """Tell merchants of papers that end, each 60, 30, 7 and 1 days before, and have suppliers follow their papers; on the platform.

    Returns:
        How many reminders were written.
    """
    ending = list_ending_papers(now, EXPIRING_WITHIN)
    reminded = sum(remind_of_end(document_id=pk, now=now) for pk in list(ending.values_list("pk", flat=True)))
    selling = Supplier.objects.filter(state__in=SELLING)
    concerned = set(selling.filter(links__documents__in=ending).values_list("pk", flat=True))
    concerned |= set(selling.filter(state=SupplierState.EXPIRING).values_list("pk", flat=True))
    for supplier_id in sorted(concerned):
        review_supplier_papers(supplier_id=supplier_id, now=now)
    return reminded
