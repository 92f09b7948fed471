"""What an issue writes: bytes of write-ahead log, whatever the number of codes."""

from __future__ import annotations

import time
import uuid
from statistics import median
from typing import Any

from benchmarks import shelves
from benchmarks.rows import Row, at_most
from benchmarks.stack import Stack

LIMIT_KB = 2.5
MOST_CODES = 1_000_000  # of the shelf; enough for every measurement below


def make_sku(stack: Stack, slug: str) -> Any:
    """A product with one SKU in a shop; the SKU."""
    from platform_core.kernel.clock import now
    from platform_core.tenancy.context import tenant_context
    from tenants.catalog.models import Product, Sku

    label = uuid.uuid4().hex[:12]
    with tenant_context(stack.shop(slug).tenant):
        product = Product.objects.create(name=f"Card {label}", slug=label, created_at=now(), updated_at=now())
        return Sku.objects.create(
            product=product,
            sku_code=label,
            name="50",
            face_value=5000,
            price=4500,
            cost=4000,
            created_at=now(),
            updated_at=now(),
        )


def issue(sku: Any, quantity: int) -> None:
    """Issue codes as the API does, in a transaction of its own and in the current tenant."""
    from platform_core.kernel.clock import now
    from platform_core.kernel.transactions import in_transaction
    from tenants.access.services.record_idempotency import IdempotencyClaim
    from tenants.issuance.enums import Source
    from tenants.issuance.services.issue_codes import IssueLine, issue_codes

    number = f"bench-{uuid.uuid4().hex}"
    in_transaction(
        lambda: issue_codes(
            lines=[IssueLine(sku, quantity, sku.price)],
            external_id=number,
            fingerprint=bytes(32),
            source=Source.API,
            actor="key_bench",
            now=now(),
            idempotency=IdempotencyClaim(number, bytes(32), "req_bench"),
        )
    )


def measure(stack: Stack, quick: bool) -> list[Row]:
    """The middle of many issues: it leaves out the few that meet a page for the first time after a checkpoint."""
    from platform_core.tenancy.context import tenant_context

    tenant = stack.shop("journal").tenant
    rows: list[Row] = []
    with stack.admin(tenant.schema_name) as connection:
        for quantity in (1, 100, 1_000, 10_000):
            sku = make_sku(stack, "journal")
            shelves.lay_out(connection, sku.id, shelves.supplier_of(stack, "journal"), MOST_CODES)
            sizes: list[float] = []
            _wait_for_housekeeping(connection)
            with tenant_context(tenant):
                for number in range(60 if quick else 90):
                    before = _written(connection)
                    issue(sku, quantity)
                    if number >= 20:
                        sizes.append((_written(connection) - before) / 1024)
            rows.append(at_most(f"WAL per issue, n={quantity:,}", median(sizes), LIMIT_KB, unit="kB"))
    return rows


def _wait_for_housekeeping(connection: Any) -> None:
    """Until no autovacuum is left of the benchmark before: it writes to the same log and keeps pages from being pruned."""
    deadline = time.monotonic() + 60
    while connection.execute("SELECT 1 FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'").fetchone():
        if time.monotonic() > deadline:
            raise RuntimeError("autovacuum does not come to rest")
        time.sleep(0.5)


def _written(connection: Any) -> int:
    return int(connection.execute("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn").fetchone()[0])
