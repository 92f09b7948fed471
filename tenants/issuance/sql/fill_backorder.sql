-- Gives a waiting line what is there, with history, books and event: what an issue writes, later.
--   p_value:  what the shop owes the holder of each of its codes from now on; 0: nothing.
--   p_events: a draft for each status that the issuance may reach: processing, completed.
--   p_month:  for which its codes are counted, and p_most of which the shop may issue; see month_codes.sql. All that the line lacks
--             must fit; else it waits on.
-- Returns how many codes it got and how many it still lacks; no row when it does not wait any more (cancelled, or filled).
--
-- The issuance is locked first: who cancels locks it too, so exactly one of both happens.
CREATE OR REPLACE FUNCTION fill_backorder(
    p_issuance uuid, p_line uuid, p_sell_by date, p_shared boolean, p_value bigint, p_events jsonb, p_actor text,
    p_now timestamptz, p_month date DEFAULT NULL, p_most integer DEFAULT NULL
) RETURNS TABLE (filled integer, lacking integer) LANGUAGE plpgsql AS $$
DECLARE
    before record;
    got record;
    price bigint;
    number integer;
    total integer;
    outcome text;
BEGIN
    SELECT i.status, i.quantity, i.currency INTO before FROM issuance_issuance i WHERE i.id = p_issuance FOR NO KEY UPDATE;
    IF p_most IS NOT NULL THEN
        PERFORM check_month_codes(p_month, p_most, (SELECT l.missing FROM issuance_issuanceline l WHERE l.id = p_line), true);
    END IF;
    SELECT * INTO got FROM claim_waited(p_line, p_sell_by, p_shared, p_now);
    IF NOT FOUND THEN
        RETURN;
    END IF;
    filled := got.taken;
    lacking := got.missing;
    IF got.taken > 0 THEN
        UPDATE issuance_issuanceline l SET missing = got.missing WHERE l.id = p_line
        RETURNING got.taken * l.unit_price - l.discount * (l.quantity - l.missing) / l.quantity
                  + l.discount * (l.quantity - l.missing - got.taken) / l.quantity INTO price;  -- as IssuanceLine.price_of
        SELECT before.quantity - sum(l.missing) INTO total
        FROM issuance_issuanceline l WHERE l.issuance_id = p_issuance;
        outcome := CASE WHEN total = before.quantity THEN 'completed' ELSE 'processing' END;
        UPDATE issuance_issuance i
        SET status = outcome, amount = i.amount + price,
            completed_at = CASE WHEN outcome = 'completed' THEN p_now END
        WHERE i.id = p_issuance;
        SELECT max(h.number) + 1 INTO number FROM issuance_issuancehistory h WHERE h.issuance_id = p_issuance;
        INSERT INTO issuance_issuancehistory (issuance_id, number, verb, status, count, actor, at)
        VALUES (p_issuance, number, 'issued', outcome, got.taken, p_actor, p_now);
        -- Two numbers for each time that codes were issued: their cost, and what is owed to their holders.
        PERFORM post_transfer(p_issuance, 1, 2 * number - 1, 2, 1, before.currency, got.cost, p_now);
        IF p_value > 0 THEN
            PERFORM post_transfer(p_issuance, 1, 2 * number, 7, 6, before.currency, got.taken * p_value, p_now);
        END IF;
        PERFORM count_month_codes(p_month, got.taken);
        IF outcome <> before.status THEN
            PERFORM public.publish_event(
                jsonb_set(jsonb_set(p_events->outcome, '{payload,quantity}', to_jsonb(total)), '{sequence}', to_jsonb(number)),
                p_now
            );
        END IF;
    END IF;
    RETURN NEXT;
END $$;
