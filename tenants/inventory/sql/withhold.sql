-- Takes one unsold code off the shelf. The bucket (or returned range) it stands in is locked, so that no claim takes it meanwhile.
-- Returns false when it is not for sale: somebody has it, or it was withheld or withdrawn before.
CREATE OR REPLACE FUNCTION withhold_code(p_lot bigint, p_position integer, p_reason text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM inventory_bucket b
    WHERE b.lot_id = p_lot AND b.next_position <= p_position AND b.end_position > p_position FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM 1 FROM inventory_returnedrange r
        WHERE r.lot_id = p_lot AND r.first_position <= p_position AND r.first_position + r.count > p_position FOR UPDATE;
        IF NOT FOUND THEN
            RETURN false;
        END IF;
    END IF;
    INSERT INTO inventory_withheldcode (lot_id, position, reason, created_at, since)
    VALUES (p_lot, p_position, p_reason, p_now, p_now) ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;

-- Puts a held code back on the shelf: where its bucket has passed it, as a returned range. False when it was not held.
CREATE OR REPLACE FUNCTION release_withheld(p_lot bigint, p_position integer) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    -- Who holds or withdraws the whole batch at this moment is waited for.
    PERFORM 1 FROM inventory_lot l WHERE l.id = p_lot FOR SHARE;
    PERFORM 1 FROM inventory_bucket b
    WHERE b.lot_id = p_lot AND b.next_position <= p_position AND b.end_position > p_position FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM 1 FROM inventory_returnedrange r
        WHERE r.lot_id = p_lot AND r.first_position <= p_position AND r.first_position + r.count > p_position FOR UPDATE;
        IF NOT FOUND THEN
            INSERT INTO inventory_returnedrange
                (lot_id, sku_id, supplier_id, sell_by, unit_cost, first_position, count, open)
            SELECT w.lot_id, l.sku_id, l.supplier_id, coalesce(l.expires_on, '9999-12-31'), l.unit_cost, w.position, 1,
                   l.shelf = 'open'
            FROM inventory_withheldcode w JOIN inventory_lot l ON l.id = w.lot_id AND NOT l.withdrawn
            WHERE w.lot_id = p_lot AND w.position = p_position AND w.reason = 'held';
        END IF;
    END IF;
    DELETE FROM inventory_withheldcode WHERE lot_id = p_lot AND position = p_position AND reason = 'held';
    RETURN FOUND;
END $$;
