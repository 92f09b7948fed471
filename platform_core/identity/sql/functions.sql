-- Uses up a console ticket: only for the tenant whose role calls, only once, only within its minute.
-- current_setting('role') is the caller's SET ROLE; current_user here is the function's owner.
CREATE FUNCTION public.redeem_console_ticket(p_hash bytea)
RETURNS TABLE (user_id uuid, display_name varchar, email varchar, role varchar)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    bearer uuid;
BEGIN
    UPDATE public.identity_consoleticket t SET used_at = now()
    WHERE t.token_hash = p_hash AND t.used_at IS NULL AND t.expires_at > now()
      AND t.tenant_role = current_setting('role')
    RETURNING t.user_id INTO bearer;
    RETURN QUERY
    SELECT u.id, u.display_name, u.email, m.role
    FROM public.identity_user u
    JOIN public.identity_membership m ON m.user_id = u.id AND m.tenant_role = current_setting('role')
    WHERE u.id = bearer AND u.is_active;
END $$;
