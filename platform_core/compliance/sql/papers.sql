-- Is this a paper of the caller's? (A policy on papers cannot ask the papers themselves.)
CREATE OR REPLACE FUNCTION public.is_own_paper(p_document uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.compliance_document WHERE id = p_document AND tenant_role = current_setting('role'));
$$;

-- A tenant takes back a paper of its own that nobody decided about, while it may still change what it told.
CREATE OR REPLACE FUNCTION public.remove_paper(p_document uuid, p_now timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    place text;
BEGIN
    UPDATE public.compliance_document d SET state = 'removed', shredded_at = p_now
    WHERE d.id = p_document AND d.tenant_role = current_setting('role') AND d.state IN ('waiting', 'rejected')
      AND d.shredded_at IS NULL
      AND (d.link_id IS NULL OR EXISTS (
          SELECT 1 FROM public.compliance_supplylink l
          WHERE l.id = d.link_id AND (l.state IN ('open', 'needs_info') OR (l.state = 'accepted' AND d.decided_at IS NULL))
      ))
    RETURNING d.stored INTO place;
    RETURN place;
END $$;

-- A tenant hands in new papers of a supplier whose old ones ended: what was accepted is checked again. While it still sells it stays
-- accepted, and staff look at the new paper beside it.
CREATE OR REPLACE FUNCTION public.renew_supply(p_link uuid, p_user text, p_email text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE public.compliance_supplylink l
    SET state = 'submitted', submitted_by = p_user, submitted_email = p_email, submitted_at = p_now, note = ''
    FROM public.compliance_supplier s
    WHERE l.id = p_link AND l.tenant_role = current_setting('role') AND l.state = 'accepted'
      AND s.id = l.supplier_id AND s.state = 'expired';
    RETURN FOUND;
END $$;
