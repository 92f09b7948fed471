from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from billing.services.check_storage import check_storage
from platform_core.compliance.services.check_listing_right import check_listing_right
from platform_core.compliance.services.check_stock_right import check_stock_right
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Sku
from tenants.inventory.enums import ImportState
from tenants.inventory.errors import CodesAreGenerated
from tenants.inventory.models import CodeImport, SupplierContract
from tenants.inventory.reading import ReadFormat


def start_import(
    *,
    sku_id: uuid.UUID,
    contract_id: uuid.UUID,
    upload: str,
    filename: str,
    bytes: int,
    given: ReadFormat | None,
    unit_cost: int,
    shared_uses: int,
    created_by: str,
    now: dt.datetime,
) -> CodeImport:
    """Note an uploaded file for import and have a job read it.

    Args:
        upload: name of the sealed upload.
        given: what is known of its format; the rest is guessed. Remembered for this supplier's next file.
        unit_cost: what one code cost, in minor units.
        shared_uses: for a shared-code SKU, how often each code may be issued; else 0.

    Raises:
        CodesAreGenerated: the SKU makes its codes itself. SubscriptionInactive, LimitReached: nothing more is kept.
        ListingFrozen: the merchant, or this supplier, is to be verified again first.
    """
    check_listing_right(now=now)
    check_storage()
    if Sku.objects.filter(pk=sku_id, code_mode=CodeMode.GENERATED).exists():
        raise CodesAreGenerated(param="sku")
    with transaction.atomic():
        contract = SupplierContract.objects.get(pk=contract_id)
        check_stock_right(link_id=contract.supplier_id, now=now)
        if given is not None and given.columns:
            contract.import_format = given.to_json()
            contract.save(update_fields=["import_format"])
        code_import = CodeImport.objects.create(
            sku_id=sku_id,
            contract=contract,
            state=ImportState.UPLOADED,
            upload=upload,
            filename=filename[:120],
            bytes=bytes,
            format=given.to_json() if given else {},
            unit_cost=unit_cost, shared_uses=shared_uses, created_by=created_by, created_at=now,
        )  # fmt: skip
        payload = {"import_id": str(code_import.id)}
        enqueue_job(JobName.RUN_IMPORT, key=f"import:{code_import.id}", payload=payload, now=now)
    return code_import
