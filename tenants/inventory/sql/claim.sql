-- Allocates a stretch of positions that has withheld codes in it, stepping over them.
-- Returns the parts that were really taken.
CREATE OR REPLACE FUNCTION allocate_around_withheld(
    p_owner uuid, p_kind smallint, p_sku uuid, p_lot bigint, p_first integer, p_count integer, p_now timestamptz
) RETURNS TABLE (range_first integer, range_count integer) LANGUAGE sql AS $$
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
$$;

-- Claims up to p_quantity codes of a SKU for an owner (an issue line or a reservation), first-expiring first.
--   p_sell_by: earliest acceptable last day of validity.
--   p_waited:  the owner is at the head of the SKU's queue. While somebody queues, nobody else gets a code: what arrives is
--              for who waits, however often others ask.
-- Returns the ranges taken; their sum is less than p_quantity only when that many are really not for sale.
--
-- Five passes, each until it finds nothing more: 1 codes that came back from released reservations; 2 a bucket of the lot
-- whose turn it is, each connection from another one on, so that buyers of one product do not meet; 3 whichever open
-- bucket is free; and, because "sold out" is never SKIP LOCKED's word (whoever holds a row may still roll back),
-- 4 buckets and 5 returned codes again, waiting for them, in primary-key order.
--
-- Suppliers are asked about once each and kept in two lists: a condition on sale_right() in the queries would make
-- the planner expect few rows and sort them all, where walking the index ends at the first. One that may sell only so much
-- a day is in neither: each take draws from what is left of its day.
CREATE OR REPLACE FUNCTION claim_codes(
    p_sku uuid, p_quantity integer, p_owner uuid, p_kind smallint, p_sell_by date, p_now timestamptz,
    p_waited boolean DEFAULT false
) RETURNS TABLE (
    claimed_lot bigint, claimed_first integer, claimed_count integer, claimed_unit_cost bigint
) LANGUAGE plpgsql AS $$
DECLARE
    pass integer := 1;
    remaining integer := p_quantity;
    took integer;
    src record;
    cleared uuid[] := '{}';
    refused uuid[] := '{}';
    standing text;
BEGIN
    IF NOT p_waited AND EXISTS (SELECT 1 FROM inventory_backorder b WHERE b.sku_id = p_sku) THEN
        RETURN;
    END IF;
    WHILE remaining > 0 LOOP
        IF pass = 1 THEN
            SELECT r.id, r.lot_id, r.supplier_id, r.unit_cost, r.first_position AS first, r.count AS size INTO src
            FROM inventory_returnedrange r
            WHERE r.sku_id = p_sku AND r.open AND r.sell_by >= p_sell_by AND r.supplier_id <> ALL (refused)
            ORDER BY r.sell_by, r.id LIMIT 1 FOR UPDATE SKIP LOCKED;
        ELSIF pass = 2 THEN
            SELECT b.id, b.lot_id, b.supplier_id, b.unit_cost, b.next_position AS first,
                   b.end_position - b.next_position AS size INTO src
            FROM (
                SELECT f.id, f.sell_by, f.followers FROM inventory_bucket f
                WHERE f.sku_id = p_sku AND f.open AND f.sell_by >= p_sell_by AND f.supplier_id <> ALL (refused)
                ORDER BY f.sell_by, f.id LIMIT 1
            ) turn CROSS JOIN LATERAL (
                SELECT n.* FROM inventory_bucket n
                WHERE n.sku_id = p_sku AND n.open AND n.sell_by = turn.sell_by AND n.supplier_id <> ALL (refused)
                  AND n.id BETWEEN turn.id + pg_backend_pid() % (turn.followers + 1) AND turn.id + turn.followers
                ORDER BY n.id LIMIT 1 FOR UPDATE SKIP LOCKED
            ) b;
        ELSIF pass = 3 THEN
            SELECT b.id, b.lot_id, b.supplier_id, b.unit_cost, b.next_position AS first,
                   b.end_position - b.next_position AS size INTO src
            FROM inventory_bucket b
            WHERE b.sku_id = p_sku AND b.open AND b.sell_by >= p_sell_by AND b.supplier_id <> ALL (refused)
            ORDER BY b.sell_by, b.id LIMIT 1 FOR UPDATE SKIP LOCKED;
        ELSIF pass = 4 THEN
            SELECT b.id, b.lot_id, b.supplier_id, b.unit_cost, b.next_position AS first,
                   b.end_position - b.next_position AS size INTO src
            FROM inventory_bucket b
            WHERE b.sku_id = p_sku AND b.open AND b.sell_by >= p_sell_by AND b.supplier_id <> ALL (refused)
            ORDER BY b.id LIMIT 1 FOR UPDATE;
        ELSE
            SELECT r.id, r.lot_id, r.supplier_id, r.unit_cost, r.first_position AS first, r.count AS size INTO src
            FROM inventory_returnedrange r
            WHERE r.sku_id = p_sku AND r.open AND r.sell_by >= p_sell_by AND r.supplier_id <> ALL (refused)
            ORDER BY r.id LIMIT 1 FOR UPDATE;
        END IF;

        IF NOT FOUND THEN
            EXIT WHEN pass = 5;
            pass := pass + 1;
            CONTINUE;
        END IF;
        took := least(remaining, src.size);
        IF src.supplier_id <> ALL (cleared) THEN
            standing := public.sale_right(src.supplier_id);
            IF standing = 'open' THEN
                cleared := cleared || src.supplier_id;
            ELSIF standing = 'limited' THEN
                took := public.draw_allowance(
                    src.supplier_id, took, (SELECT s.face_value FROM catalog_sku s WHERE s.id = p_sku)
                );
            END IF;
            IF standing = 'none' OR took = 0 THEN
                refused := refused || src.supplier_id;
                CONTINUE;
            END IF;
        END IF;

        IF pass BETWEEN 2 AND 4 THEN
            UPDATE inventory_bucket SET next_position = next_position + took, open = took < src.size WHERE id = src.id;
        ELSIF took = src.size THEN
            DELETE FROM inventory_returnedrange WHERE id = src.id;
        ELSE
            UPDATE inventory_returnedrange SET first_position = first_position + took, count = count - took
            WHERE id = src.id;
        END IF;

        claimed_lot := src.lot_id;
        claimed_unit_cost := src.unit_cost;
        IF NOT EXISTS (
            SELECT 1 FROM inventory_withheldcode w
            WHERE w.lot_id = src.lot_id AND w.position >= src.first AND w.position < src.first + took
        ) THEN
            INSERT INTO inventory_allocation (owner_id, kind, sku_id, lot_id, span, created_at)
            VALUES (p_owner, p_kind, p_sku, src.lot_id, int4range(src.first, src.first + took), p_now);
            claimed_first := src.first;
            claimed_count := took;
            remaining := remaining - took;
            RETURN NEXT;
        ELSE
            FOR claimed_first, claimed_count IN
                SELECT * FROM allocate_around_withheld(p_owner, p_kind, p_sku, src.lot_id, src.first, took, p_now)
            LOOP
                remaining := remaining - claimed_count;
                RETURN NEXT;
            END LOOP;
        END IF;
    END LOOP;
END $$;
