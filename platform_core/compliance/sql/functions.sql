-- What a tenant may learn of a supplier: whether its codes may be sold now. Nothing else, and fail closed.
--   p_supplier: the link that the tenant holds; behind it stands the legal entity, and how that stands holds in every shop at once.
CREATE OR REPLACE FUNCTION public.clearance_of(p_supplier uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    link text;
    entity text;
    blocked boolean;
BEGIN
    SELECT l.state, s.state, s.blocked_categories ? l.category INTO link, entity, blocked
    FROM public.compliance_supplylink l LEFT JOIN public.compliance_supplier s ON s.id = l.supplier_id
    WHERE l.id = p_supplier;
    RETURN CASE
        WHEN link IS NULL OR link IN ('refused', 'ended') OR blocked THEN 'suspended'
        WHEN entity IN ('approved_limited', 'active', 'expiring')
            THEN CASE WHEN link = 'accepted' THEN 'cleared' ELSE 'registered' END
        WHEN entity IS NULL OR entity IN ('draft', 'submitted', 'auto_check', 'needs_info', 'review') THEN 'registered'
        ELSE 'suspended'
    END;
END $$;

-- A tenant says whom it buys from; until it is reviewed nothing of it is sold.
CREATE OR REPLACE FUNCTION public.register_supplier(p_name text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    fresh uuid := gen_random_uuid();
BEGIN
    INSERT INTO public.compliance_supplylink
        (id, tenant_role, state, category, name, uscc, aliases, legal_representative, entity_type, capital, address,
         business_scope, registry, edited_by, submitted_by, submitted_email, note, decided_by, told,
         created_at, confirmed_by, confirmed_note)
    VALUES (fresh, current_setting('role'), 'open', '', left(btrim(p_name), 120), '', '[]', '', '', '', '',
            '', '', '', '', '', '', '', 'registered', now(), '', '');
    RETURN fresh;
END $$;
