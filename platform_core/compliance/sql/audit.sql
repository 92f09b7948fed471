-- The end of the caller's own chain, or of the platform's for the platform: what the next links are put behind.
CREATE OR REPLACE FUNCTION public.own_chain() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT replace(t.id::text, '-', '') FROM public.tenancy_tenant t
                     WHERE t.role_name = current_setting('role')), 'platform');
END $$;

CREATE OR REPLACE FUNCTION public.own_audit_head()
RETURNS TABLE (seq bigint, hash bytea, signature bytea, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT h.seq, h.hash, h.signature, h.at FROM public.compliance_audithead h WHERE h.chain = public.own_chain();
END $$;

-- It moves from exactly the head that the sealer saw, forwards, never back. The signature is the platform's: the sealer checks
-- the one that it goes on from, and whoever verifies checks all.
CREATE OR REPLACE FUNCTION public.note_audit_head(
    p_chain text, p_seq bigint, p_hash bytea, p_signature bytea, p_at timestamptz, p_from bigint, p_from_hash bytea
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF public.own_chain() <> p_chain THEN
        RAISE EXCEPTION 'not the chain of %', current_setting('role') USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF p_from = 0 AND p_seq > 0 THEN
        INSERT INTO public.compliance_audithead (chain, seq, hash, signature, at)
        VALUES (p_chain, p_seq, p_hash, p_signature, p_at) ON CONFLICT DO NOTHING;
    ELSE
        UPDATE public.compliance_audithead SET seq = p_seq, hash = p_hash, signature = p_signature, at = p_at
        WHERE chain = p_chain AND seq = p_from AND hash = p_from_hash AND seq < p_seq;
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a chain does not grow backwards' USING ERRCODE = 'check_violation';
    END IF;
END $$;
