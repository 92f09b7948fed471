"""The rival: the classic stock table with a status column, in its best form (one UPDATE, SKIP LOCKED in an ARRAY)."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg

SCHEMA = "bench_status"
TABLE = f"""
DROP SCHEMA IF EXISTS {SCHEMA} CASCADE;
CREATE SCHEMA {SCHEMA};
CREATE TABLE {SCHEMA}.code (
    id bigint PRIMARY KEY, sku_id uuid NOT NULL, status smallint NOT NULL DEFAULT 0, sell_by date NOT NULL,
    owner_id uuid, claimed_at timestamptz, fingerprint bytea NOT NULL, sealed bytea NOT NULL
);
CREATE INDEX ON {SCHEMA}.code (sku_id, sell_by, id) WHERE status = 0;
CREATE INDEX ON {SCHEMA}.code (owner_id) WHERE owner_id IS NOT NULL;
"""
FILL = f"""
INSERT INTO {SCHEMA}.code (id, sku_id, sell_by, fingerprint, sealed)
SELECT n, %s, '9999-12-31', decode(md5(n::text), 'hex'), decode(repeat(md5(n::text), 3), 'hex')
FROM generate_series(1, %s::int) n
"""
CLAIM = """
UPDATE code SET status = 1, owner_id = gen_random_uuid(), claimed_at = now() WHERE id = ANY(ARRAY(
    SELECT id FROM code WHERE sku_id = '{sku}' AND status = 0 AND sell_by >= current_date
    ORDER BY sell_by, id LIMIT {n} FOR UPDATE SKIP LOCKED
));
"""


def fill(connection: psycopg.Connection[Any], sku: uuid.UUID, size: int) -> None:
    """Make the table afresh with ``size`` codes of one SKU."""
    connection.execute(TABLE)
    connection.execute(FILL, [sku, size])
    connection.execute(f"VACUUM ANALYZE {SCHEMA}.code")


def claim_script(sku: uuid.UUID, n: int) -> str:
    """A pgbench script that claims ``n`` codes."""
    return CLAIM.format(sku=sku, n=n)
