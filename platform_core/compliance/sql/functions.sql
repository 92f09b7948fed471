-- What a tenant may learn of a supplier: whether its codes may be sold now. Nothing else, and fail closed.
CREATE FUNCTION public.clearance_of(p_supplier uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT s.clearance FROM public.compliance_supplier s WHERE s.id = p_supplier), 'suspended');
END $$;

-- A tenant puts a legal entity into the register; it starts uncleared and the tenant cannot see or change the row.
CREATE FUNCTION public.register_supplier(p_name text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    fresh uuid := gen_random_uuid();
BEGIN
    INSERT INTO public.compliance_supplier
        (id, name, clearance, vouched, registered_by_role, reason, created_at, decided_by)
    VALUES (fresh, left(btrim(p_name), 120), 'registered', false, current_setting('role'), '', now(), '');
    RETURN fresh;
END $$;
