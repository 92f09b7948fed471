-- Takes a range of positions off the shelf for an owner, stepping over withheld codes.
-- Returns the stretches that were really taken (one, but for withheld codes in between).
CREATE FUNCTION allocate_range(
    p_owner uuid, p_kind smallint, p_sku uuid, p_lot bigint, p_first integer, p_count integer, p_now timestamptz
) RETURNS TABLE (range_first integer, range_count integer) LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM inventory_withheldcode w
        WHERE w.lot_id = p_lot AND w.position >= p_first AND w.position < p_first + p_count
    ) THEN
        INSERT INTO inventory_allocation (owner_id, kind, sku_id, lot_id, span, created_at)
        VALUES (p_owner, p_kind, p_sku, p_lot, int4range(p_first, p_first + p_count), p_now);
        range_first := p_first;
        range_count := p_count;
        RETURN NEXT;
        RETURN;
    END IF;
    RETURN QUERY
    WITH free AS (
        SELECT pos, pos - row_number() OVER (ORDER BY pos) AS island
        FROM generate_series(p_first, p_first + p_count - 1) AS pos
        WHERE NOT EXISTS (
            SELECT 1 FROM inventory_withheldcode w WHERE w.lot_id = p_lot AND w.position = pos
        )
    ), stretch AS (
        SELECT min(pos)::integer AS first, count(*)::integer AS size FROM free GROUP BY island
    ), taken AS (
        INSERT INTO inventory_allocation (owner_id, kind, sku_id, lot_id, span, created_at)
        SELECT p_owner, p_kind, p_sku, p_lot, int4range(first, first + size), p_now FROM stretch
        RETURNING span
    )
    SELECT lower(span), upper(span) - lower(span) FROM taken ORDER BY 1;
END $$;

-- Claims up to p_quantity codes of a SKU for an owner (an issue line or a reservation), first-expiring first.
--   p_sell_by: earliest acceptable last day of validity.
-- Returns the ranges taken; their sum is less than p_quantity only when that many are really not for sale: the last word
-- is never SKIP LOCKED's, a second pass waits for rows that others hold (they may still roll back).
CREATE FUNCTION claim_codes(
    p_sku uuid, p_quantity integer, p_owner uuid, p_kind smallint, p_sell_by date, p_now timestamptz
) RETURNS TABLE (
    claimed_lot bigint, claimed_first integer, claimed_count integer, claimed_unit_cost bigint
) LANGUAGE plpgsql AS $$
DECLARE
    remaining integer := p_quantity;
    took integer;
    src record;
    stretch record;
    candidate bigint;
BEGIN
    WHILE remaining > 0 LOOP  -- codes that came back from released reservations
        SELECT r.id, r.lot_id, r.first_position, r.count, r.unit_cost INTO src FROM inventory_returnedrange r
        WHERE r.sku_id = p_sku AND r.sell_by >= p_sell_by AND public.clearance_of(r.supplier_id) = 'cleared'
        ORDER BY r.sell_by, r.id LIMIT 1 FOR UPDATE SKIP LOCKED;
        EXIT WHEN NOT FOUND;
        took := least(remaining, src.count);
        IF took = src.count THEN
            DELETE FROM inventory_returnedrange WHERE id = src.id;
        ELSE
            UPDATE inventory_returnedrange SET first_position = first_position + took, count = count - took
            WHERE id = src.id;
        END IF;
        FOR stretch IN
            SELECT * FROM allocate_range(p_owner, p_kind, p_sku, src.lot_id, src.first_position, took, p_now)
        LOOP
            claimed_lot := src.lot_id; claimed_first := stretch.range_first; claimed_count := stretch.range_count;
            claimed_unit_cost := src.unit_cost;
            remaining := remaining - stretch.range_count;
            RETURN NEXT;
        END LOOP;
    END LOOP;

    WHILE remaining > 0 LOOP  -- whichever open bucket is free
        SELECT b.id, b.lot_id, b.next_position, b.end_position, b.unit_cost INTO src FROM inventory_bucket b
        WHERE b.sku_id = p_sku AND b.open AND b.sell_by >= p_sell_by
          AND public.clearance_of(b.supplier_id) = 'cleared'
        ORDER BY b.sell_by, b.id LIMIT 1 FOR UPDATE SKIP LOCKED;
        EXIT WHEN NOT FOUND;
        took := least(remaining, src.end_position - src.next_position);
        UPDATE inventory_bucket SET next_position = next_position + took, open = next_position + took < end_position
        WHERE id = src.id;
        FOR stretch IN
            SELECT * FROM allocate_range(p_owner, p_kind, p_sku, src.lot_id, src.next_position, took, p_now)
        LOOP
            claimed_lot := src.lot_id; claimed_first := stretch.range_first; claimed_count := stretch.range_count;
            claimed_unit_cost := src.unit_cost;
            remaining := remaining - stretch.range_count;
            RETURN NEXT;
        END LOOP;
    END LOOP;

    IF remaining > 0 THEN  -- before saying "sold out": wait for the held ones, in primary-key order
        FOR candidate IN
            SELECT b.id FROM inventory_bucket b
            WHERE b.sku_id = p_sku AND b.open AND b.sell_by >= p_sell_by
              AND public.clearance_of(b.supplier_id) = 'cleared'
            ORDER BY b.id
        LOOP
            SELECT b.id, b.lot_id, b.next_position, b.end_position, b.unit_cost INTO src FROM inventory_bucket b
            WHERE b.id = candidate AND b.open FOR UPDATE;
            CONTINUE WHEN NOT FOUND;
            took := least(remaining, src.end_position - src.next_position);
            UPDATE inventory_bucket
            SET next_position = next_position + took, open = next_position + took < end_position
            WHERE id = src.id;
            FOR stretch IN
                SELECT * FROM allocate_range(p_owner, p_kind, p_sku, src.lot_id, src.next_position, took, p_now)
            LOOP
                claimed_lot := src.lot_id; claimed_first := stretch.range_first; claimed_count := stretch.range_count;
                claimed_unit_cost := src.unit_cost;
                remaining := remaining - stretch.range_count;
                RETURN NEXT;
            END LOOP;
            EXIT WHEN remaining = 0;
        END LOOP;
    END IF;

    IF remaining > 0 THEN  -- the same for returned codes: whoever holds them may still roll back
        FOR candidate IN
            SELECT r.id FROM inventory_returnedrange r
            WHERE r.sku_id = p_sku AND r.sell_by >= p_sell_by AND public.clearance_of(r.supplier_id) = 'cleared'
            ORDER BY r.id
        LOOP
            SELECT r.id, r.lot_id, r.first_position, r.count, r.unit_cost INTO src FROM inventory_returnedrange r
            WHERE r.id = candidate FOR UPDATE;
            CONTINUE WHEN NOT FOUND;
            took := least(remaining, src.count);
            IF took = src.count THEN
                DELETE FROM inventory_returnedrange WHERE id = src.id;
            ELSE
                UPDATE inventory_returnedrange SET first_position = first_position + took, count = count - took
                WHERE id = src.id;
            END IF;
            FOR stretch IN
                SELECT * FROM allocate_range(p_owner, p_kind, p_sku, src.lot_id, src.first_position, took, p_now)
            LOOP
                claimed_lot := src.lot_id; claimed_first := stretch.range_first; claimed_count := stretch.range_count;
                claimed_unit_cost := src.unit_cost;
                remaining := remaining - stretch.range_count;
                RETURN NEXT;
            END LOOP;
            EXIT WHEN remaining = 0;
        END LOOP;
    END IF;
END $$;

-- What was issued stays issued: no update, no delete, whoever asks.
CREATE FUNCTION keep_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issued range of codes is final' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER allocation_issued_is_final BEFORE UPDATE OR DELETE ON inventory_allocation
    FOR EACH ROW WHEN (OLD.kind = 2) EXECUTE FUNCTION keep_issued();
