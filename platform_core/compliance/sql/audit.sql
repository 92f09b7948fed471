-- The end of the caller's own chain moves forward, never back; the signature is the platform's and is checked by whoever verifies.
CREATE OR REPLACE FUNCTION public.note_audit_head(
    p_chain text, p_seq bigint, p_hash bytea, p_signature bytea, p_at timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    own text;
BEGIN
    SELECT replace(t.id::text, '-', '') INTO own FROM public.tenancy_tenant t
    WHERE t.role_name = current_setting('role');
    IF coalesce(own, 'platform') <> p_chain THEN
        RAISE EXCEPTION 'not the chain of %', current_setting('role') USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO public.compliance_audithead AS h (chain, seq, hash, signature, at)
    VALUES (p_chain, p_seq, p_hash, p_signature, p_at)
    ON CONFLICT (chain) DO UPDATE SET seq = p_seq, hash = p_hash, signature = p_signature, at = p_at
    WHERE h.seq < p_seq;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a chain does not grow backwards' USING ERRCODE = 'check_violation';
    END IF;
END $$;
