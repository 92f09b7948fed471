"""Short ways to see what the register of prints, the staff and a shop have of a batch."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from platform_core.compliance import code_prints
from platform_core.compliance.code_prints import epoch_owner
from platform_core.compliance.models import Finding
from platform_core.kernel.sealing import keystore
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.reference import TenantRef
from tenants.inventory.models import CodeImport, Lot
from tenants.inventory.selectors import list_stock
from tests.integration.inventory.imports import import_file
from tests.world import Shelf, make_shelf, now

FIRST = epoch_owner(1)
CODES = [f"CODE{number:04d}ABCDEFGH" for number in range(20)]


@contextmanager
def lost_key(owner: uuid.UUID = FIRST) -> Iterator[None]:
    """The key of an epoch may be destroyed in the block, and is as it was afterwards: other tests go on with it."""
    path = keystore()._path(owner)
    kept = path.read_bytes() if path.exists() else None
    try:
        yield
    finally:
        code_prints._signer.cache_clear()
        if kept is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(kept)


def destroy_key(owner: uuid.UUID = FIRST) -> None:
    """As if the keystore had been lost."""
    keystore().destroy(owner)
    code_prints._signer.cache_clear()


def bring(tenant: TenantRef, codes: list[str], shelf: Shelf | None = None) -> tuple[Shelf, CodeImport, Lot]:
    """Import codes as a file into a fresh shelf, or a given one; the shelf, the import, its batch."""
    shelf = shelf or make_shelf(tenant)
    row = import_file(tenant, shelf, "\n".join(codes).encode())
    with tenant_context(tenant):
        return shelf, row, Lot.objects.get(code_import=row)


def on_sale(tenant: TenantRef, shelf: Shelf) -> int:
    """How many codes of a shelf are for sale."""
    with tenant_context(tenant):
        return list_stock([shelf.sku.id], now=now())[shelf.sku.id]


def halt_of(tenant: TenantRef, lot: Lot) -> str:
    """Why the platform keeps a batch off the shelf."""
    with tenant_context(tenant):
        return str(Lot.objects.get(pk=lot.pk).halt)


def findings(**facts: Any) -> list[Finding]:
    """What was put before the staff."""
    with platform_context():
        return list(Finding.objects.filter(**facts).order_by("level", "id"))
