-- By when suppliers of the calling shop are verified again, and what it did about that. No other shop is named.
CREATE OR REPLACE FUNCTION public.supply_due(p_links uuid[])
RETURNS TABLE (link uuid, due_at timestamptz, note text, confirmed_at timestamptz, verified_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.id, s.due_at, s.due_note::text, l.confirmed_at, s.verified_at
    FROM public.compliance_supplylink l JOIN public.compliance_supplier s ON s.id = l.supplier_id
    WHERE l.id = ANY (p_links) AND l.tenant_role = current_setting('role') AND l.state = 'accepted'
      AND s.state IN ('approved_limited', 'active', 'expiring')
$$;

-- A merchant says for a verification that what it told of a supplier is still so, or what changed. False: none is under way.
CREATE OR REPLACE FUNCTION public.confirm_supply(p_link uuid, p_user text, p_note text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE public.compliance_supplylink l
    SET confirmed_at = p_now, confirmed_by = p_user, confirmed_note = left(btrim(p_note), 500)
    FROM public.compliance_supplier s
    WHERE l.id = p_link AND l.tenant_role = current_setting('role') AND l.state = 'accepted' AND s.id = l.supplier_id
      AND s.state IN ('approved_limited', 'active', 'expiring')
      AND (s.due_at <= p_now + interval '30 days' OR s.due_note <> '');
    RETURN FOUND;
END $$;
