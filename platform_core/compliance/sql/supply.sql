-- A tenant hands in what it told of a supplier; from then on it changes nothing of it until staff ask for more.
CREATE OR REPLACE FUNCTION public.submit_supply(p_link uuid, p_user text, p_email text, p_now timestamptz)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE public.compliance_supplylink
    SET state = 'submitted', submitted_by = p_user, submitted_email = p_email, submitted_at = p_now, note = ''
    WHERE id = p_link AND tenant_role = current_setting('role') AND state IN ('open', 'needs_info');
    RETURN FOUND;
END $$;

-- How a supplier of the caller's own stands, with what is held against it and what would remedy that. No other shop is
-- named, nor told how many there are.
CREATE OR REPLACE FUNCTION public.supply_standings(p_links uuid[])
RETURNS TABLE (link uuid, entity_state text, limited boolean, vouched boolean, restriction uuid, kind text, reason text, remedy text,
               documents jsonb, made_at timestamptz, appeal_until timestamptz, appeal_state text, appeal_answer text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT l.id, coalesce(s.state, 'draft')::text, coalesce(s.state = 'approved_limited', false),
           coalesce(s.vouched, false), r.id, r.kind::text, r.reason::text, r.remedy::text, r.documents, r.made_at,
           r.appeal_until, a.state::text, a.answer::text
    FROM public.compliance_supplylink l
    LEFT JOIN public.compliance_supplier s ON s.id = l.supplier_id
    LEFT JOIN LATERAL (
        SELECT * FROM public.compliance_restriction r
        WHERE r.supplier_id = s.id AND r.lifted_at IS NULL AND r.category IN ('', l.category)
        ORDER BY r.made_at DESC LIMIT 1
    ) r ON true
    LEFT JOIN LATERAL (
        SELECT * FROM public.compliance_appeal a
        WHERE a.restriction_id = r.id AND a.tenant_role = l.tenant_role ORDER BY a.made_at DESC LIMIT 1
    ) a ON true
    WHERE l.id = ANY (p_links) AND l.tenant_role = current_setting('role');
END $$;

-- A tenant says why a restriction of a supplier of its own is wrong. Null: there is none to appeal against, it is too late,
-- or its appeal is open already.
CREATE OR REPLACE FUNCTION public.appeal_restriction(
    p_link uuid, p_restriction uuid, p_text text, p_user text, p_email text, p_now timestamptz
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    fresh uuid := gen_random_uuid();
BEGIN
    INSERT INTO public.compliance_appeal
        (id, restriction_id, link_id, tenant_role, text, made_by, made_email, made_at, state, answer, decided_by)
    SELECT fresh, r.id, l.id, l.tenant_role, left(p_text, 2000), p_user, p_email, p_now, 'open', '', ''
    FROM public.compliance_restriction r JOIN public.compliance_supplylink l ON l.supplier_id = r.supplier_id
    WHERE r.id = p_restriction AND r.lifted_at IS NULL AND r.appeal_until >= p_now
      AND l.id = p_link AND l.tenant_role = current_setting('role') AND r.category IN ('', l.category)
    ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN fresh END;
END $$;
