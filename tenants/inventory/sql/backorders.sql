-- Puts an owner (an issue line) at the end of a SKU's queue: so many codes of it are still missing.
CREATE FUNCTION await_codes(p_owner uuid, p_issuance uuid, p_sku uuid, p_missing integer, p_now timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO inventory_backorder (owner_id, issuance_id, sku_id, missing, created_at)
    VALUES (p_owner, p_issuance, p_sku, p_missing, p_now);
END $$;

-- Takes what is there for an owner in the queue, and moves it out of the queue once it has everything.
-- Returns how many were taken, their cost, and how many are still missing; no row when it does not wait (any more).
-- Whoever calls it has locked the issuance before, so that it is not cancelled meanwhile, and calls it for heads of the
-- queue only.
CREATE FUNCTION claim_waited(
    p_owner uuid, p_sell_by date, p_shared boolean, p_now timestamptz
) RETURNS TABLE (taken integer, cost bigint, missing integer) LANGUAGE plpgsql AS $$
DECLARE
    waiting record;
BEGIN
    SELECT * INTO waiting FROM inventory_backorder b WHERE b.owner_id = p_owner FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF p_shared THEN
        taken := claim_shared_codes(waiting.sku_id, waiting.missing, p_owner, p_sell_by, p_now, true);
        cost := 0;
    ELSE
        SELECT coalesce(sum(c.claimed_count), 0), coalesce(sum(c.claimed_count * c.claimed_unit_cost), 0)
        INTO taken, cost
        FROM claim_codes(waiting.sku_id, waiting.missing, p_owner, 2::smallint, p_sell_by, p_now, true) c;
    END IF;
    missing := waiting.missing - taken;
    IF missing = 0 THEN
        DELETE FROM inventory_backorder b WHERE b.owner_id = p_owner;
    ELSIF taken > 0 THEN
        UPDATE inventory_backorder b SET missing = waiting.missing - taken WHERE b.owner_id = p_owner;
    END IF;
    RETURN NEXT;
END $$;
