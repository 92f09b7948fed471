from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from itertools import islice

from django.db import transaction

from platform_core.compliance.services.check_listing_right import check_listing_right
from tenants.inventory.enums import ImportState
from tenants.inventory.models import CodeImport, SupplierContract
from tenants.inventory.services.finish_import import finish_import
from tenants.inventory.staging import stage, store_staged

BATCH = 400


def add_codes(
    *,
    sku_id: uuid.UUID,
    contract_id: uuid.UUID,
    codes: Iterable[tuple[str, str, dt.date | None]],
    unit_cost: int,
    now: dt.datetime,
    created_by: str = "",
) -> CodeImport:
    """Put codes that are already at hand into stock, in the caller's transaction or one of its own.

    Args:
        codes: (card number or "", secret, last day of validity or None).
        unit_cost: what one code cost the merchant, in minor units.

    Raises:
        ListingFrozen
    """
    check_listing_right(now=now)

    def batches() -> Iterable[list[tuple[int, str, str, dt.date | None]]]:
        numbered = enumerate(codes, 1)
        while chunk := [(line, *code) for line, code in islice(numbered, BATCH)]:
            yield chunk

    with transaction.atomic():
        contract = SupplierContract.objects.get(pk=contract_id)
        code_import = CodeImport.objects.create(
            sku_id=sku_id,
            contract=contract,
            state=ImportState.VALIDATING,
            upload="",
            filename="rows",
            bytes=0,
            unit_cost=unit_cost,
            created_by=created_by,
            created_at=now,
            started_at=now,
        )
        staging = stage(code_import, contract.supplier_id, batches(), now)
        stored = store_staged(code_import, contract.supplier_id, staging)
        code_import.lines = staging.rows
        return finish_import(code_import=code_import, stored=stored, rejected=0, now=now)
