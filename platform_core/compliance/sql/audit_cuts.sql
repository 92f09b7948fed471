-- Deletes rows of a log whose time is over, for the platform alone. The cut that says so was signed and committed or is being so;
-- and whatever it says, nothing younger goes than the law keeps: by the database's own clock, by the row's own moment and the sealing.
--   p_kind, p_seq: as the cut names them.
-- Returns how many are gone.
CREATE OR REPLACE FUNCTION public.prune_audit_rows(p_chain text, p_kind text, p_table text, p_seq bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    place text := 'public';
    links text := 'compliance_platformauditlink';
    k text := 'id';
    held text := '';
    role text := '';
    at_least interval;
    done bigint;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.compliance_auditcut c WHERE c.chain = p_chain AND (c.gone ->> p_kind)::bigint = p_seq) THEN
        RAISE EXCEPTION 'no cut says so' USING ERRCODE = 'check_violation';
    END IF;
    IF p_chain <> 'platform' THEN
        links := 'access_auditlink';
        SELECT t.schema_name, t.role_name INTO STRICT place, role FROM public.tenancy_tenant t WHERE t.id = p_chain::uuid;
    END IF;
    at_least := make_interval(years => public.keep_years(role));
    CASE p_table
        WHEN 'access_auditentry' THEN
            held := format('AND NOT EXISTS (SELECT 1 FROM %I.access_auditoutcome h WHERE h.entry_id = r.id)', place);
        WHEN 'access_auditoutcome' THEN k := 'entry_id';
        WHEN 'issuance_reveal', 'public.compliance_documentlook' THEN NULL;
        WHEN 'public.compliance_staffact' THEN
            at_least := '183 days';
            held := 'AND NOT EXISTS (SELECT 1 FROM public.compliance_staffoutcome h WHERE h.act_id = r.id)';
        WHEN 'public.compliance_staffoutcome' THEN
            at_least := '183 days';
            k := 'act_id';
        ELSE RAISE EXCEPTION 'of % nothing goes', p_table USING ERRCODE = 'insufficient_privilege';
    END CASE;
    EXECUTE format(
        'DELETE FROM %I.%I r USING %I.%I l WHERE l.seq <= $1 AND l.kind = $2 AND r.%I = l.row_id'
        ' AND greatest(r.at, l.sealed_at) < now() - $3 %s',
        place, replace(p_table, 'public.', ''), place, links, k, held
    ) USING p_seq, p_kind, at_least;
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN done;
END $$;

-- The links up to a cut, whose rows are all gone: verification goes on from the hash that the cut names.
CREATE OR REPLACE FUNCTION public.prune_audit_links(p_chain text, p_seq bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    place text := 'public';
    links text := 'compliance_platformauditlink';
    at_least interval := '183 days';
    done bigint;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.compliance_auditcut c WHERE c.chain = p_chain AND c.seq = p_seq) THEN
        RAISE EXCEPTION 'no cut says so' USING ERRCODE = 'check_violation';
    END IF;
    IF p_chain <> 'platform' THEN
        links := 'access_auditlink';
        SELECT t.schema_name, make_interval(years => public.keep_years(t.role_name)) INTO STRICT place, at_least
        FROM public.tenancy_tenant t WHERE t.id = p_chain::uuid;
    END IF;
    EXECUTE format('DELETE FROM %I.%I WHERE seq <= $1 AND sealed_at < now() - $2', place, links) USING p_seq, at_least;
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN done;
END $$;

-- How far the caller's own log is sealed, anchored and verified; what its people are shown.
CREATE OR REPLACE FUNCTION public.own_audit_state() RETURNS TABLE (
    seq bigint, sealed_at timestamptz, anchor_day date, anchor_seq bigint, anchor_hash bytea,
    checked_at timestamptz, whole_at timestamptz, faults integer
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT h.seq, h.at, a.day, a.seq, a.hash, c.at, c.whole_at, c.faults
    FROM (SELECT public.own_chain() AS chain) own
    LEFT JOIN public.compliance_audithead h ON h.chain = own.chain
    LEFT JOIN LATERAL (
        SELECT n.day, n.seq, n.hash FROM public.compliance_auditanchor n WHERE n.chain = own.chain ORDER BY n.day DESC LIMIT 1
    ) a ON true
    LEFT JOIN public.compliance_auditcheck c ON c.chain = own.chain
$$;
