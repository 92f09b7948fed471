-- How the calling shop's merchant stands: asked at each sale, so that what staff decide holds in the very next request.
-- No row: nobody knows who it is.
CREATE OR REPLACE FUNCTION public.merchant_standing()
RETURNS TABLE (state text, verified_at timestamptz, due_at timestamptz, vouched boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT f.state::text, f.verified_at, f.due_at, f.vouched
    FROM public.compliance_merchantfile f WHERE f.tenant_role = current_setting('role');
END $$;

-- A live shop begins its file; a test twin has none.
CREATE OR REPLACE FUNCTION public.begin_merchant_file(p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO public.compliance_merchantfile
        (id, tenant_role, kind, exempt_reason, name, uscc, registration_number, country, legal_representative, entity_type,
         capital, address, business_scope, registry, contact_person, serves, icp_number, wants_balances, payment_licence,
         institution, institution_contract, edited_by, handed_in_by, handed_in_email, state, version, before, restricted,
         restricted_by, submitted_by, reviewed_editor, approved_by, score, reasons, vouched, verified_facts, note,
         created_at, changed_at)
    SELECT gen_random_uuid(), t.role_name, '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', false, '', '', '',
           '', '', '', 'draft', 0, '', '', '[]', '', '', '[]', 0, '[]', false, '{}', '', p_now, p_now
    FROM public.tenancy_tenant t WHERE t.role_name = current_setting('role') AND t.livemode
    ON CONFLICT (tenant_role) DO NOTHING;
    RETURN FOUND;
END $$;

-- A merchant hands in its file; from then on it changes nothing of it until staff ask for more or have decided.
CREATE OR REPLACE FUNCTION public.submit_merchant(p_user text, p_email text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE public.compliance_merchantfile
    SET handed_in_by = p_user, handed_in_email = p_email, handed_in_at = p_now
    WHERE tenant_role = current_setting('role') AND handed_in_at IS NULL
      AND state IN ('draft', 'needs_info', 'verified', 'due', 'lapsed', 'refused');
    RETURN FOUND;
END $$;

-- A merchant says why a restriction of itself is wrong. Null: there is none to appeal against, it is too late, or an appeal
-- is open already.
CREATE OR REPLACE FUNCTION public.appeal_merchant_restriction(
    p_restriction uuid, p_text text, p_user text, p_email text, p_now timestamptz
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    fresh uuid := gen_random_uuid();
BEGIN
    INSERT INTO public.compliance_merchantappeal
        (id, restriction_id, text, made_by, made_email, made_at, state, answer, decided_by)
    SELECT fresh, r.id, left(p_text, 2000), p_user, p_email, p_now, 'open', '', ''
    FROM public.compliance_merchantrestriction r JOIN public.compliance_merchantfile f ON f.id = r.file_id
    WHERE r.id = p_restriction AND r.lifted_at IS NULL AND r.appeal_until >= p_now
      AND f.tenant_role = current_setting('role') AND f.state IN ('refused', 'frozen')
    ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN fresh END;
END $$;
