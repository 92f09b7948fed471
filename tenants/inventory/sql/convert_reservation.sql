-- Turns held codes into issued ones of an issue line. A hold that is past its time but not yet released still converts:
-- the codes are still there. Returns how many and their cost; no row when the hold was released (or converted) before.
CREATE FUNCTION convert_reservation(p_reservation uuid, p_line uuid)
RETURNS TABLE (taken integer, cost bigint) LANGUAGE plpgsql AS $$
DECLARE
    held integer;
    shared integer;
BEGIN
    UPDATE inventory_reservation SET state = 'converted' WHERE id = p_reservation AND state = 'held'
    RETURNING quantity INTO held;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    WITH moved AS (
        UPDATE inventory_allocation SET owner_id = p_line, kind = 2 WHERE owner_id = p_reservation AND kind = 1
        RETURNING lot_id, upper(span) - lower(span) AS count
    )
    SELECT coalesce(sum(m.count), 0), coalesce(sum(m.count * l.unit_cost), 0) INTO taken, cost
    FROM moved m JOIN inventory_lot l ON l.id = m.lot_id;
    WITH moved AS (
        UPDATE inventory_shareduse SET owner_id = p_line WHERE owner_id = p_reservation RETURNING count
    )
    SELECT coalesce(sum(count), 0) INTO shared FROM moved;
    taken := taken + shared;
    IF taken = held THEN
        RETURN NEXT;
    END IF;
END $$;
