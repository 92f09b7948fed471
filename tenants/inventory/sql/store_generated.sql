-- Stores cards that were made for an issue line; where it was reserved, its hold is used up.
--   p_cards: [[id, serial, fingerprint, sealed]], the last two in hexadecimal digits.
-- Returns how many; null when the hold was released (or converted) before.
CREATE FUNCTION store_generated(
    p_line uuid, p_sku uuid, p_cards jsonb, p_expires_on date, p_reservation uuid, p_now timestamptz
) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    stored integer;
BEGIN
    IF p_reservation IS NOT NULL THEN
        UPDATE inventory_reservation SET state = 'converted' WHERE id = p_reservation AND state = 'held';
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO inventory_generatedcode (id, owner_id, number, sku_id, serial, fingerprint, sealed, expires_on, created_at)
    SELECT (card->>0)::uuid, p_line, number, p_sku, card->>1, decode(card->>2, 'hex'), decode(card->>3, 'hex'),
           p_expires_on, p_now
    FROM jsonb_array_elements(p_cards) WITH ORDINALITY AS c (card, number);
    GET DIAGNOSTICS stored = ROW_COUNT;
    RETURN stored;
END $$;
