-- Who saw how many codes of an issuance, when, from where; and the event that says so.
CREATE OR REPLACE FUNCTION record_reveal(
    p_id uuid, p_issuance_id uuid, p_actor text, p_ip inet, p_first integer, p_count integer, p_event jsonb,
    p_now timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO issuance_reveal (id, issuance_id, actor, ip, first, count, at)
    VALUES (p_id, p_issuance_id, p_actor, p_ip, p_first, p_count, p_now);
    PERFORM public.publish_event(p_event, p_now);
END $$;
