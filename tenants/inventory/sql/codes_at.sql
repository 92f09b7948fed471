-- Codes of lots, by their places. One walk of each index for each code, however large the store is.
CREATE OR REPLACE FUNCTION codes_at(p_lots bigint[], p_positions integer[]) RETURNS SETOF stored_code LANGUAGE sql STABLE AS $$
    SELECT c.lot_id, c.position, NULL::uuid, l.sku_id, l.code_import_id, a.owner_id,
           CASE WHEN a.kind = 2 THEN 'issued'
                WHEN l.withdrawn THEN 'withdrawn'
                WHEN w.reason IS NOT NULL THEN w.reason
                WHEN a.kind = 1 THEN 'reserved'
                WHEN l.shelf <> 'open' THEN l.shelf
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
