from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Min

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.merchant_selectors import find_shop_regions
from platform_core.compliance.services.enforce_rules import enforce_rules
from platform_core.kernel.clock import local_date
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from tenants.catalog.card_facts import PREPAID, TERMS
from tenants.catalog.models import Sku
from tenants.inventory.models import CodeImport, Lot

OF_VALIDITY = ("CARD-02",)


def screen_validity(*, code_import: CodeImport, now: dt.datetime) -> None:
    """Ask the rule about the last day of prepaid cards that were just stored, in that transaction: the one that ends first stands for
    all. Of codes for goods nothing is asked.

    Raises:
        RuleRefused: they would end too early; none of them gets into stock.
        ScreeningUnavailable
    """
    sku = Sku.objects.select_related("product").get(pk=code_import.sku_id)
    if sku.product.nature not in PREPAID:
        return
    enforce_rules(
        subject_kind=SubjectKind.PRODUCT,
        subject_id=public_id("imp", code_import.id),
        facts=_facts(code_import, sku, now),
        now=now,
        regions=find_shop_regions(),
        only=OF_VALIDITY,
        data={"param": "expires_on"},
    )


def _facts(code_import: CodeImport, sku: Sku, now: dt.datetime) -> dict[str, Any]:
    ends = Lot.objects.filter(code_import=code_import).aggregate(first=Min("expires_on"))["first"]
    facts: dict[str, Any] = {
        "prepaid": True, "currency": sku.currency, "named": sku.product.named, "has_expiry": ends is not None,
        "sold_on": local_date(now, current_tenant().time_zone),
        "reactivation_offered": {**TERMS, **sku.product.card_terms}["revivable"],
    }  # fmt: skip
    return {**facts, "expires_on": ends} if ends else facts
