-- May codes of a supplier be sold, and how: 'open', 'limited' (so many a day, see draw_allowance) or 'none'. Fail closed.
CREATE OR REPLACE FUNCTION public.sale_right(p_supplier uuid) RETURNS text
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
        WHEN link IS DISTINCT FROM 'accepted' OR blocked THEN 'none'
        WHEN entity IN ('active', 'expiring') THEN 'open'
        WHEN entity = 'approved_limited' THEN 'limited'
        ELSE 'none'
    END;
END $$;

-- Of a supplier in its first 30 days at most 500 codes and CNY 50,000 of face value are sold a day, in all shops together
-- (compliance.md, approve_limited). Who sells of it waits for whoever does so at this moment; it sells little.
--   p_codes: so many are wanted; p_face: face value of one, in minor units of the shop's currency.
-- Returns how many may be sold, and counts them as sold.
CREATE OR REPLACE FUNCTION public.draw_allowance(p_supplier uuid, p_codes integer, p_face bigint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    entity uuid;
    today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
    face bigint := 0;
    sold record;
    free bigint;
BEGIN
    SELECT l.supplier_id INTO entity FROM public.compliance_supplylink l
    WHERE l.id = p_supplier AND l.tenant_role = current_setting('role');
    IF entity IS NULL OR p_codes <= 0 THEN
        RETURN 0;
    END IF;
    SELECT p_face INTO face FROM public.tenancy_tenant t
    WHERE t.role_name = current_setting('role') AND t.currency = 'CNY' AND p_face > 0;
    INSERT INTO public.compliance_saleallowance (supplier_id, day, codes, value) VALUES (entity, today, 0, 0)
    ON CONFLICT DO NOTHING;
    SELECT codes, value INTO sold FROM public.compliance_saleallowance
    WHERE supplier_id = entity AND day = today FOR UPDATE;
    free := least(p_codes, 500 - sold.codes, CASE WHEN face > 0 THEN (5000000 - sold.value) / face ELSE p_codes END);
    IF free <= 0 THEN
        RETURN 0;
    END IF;
    UPDATE public.compliance_saleallowance SET codes = codes + free, value = value + free * coalesce(face, 0)
    WHERE supplier_id = entity AND day = today;
    RETURN free;
END $$;

-- What was drawn today for a checkout that came to nothing may be drawn again; of other days there is nothing to give back.
CREATE OR REPLACE FUNCTION public.return_allowance(
    p_supplier uuid, p_codes integer, p_face bigint, p_drawn timestamptz
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    IF (p_drawn AT TIME ZONE 'Asia/Shanghai')::date <> today OR public.sale_right(p_supplier) <> 'limited' THEN
        RETURN false;
    END IF;
    UPDATE public.compliance_saleallowance a
    SET codes = greatest(a.codes - p_codes, 0),
        value = greatest(a.value - CASE WHEN t.currency = 'CNY' THEN p_codes * p_face ELSE 0 END, 0)
    FROM public.compliance_supplylink l, public.tenancy_tenant t
    WHERE l.id = p_supplier AND l.tenant_role = current_setting('role') AND t.role_name = l.tenant_role
      AND a.supplier_id = l.supplier_id AND a.day = today;
    RETURN FOUND;
END $$;
