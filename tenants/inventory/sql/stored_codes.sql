-- A sealed code wherever it is, with where it stands:
--   available, quarantined (its supplier is not cleared), reserved, issued, held, exported, voided, recalled, withdrawn.
-- ``owner_id`` is its issue line (or reservation); ``id`` is null for a code of a lot.
CREATE TYPE stored_code AS (
    lot_id bigint, "position" integer, id uuid, sku_id uuid, import_id uuid, owner_id uuid, place text, serial text,
    expires_on date, fingerprint bytea, sealed bytea
);

-- Codes of lots, by their places (as codes_at.sql has it since batches can be held). One walk of each index for each code, however large the store is.
CREATE FUNCTION codes_at(p_lots bigint[], p_positions integer[]) RETURNS SETOF stored_code LANGUAGE sql STABLE AS $$
    SELECT c.lot_id, c.position, NULL::uuid, l.sku_id, l.code_import_id, a.owner_id,
           CASE WHEN a.kind = 2 THEN 'issued'
                WHEN l.withdrawn THEN 'withdrawn'
                WHEN w.reason IS NOT NULL THEN w.reason
                WHEN a.kind = 1 THEN 'reserved'
                WHEN public.clearance_of(l.supplier_id) = 'cleared' THEN 'available'
                ELSE 'quarantined' END,
           NULL::text, l.expires_on, c.fingerprint, c.sealed
    FROM unnest(p_lots, p_positions) WITH ORDINALITY AS wanted (lot, place, number)
    JOIN inventory_cardcode c ON c.lot_id = wanted.lot AND c.position = wanted.place
    JOIN inventory_lot l ON l.id = c.lot_id
    LEFT JOIN inventory_withheldcode w ON w.lot_id = c.lot_id AND w.position = c.position
    LEFT JOIN inventory_allocation a
        ON int8range((a.lot_id << 32) + lower(a.span), (a.lot_id << 32) + upper(a.span)) @> ((c.lot_id << 32) + c.position)
    ORDER BY wanted.number
$$;

-- Shared and generated codes, by their ids.
CREATE FUNCTION codes_named(p_ids uuid[]) RETURNS SETOF stored_code LANGUAGE sql STABLE AS $$
    SELECT NULL::bigint, NULL::integer, g.id, g.sku_id, NULL::uuid, g.owner_id, 'issued', g.serial::text, g.expires_on,
           g.fingerprint, g.sealed
    FROM inventory_generatedcode g WHERE g.id = ANY (p_ids)
    UNION ALL
    SELECT NULL, NULL, s.id, s.sku_id, s.code_import_id, NULL, 'shared', NULL, nullif(s.sell_by, '9999-12-31'),
           s.fingerprint, s.sealed
    FROM inventory_sharedcode s WHERE s.id = ANY (p_ids)
$$;

-- Codes by what they say: generated ones first. A code that is not there costs the same looks as one that is.
CREATE FUNCTION codes_saying(p_fingerprints bytea[]) RETURNS SETOF stored_code LANGUAGE sql STABLE AS $$
    SELECT n.* FROM codes_named(ARRAY(SELECT id FROM inventory_generatedcode WHERE fingerprint = ANY (p_fingerprints))) n
    UNION ALL
    SELECT c.* FROM (
        SELECT array_agg(k.lot_id) AS lots, array_agg(k.position) AS places
        FROM inventory_cardcode k WHERE k.fingerprint = ANY (p_fingerprints)
    ) found CROSS JOIN LATERAL codes_at(found.lots, found.places) c
    UNION ALL
    SELECT n.* FROM codes_named(ARRAY(SELECT id FROM inventory_sharedcode WHERE fingerprint = ANY (p_fingerprints))) n
$$;
