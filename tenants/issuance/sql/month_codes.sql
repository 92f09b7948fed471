-- How many codes a shop has issued in a month of its own calendar, counted with each issue, and how many it may.

-- Counts codes with the transaction that issues them: both are there or neither. A row that somebody else is adding to is passed
-- over, so that nobody waits; there are as many rows of a month as ever counted at once. ``p_month`` null: it is not counted.
CREATE OR REPLACE FUNCTION count_month_codes(p_month date, p_codes integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF p_month IS NULL OR p_codes = 0 THEN
        RETURN;
    END IF;
    UPDATE issuance_monthcodes m SET codes = m.codes + p_codes
    WHERE m.id = (SELECT f.id FROM issuance_monthcodes f WHERE f.month = p_month LIMIT 1 FOR UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
        INSERT INTO issuance_monthcodes (id, month, codes) VALUES (gen_random_uuid(), p_month, p_codes);
    END IF;
END $$;

-- May so many more be issued in a month? Raises 22K02 with {limit, used} as its detail when not. ``p_most`` null: as many as it likes.
--   p_alone: is the issue a transaction by itself?
--
-- Far from the limit nobody waits: such issues hold the door open together, and of at most 200 at once with at most 100 codes each
-- all are let through while 20,000 are left. Nearer to it, and for what is larger or part of a longer transaction, one goes in
-- at a time, after all who went in together: it sees whatever was counted. Orders that are paid ask nobody; they are only counted.
CREATE OR REPLACE FUNCTION check_month_codes(p_month date, p_most integer, p_codes integer, p_alone boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    door bigint := hashtextextended(current_schema(), 1802594147);
    used bigint;
BEGIN
    IF p_month IS NULL OR p_most IS NULL THEN
        RETURN;
    END IF;
    IF p_alone AND p_codes <= 100 THEN
        BEGIN
            PERFORM pg_advisory_xact_lock_shared(door);
            SELECT coalesce(sum(m.codes), 0) INTO used FROM issuance_monthcodes m WHERE m.month = p_month;
            IF p_most - used - p_codes >= 20000 THEN
                RETURN;
            END IF;
            RAISE EXCEPTION 'near' USING ERRCODE = '22K03';  -- lets go of the lock
        EXCEPTION WHEN SQLSTATE '22K03' THEN
            NULL;
        END;
    END IF;
    PERFORM pg_advisory_xact_lock(door);
    SELECT coalesce(sum(m.codes), 0) INTO used FROM issuance_monthcodes m WHERE m.month = p_month;
    IF used + p_codes > p_most THEN
        RAISE EXCEPTION 'the month is used up'
            USING ERRCODE = '22K02', DETAIL = jsonb_build_object('limit', p_most, 'used', used)::text;
    END IF;
END $$;
