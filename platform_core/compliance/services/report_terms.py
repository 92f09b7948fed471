from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import orjson

from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.models import Finding
from platform_core.compliance.services.report_finding import report_finding
from platform_core.tenancy.context import current_tenant, platform_context


def report_terms(
    *, product_id: str, rule_id: str, rule_version: int, points: int, facts: dict[str, Any], now: dt.datetime
) -> Finding:
    """What a shop writes about a product is put before the platform's staff, once for the same words; called within the shop, by its job.

    Args:
        facts: the sentences, the product's name; nothing about buyers.
    """
    role = current_tenant().role_name
    print_ = hashlib.sha256(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
    with platform_context():
        return report_finding(
            rule_id=rule_id,
            rule_version=rule_version,
            level=Level.REVIEW,
            subject=(SubjectKind.PRODUCT, product_id),
            key=f"{rule_id}:{role}:{product_id}:{print_}",
            facts=facts,
            now=now,
            tenant_role=role,
            points=points,
        )
