-- Counts a look at codes of lines, from p_first on, at most p_limit, where their product says how often a code may be read.
-- A code counts once a look; two looks at one code at a time come after one another on its row.
-- Raises 22K02 when one was read as often as it may, with {codes, limit} as its detail; then nothing is counted.
CREATE FUNCTION count_reveals(p_lines uuid[], p_first integer, p_limit integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    limits jsonb;
    over record;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM issuance_issuanceline l WHERE l.id = ANY (p_lines) AND reveal_limit_of(l.sku_id) IS NOT NULL
    ) THEN
        RETURN;
    END IF;
    SELECT jsonb_object_agg(s.sku_id, most) INTO limits
    FROM (SELECT DISTINCT l.sku_id FROM issuance_issuanceline l WHERE l.id = ANY (p_lines)) s,
         LATERAL reveal_limit_of(s.sku_id) AS most
    WHERE most IS NOT NULL;
    WITH looked AS MATERIALIZED (
        SELECT DISTINCT p_lines[c.line] AS line_id, c.fingerprint, (limits->>c.sku_id::text)::integer AS most
        FROM issued_codes(p_lines, p_first, p_limit) c WHERE limits ? c.sku_id::text
    ), counted AS (
        INSERT INTO issuance_revealcount AS r (line_id, fingerprint, count)
        SELECT line_id, fingerprint, 1 FROM looked ORDER BY line_id, fingerprint
        ON CONFLICT (line_id, fingerprint) DO UPDATE SET count = r.count + 1
        RETURNING r.line_id, r.fingerprint, r.count
    )
    SELECT count(*) AS codes, min(l.most) AS most INTO over
    FROM counted c JOIN looked l USING (line_id, fingerprint) WHERE c.count > l.most;
    IF over.codes > 0 THEN
        RAISE EXCEPTION 'codes were read as often as they may be'
            USING ERRCODE = '22K02', DETAIL = jsonb_build_object('codes', over.codes, 'limit', over.most)::text;
    END IF;
END $$;
