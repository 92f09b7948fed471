-- Where the calling shop's merchant is established, as it says itself: which rules are asked of it depends on it. A test twin is
-- where its shop is. No row: it has said nothing yet.
CREATE OR REPLACE FUNCTION public.shop_place() RETURNS TABLE (kind text, country text, uscc text, address text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.kind::text, f.country::text, f.uscc::text, f.address::text
    FROM public.tenancy_tenant t
    LEFT JOIN public.tenancy_tenant live ON live.id = t.live_tenant_id
    JOIN public.compliance_merchantfile f ON f.tenant_role = coalesce(live.role_name, t.role_name)
    WHERE t.role_name = current_setting('role') AND f.kind <> ''
$$;
