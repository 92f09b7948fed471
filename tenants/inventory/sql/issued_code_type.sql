-- A sealed code as it is read for its owner: which of the asked lines has it, and where it is kept: a lot and a position, or
-- among the shared or generated ones.
CREATE TYPE issued_code AS (
    line integer, sku_id uuid, lot_id bigint, "position" integer, shared_id uuid, expires_on date, fingerprint bytea,
    sealed bytea
);
