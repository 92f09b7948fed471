-- What the calling shop may do; a test twin may do what its live shop may. No row: it is not limited.
CREATE OR REPLACE FUNCTION public.own_entitlement() RETURNS SETOF public.entitlements_entitlement
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT e.* FROM public.tenancy_tenant t
    JOIN public.entitlements_entitlement e ON e.tenant_id = coalesce(t.live_tenant_id, t.id)
    WHERE t.role_name = current_setting('role');
END $$;
