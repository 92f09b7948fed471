-- What is asked at each sale, in one round trip: how the calling shop's merchant stands (nulls: nobody knows who it is), how it
-- stands with its subscription, and how many codes its plan lets it issue in a month (nulls: without a plan, as many as it likes).
-- A test twin has no file of its own; its subscription is its live shop's.
CREATE OR REPLACE FUNCTION public.sale_standing()
RETURNS TABLE (state text, verified_at timestamptz, due_at timestamptz, vouched boolean, subscription text, codes integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT f.state::text, f.verified_at, f.due_at, f.vouched, e.standing::text, e.codes
    FROM public.tenancy_tenant t
    LEFT JOIN public.compliance_merchantfile f ON f.tenant_role = t.role_name
    LEFT JOIN public.entitlements_entitlement e ON e.tenant_id = coalesce(t.live_tenant_id, t.id)
    WHERE t.role_name = current_setting('role');
END $$;
