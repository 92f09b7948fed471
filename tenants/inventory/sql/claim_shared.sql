-- Takes up to p_quantity uses of a SKU's shared codes for an owner, first-expiring first. Returns how many were taken.
--   p_waited: see claim_codes.
CREATE OR REPLACE FUNCTION claim_shared_codes(
    p_sku uuid, p_quantity integer, p_owner uuid, p_sell_by date, p_now timestamptz, p_waited boolean DEFAULT false
) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    remaining integer := p_quantity;
    took integer;
    src record;
BEGIN
    IF NOT p_waited AND EXISTS (SELECT 1 FROM inventory_backorder b WHERE b.sku_id = p_sku) THEN
        RETURN 0;
    END IF;
    FOR src IN
        SELECT id, supplier_id, max_uses - uses AS left, public.sale_right(supplier_id) AS standing
        FROM inventory_sharedcode
        WHERE sku_id = p_sku AND uses < max_uses AND sell_by >= p_sell_by
          AND public.sale_right(supplier_id) <> 'none'
        ORDER BY sell_by, id FOR UPDATE
    LOOP
        EXIT WHEN remaining = 0;
        took := least(remaining, src.left);
        IF src.standing = 'limited' THEN
            took := public.draw_allowance(
                src.supplier_id, took, (SELECT s.face_value FROM catalog_sku s WHERE s.id = p_sku)
            );
            CONTINUE WHEN took = 0;
        END IF;
        UPDATE inventory_sharedcode SET uses = uses + took WHERE id = src.id;
        INSERT INTO inventory_shareduse (owner_id, shared_code_id, count, created_at)
        VALUES (p_owner, src.id, took, p_now);
        remaining := remaining - took;
    END LOOP;
    RETURN p_quantity - remaining;
END $$;
