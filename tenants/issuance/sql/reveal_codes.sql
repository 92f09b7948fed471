-- Reads codes of an issuance for somebody, and writes down who saw how many, when, from where.
--   p_event: the draft of a code.revealed; its count is filled in here.
-- Raises 22K03, with {since} as its detail, when they were shredded.
--   p_counted: the look counts against what products allow (see count_reveals).
CREATE OR REPLACE FUNCTION reveal_codes(
    p_id uuid, p_issuance_id uuid, p_lines uuid[], p_first integer, p_limit integer, p_actor text, p_ip inet,
    p_event jsonb, p_now timestamptz, p_counted boolean DEFAULT false
) RETURNS SETOF issued_code LANGUAGE plpgsql AS $$
DECLARE
    shown integer;
    shredded timestamptz;
BEGIN
    SELECT i.codes_shredded_at INTO shredded FROM issuance_issuance i WHERE i.id = p_issuance_id;
    IF shredded IS NOT NULL THEN
        RAISE EXCEPTION 'these codes are no longer kept'
            USING ERRCODE = '22K03', DETAIL = jsonb_build_object('since', shredded)::text;
    END IF;
    IF p_counted THEN
        PERFORM count_reveals(p_lines, p_first, p_limit);
    END IF;
    RETURN QUERY SELECT * FROM issued_codes(p_lines, p_first, p_limit);
    GET DIAGNOSTICS shown = ROW_COUNT;
    IF shown > 0 THEN
        INSERT INTO issuance_reveal (id, issuance_id, actor, ip, first, count, at)
        VALUES (p_id, p_issuance_id, p_actor, p_ip, p_first, shown, p_now);
        PERFORM public.publish_event(jsonb_set(p_event, '{payload,count}', to_jsonb(shown)), p_now);
    END IF;
END $$;
