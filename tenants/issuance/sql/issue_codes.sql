-- Binds codes to a request: idempotency record, issuance, lines, claims, history, books and event, in one round trip.
--   p_lines:    [{index, id, sku, quantity, price, discount?, reservation?, sell_by?, shared?, cards?, expires_on?, value?, inputs?}]: held codes, or a
--               date up to which codes must be good and whether the SKU has shared ones, or cards made for this line.
--               ``discount`` is taken off all of the line: price_of(so many of it) is what they cost.
--               ``inputs`` are the buyer's sealed answers, as hexadecimal digits.
--               ``value`` is what the shop owes the holders of its codes from now on (they pay with them here).
--               Claimed in the order of SKU ids: two calls cannot deadlock.
--   p_event:    of the completed issue. Its ``callback``, if it has one, is kept: later events are told there too.
--   p_key_hash: null when the request came without an Idempotency-Key.
--   p_reveal:   {id, ip, limit, event, counted}, or null: the caller sees the first codes at once (see reveal_codes).
--   p_short:    what to do when there are too few codes: null refuses everything; {wait, events: {status: event}} issues what
--               is there, and lets the rest wait in the queues of its SKUs, or not.
--   p_month:    of the shop's calendar, for which the codes are counted, and p_most of which it may issue; see month_codes.sql. What is
--               wanted must fit in whole, also where a part would do: that is a word about stock.
-- Returns the codes that the caller sees.
-- Raises 22K01 when a line cannot be had, with {index, available} as its detail (available is null: its hold is gone).
--
-- The unique rows go in first: a concurrent duplicate (same number or key) waits on them instead of claiming stock, and who
-- asks again for what was issued learns that, whatever is left of the month.
CREATE OR REPLACE FUNCTION issue_codes(
    p_id uuid, p_external_id text, p_fingerprint bytea, p_source text, p_quantity integer, p_amount bigint,
    p_currency text, p_buyer_ref text, p_metadata jsonb, p_request jsonb, p_actor text, p_lines jsonb,
    p_event jsonb, p_key_hash bytea, p_request_id text, p_reply integer, p_reveal jsonb, p_now timestamptz,
    p_short jsonb DEFAULT NULL, p_month date DEFAULT NULL, p_most integer DEFAULT NULL, p_alone boolean DEFAULT false
) RETURNS SETOF issued_code LANGUAGE plpgsql AS $$
DECLARE
    line record;
    taken integer;
    cost bigint;
    lacking integer;
    total_cost bigint := 0;
    total_value bigint := 0;
    total_lacking integer := 0;
    worth_lacking bigint := 0;
    line_ids uuid[] := '{}';
    outcome text := 'completed';
    event jsonb := p_event;
BEGIN
    IF p_key_hash IS NOT NULL THEN
        PERFORM record_idempotency(p_key_hash, p_fingerprint, p_id, p_request_id, p_reply, p_now);
    END IF;
    INSERT INTO issuance_issuance (id, external_id, fingerprint, status, source, quantity, amount, currency, buyer_ref,
                                   metadata, request, created_at, completed_at, notify_url, notify_version)
    VALUES (p_id, p_external_id, p_fingerprint, 'completed', p_source, p_quantity, p_amount, p_currency, p_buyer_ref,
            p_metadata, p_request, p_now, p_now, p_event->'callback'->>'url', p_event->'callback'->>'version');
    PERFORM check_month_codes(p_month, p_most, p_quantity, p_alone);

    FOR line IN
        SELECT * FROM jsonb_to_recordset(p_lines) AS l (
            index integer, id uuid, sku uuid, quantity integer, price bigint, discount bigint, reservation uuid, sell_by date,
            shared boolean, cards jsonb, expires_on date, value bigint, inputs text
        ) ORDER BY l.sku, l.index
    LOOP
        IF line.cards IS NOT NULL THEN
            taken := store_generated(line.id, line.sku, line.cards, line.expires_on, line.reservation, p_now);
            cost := 0;
        ELSIF line.reservation IS NOT NULL THEN
            SELECT r.taken, r.cost INTO taken, cost FROM convert_reservation(line.reservation, line.id) r;
        ELSIF line.shared THEN
            taken := claim_shared_codes(line.sku, line.quantity, line.id, line.sell_by, p_now);
            cost := 0;
        ELSE
            SELECT coalesce(sum(c.claimed_count), 0), coalesce(sum(c.claimed_count * c.claimed_unit_cost), 0)
            INTO taken, cost
            FROM claim_codes(line.sku, line.quantity, line.id, 2::smallint, line.sell_by, p_now) c;
        END IF;
        lacking := line.quantity - taken;
        IF lacking IS NULL OR (lacking > 0 AND p_short IS NULL) THEN
            RAISE EXCEPTION 'line % cannot be had', line.index
                USING ERRCODE = '22K01', DETAIL = jsonb_build_object('index', line.index, 'available', taken)::text;
        END IF;
        INSERT INTO issuance_issuanceline (id, issuance_id, index, sku_id, quantity, unit_price, discount, missing)
        VALUES (line.id, p_id, line.index, line.sku, line.quantity, line.price, coalesce(line.discount, 0), lacking);
        IF line.inputs IS NOT NULL THEN
            INSERT INTO issuance_lineinputs (line_id, sealed) VALUES (line.id, decode(line.inputs, 'hex'));
        END IF;
        IF lacking > 0 AND (p_short->>'wait')::boolean THEN
            PERFORM await_codes(line.id, p_id, line.sku, lacking, p_now);
        END IF;
        total_cost := total_cost + cost;
        total_lacking := total_lacking + lacking;
        worth_lacking := worth_lacking + lacking * line.price
                         - coalesce(line.discount - line.discount * taken / line.quantity, 0);  -- in whole units, as IssuanceLine.price_of
        total_value := total_value + coalesce(line.value / line.quantity * taken, 0);
        line_ids[line.index + 1] := line.id;
    END LOOP;

    IF total_lacking > 0 THEN
        outcome := CASE WHEN NOT (p_short->>'wait')::boolean THEN 'partially_completed'
                        WHEN total_lacking = p_quantity THEN 'awaiting_stock' ELSE 'processing' END;
        IF outcome = 'partially_completed' AND total_lacking = p_quantity THEN
            RAISE EXCEPTION 'nothing can be had'
                USING ERRCODE = '22K01', DETAIL = jsonb_build_object('index', 0, 'available', 0)::text;
        END IF;
        UPDATE issuance_issuance
        SET status = outcome, amount = p_amount - worth_lacking,
            completed_at = CASE WHEN outcome = 'partially_completed' THEN p_now END
        WHERE id = p_id;
        event := jsonb_set(p_short->'events'->outcome, '{payload,quantity}', to_jsonb(p_quantity - total_lacking));
    END IF;
    INSERT INTO issuance_issuancehistory (issuance_id, number, verb, status, count, actor, at)
    VALUES (p_id, 1, CASE WHEN outcome = 'awaiting_stock' THEN 'queued' ELSE 'issued' END, outcome,
            p_quantity - total_lacking, p_actor, p_now);
    IF outcome <> 'awaiting_stock' THEN  -- issuance: cost of codes from code stock
        PERFORM post_transfer(p_id, 1, 1, 2, 1, p_currency, total_cost, p_now);
    END IF;
    IF total_value > 0 THEN
        PERFORM post_transfer(p_id, 1, 2, 7, 6, p_currency, total_value, p_now);  -- cards issued: owed to their holders
    END IF;
    PERFORM count_month_codes(p_month, p_quantity - total_lacking);
    PERFORM public.publish_event(event, p_now);
    IF p_reveal IS NOT NULL THEN
        RETURN QUERY SELECT * FROM reveal_codes(
            (p_reveal->>'id')::uuid, p_id, line_ids, 0, (p_reveal->>'limit')::integer, p_actor, (p_reveal->>'ip')::inet,
            p_reveal->'event', p_now, (p_reveal->>'counted')::boolean IS TRUE
        );
    END IF;
END $$;
