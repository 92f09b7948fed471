"""Short ways to import a file as the job does, and to see what is in the store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from platform_core.tenancy import job_runner
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.reference import TenantRef
from tenants.inventory.models import CardCode, CodeImport, Lot
from tenants.inventory.reading import ReadFormat
from tenants.inventory.sealing import keyring
from tenants.inventory.services.start_import import start_import
from tenants.inventory.uploads import store_upload
from tests.world import Shelf, codes_of, issue, now


def begin(tenant: TenantRef, shelf: Shelf, raw: bytes, filename: str = "codes.txt", **fields: Any) -> CodeImport:
    """Upload a file and ask for its import."""
    with tenant_context(tenant):
        stored = store_upload(raw)
        given: ReadFormat | None = fields.pop("given", None)
        facts = {"unit_cost": 0, "shared_uses": 0, "created_by": "test", **fields}
        return start_import(
            sku_id=shelf.sku.id,
            contract_id=shelf.contract.id,
            upload=stored.name,
            filename=filename,
            bytes=stored.size,
            given=given,
            now=now(),
            **facts,
        )


def wait() -> None:
    """Run every job that is due."""
    while job_runner.run_next_job():
        pass


def import_file(tenant: TenantRef, shelf: Shelf, raw: bytes, filename: str = "codes.txt", **fields: Any) -> CodeImport:
    """Upload a file and import it."""
    row = begin(tenant, shelf, raw, filename, **fields)
    wait()
    with tenant_context(tenant):
        return CodeImport.objects.get(pk=row.pk)


def codes_in_stock(shelf: Shelf) -> set[str]:
    """Every code of a SKU that is in the store, opened; each is there once."""
    ring = keyring()
    lots = Lot.objects.filter(sku_id=shelf.sku.id).values_list("id", flat=True)
    found = [
        ring.open(shelf.sku.id.bytes, bytes(code.fingerprint), code.sealed).secret
        for code in CardCode.objects.filter(lot_id__in=list(lots))
    ]
    assert len(found) == len(set(found))
    return set(found)


def sell(tenant: TenantRef, shelf: Shelf, quantity: int) -> set[str]:
    """Issue codes to nobody in particular; which ones."""
    with tenant_context(tenant):
        line = issue(shelf.sku, quantity)
        return set(codes_of([line]))


def uploads(tenant: TenantRef) -> set[Path]:
    """Files in the shop's upload folder."""
    folder = Path(settings.KAQUAN_DATA_DIR) / "uploads" / tenant.schema_name
    return set(folder.iterdir()) if folder.exists() else set()
