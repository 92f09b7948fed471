-- The issued codes of lines, from p_first on, at most p_limit: single-use ones in issue order, then shared or
-- generated ones (a SKU has codes of one kind, but an issuance may have lines of several).
-- The stretches of the lines are cut to the wanted codes; then one walk of the primary key for each (LATERAL with a LIMIT),
-- whatever the planner thinks of a store of ten million.
CREATE OR REPLACE FUNCTION issued_codes(p_lines uuid[], p_first integer, p_limit integer) RETURNS SETOF issued_code
LANGUAGE plpgsql STABLE AS $$
DECLARE
    shown integer;
    single integer;
BEGIN
    RETURN QUERY
    WITH held AS (
        SELECT array_position(p_lines, a.owner_id) AS line, a.sku_id, a.lot_id, l.expires_on, lower(a.span) AS first,
               upper(a.span) - lower(a.span) AS size, row_number() OVER issued AS number,
               sum(upper(a.span) - lower(a.span)) OVER issued AS past
        FROM inventory_allocation a JOIN inventory_lot l ON l.id = a.lot_id
        WHERE a.owner_id = ANY (p_lines) AND a.kind = 2
        WINDOW issued AS (ORDER BY array_position(p_lines, a.owner_id), a.id)
    ), part AS (
        SELECT *, first + greatest(p_first - past + size, 0) AS start,
               least(past, p_first + p_limit) - greatest(past - size, p_first) AS count
        FROM held WHERE past > p_first AND past - size < p_first + p_limit
    )
    SELECT p.line, p.sku_id, p.lot_id, c.position, NULL::uuid, p.expires_on, c.fingerprint, c.sealed
    FROM part p CROSS JOIN LATERAL (
        SELECT k.position, k.fingerprint, k.sealed FROM inventory_cardcode k
        WHERE k.lot_id = p.lot_id AND k.position >= p.start AND k.position < p.start + p.count
        ORDER BY k.position LIMIT p.count
    ) c
    ORDER BY p.number, c.position;
    GET DIAGNOSTICS shown = ROW_COUNT;

    IF shown = p_limit OR NOT EXISTS (
        SELECT 1 FROM inventory_shareduse u WHERE u.owner_id = ANY (p_lines)
        UNION ALL SELECT 1 FROM inventory_generatedcode g WHERE g.owner_id = ANY (p_lines)
    ) THEN
        RETURN;
    END IF;
    SELECT coalesce(sum(upper(a.span) - lower(a.span)), 0) INTO single
    FROM inventory_allocation a WHERE a.owner_id = ANY (p_lines) AND a.kind = 2;
    RETURN QUERY
    SELECT o.line, o.sku_id, NULL::bigint, NULL::integer, o.id, o.expires_on, o.fingerprint, o.sealed
    FROM (
        SELECT array_position(p_lines, u.owner_id) AS line, c.sku_id, c.id, nullif(c.sell_by, '9999-12-31') AS expires_on,
               c.fingerprint, c.sealed, u.id AS first, use AS second
        FROM inventory_shareduse u JOIN inventory_sharedcode c ON c.id = u.shared_code_id
        CROSS JOIN generate_series(1, u.count) AS use WHERE u.owner_id = ANY (p_lines)
        UNION ALL
        SELECT array_position(p_lines, g.owner_id), g.sku_id, g.id, g.expires_on, g.fingerprint, g.sealed, g.number, 0
        FROM inventory_generatedcode g WHERE g.owner_id = ANY (p_lines)
    ) o
    ORDER BY o.line, o.first, o.second OFFSET greatest(0, p_first - single) LIMIT p_limit - shown;
END $$;
