-- Who works in a shop, for the shop's own role. current_setting('role') is the caller's SET ROLE; current_user here is the
-- functions' owner. Each answers and writes for the calling shop alone, and writes only for somebody who is an owner of it NOW.

DROP FUNCTION public.redeem_console_ticket(bytea);
-- Uses up a console ticket: only for the tenant whose role calls, only once, only within its minute.
CREATE FUNCTION public.redeem_console_ticket(p_hash bytea)
RETURNS TABLE (user_id uuid, display_name varchar, email varchar, role varchar, second_factor boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    bearer uuid;
    proven boolean;
BEGIN
    UPDATE public.identity_consoleticket t SET used_at = now()
    WHERE t.token_hash = p_hash AND t.used_at IS NULL AND t.expires_at > now()
      AND t.tenant_role = current_setting('role')
    RETURNING t.user_id, t.second_factor INTO bearer, proven;
    RETURN QUERY
    SELECT u.id, u.display_name, u.email, m.role, proven
    FROM public.identity_user u
    JOIN public.identity_membership m ON m.user_id = u.id AND m.tenant_role = current_setting('role')
    WHERE u.id = bearer AND u.is_active;
END $$;

-- The role that somebody has in the calling shop at this moment; no row: none, or switched off. Notes that they were here.
CREATE FUNCTION public.present_member(p_user uuid)
RETURNS TABLE (role varchar, display_name varchar, email varchar)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT m.role, u.display_name, u.email
    FROM public.identity_membership m JOIN public.identity_user u ON u.id = m.user_id
    WHERE m.user_id = p_user AND m.tenant_role = current_setting('role') AND u.is_active;
    IF FOUND THEN
        UPDATE public.identity_membership m SET seen_at = now()
        WHERE m.user_id = p_user AND m.tenant_role = current_setting('role')
          AND (m.seen_at IS NULL OR m.seen_at < now() - interval '5 minutes');
    END IF;
END $$;

-- Which members of the calling shop complete their log-in with a second factor.
CREATE FUNCTION public.members_with_second_factor() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT f.user_id FROM public.identity_secondfactor f
    JOIN public.identity_membership m ON m.user_id = f.user_id AND m.tenant_role = current_setting('role')
$$;

-- Holds the owners of the calling shop in place until the transaction ends; is this person one of them?
CREATE FUNCTION public.held_as_owner(p_by uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.identity_membership m
    WHERE m.tenant_role = current_setting('role') AND m.role = 'owner' ORDER BY m.id FOR UPDATE;
    RETURN EXISTS (
        SELECT 1 FROM public.identity_membership m JOIN public.identity_user u ON u.id = m.user_id AND u.is_active
        WHERE m.user_id = p_by AND m.tenant_role = current_setting('role') AND m.role = 'owner'
    );
END $$;
REVOKE ALL ON FUNCTION public.held_as_owner(uuid) FROM PUBLIC;

CREATE FUNCTION public.is_only_owner(p_user uuid) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.identity_membership m
                   WHERE m.tenant_role = current_setting('role') AND m.role = 'owner' AND m.user_id = p_user)
       AND NOT EXISTS (SELECT 1 FROM public.identity_membership m
                       JOIN public.identity_user u ON u.id = m.user_id AND u.is_active
                       WHERE m.tenant_role = current_setting('role') AND m.role = 'owner' AND m.user_id <> p_user)
$$;
REVOKE ALL ON FUNCTION public.is_only_owner(uuid) FROM PUBLIC;

-- Each of the following answers 'done' or why not: 'forbidden', 'unknown', 'last_owner', 'member', 'invited'.
CREATE FUNCTION public.invite_member(
    p_id uuid, p_email varchar, p_role varchar, p_hash bytea, p_now timestamptz, p_expires timestamptz, p_by uuid
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT public.held_as_owner(p_by) THEN RETURN 'forbidden'; END IF;
    IF p_role = 'owner' THEN RETURN 'forbidden'; END IF;
    IF EXISTS (SELECT 1 FROM public.identity_membership m JOIN public.identity_user u ON u.id = m.user_id
               WHERE m.tenant_role = current_setting('role') AND u.email = p_email) THEN RETURN 'member'; END IF;
    UPDATE public.identity_invitation i SET withdrawn_at = p_now
    WHERE i.tenant_role = current_setting('role') AND i.email = p_email
      AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at <= p_now;
    INSERT INTO public.identity_invitation
        (id, tenant_id, tenant_role, email, role, token_hash, invited_by_id, created_at, sent_at, expires_at)
    SELECT p_id, t.id, t.role_name, p_email, p_role, p_hash, p_by, p_now, p_now, p_expires
    FROM public.tenancy_tenant t WHERE t.role_name = current_setting('role')
    ON CONFLICT (tenant_id, email) WHERE accepted_at IS NULL AND withdrawn_at IS NULL DO NOTHING;
    IF NOT FOUND THEN RETURN 'invited'; END IF;
    RETURN 'done';
END $$;

CREATE FUNCTION public.renew_invitation(
    p_id uuid, p_hash bytea, p_now timestamptz, p_expires timestamptz, p_by uuid
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT public.held_as_owner(p_by) THEN RETURN 'forbidden'; END IF;
    UPDATE public.identity_invitation i SET token_hash = p_hash, sent_at = p_now, expires_at = p_expires
    WHERE i.id = p_id AND i.tenant_role = current_setting('role') AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    RETURN 'done';
END $$;

CREATE FUNCTION public.withdraw_invitation(p_id uuid, p_now timestamptz, p_by uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT public.held_as_owner(p_by) THEN RETURN 'forbidden'; END IF;
    UPDATE public.identity_invitation i SET withdrawn_at = p_now
    WHERE i.id = p_id AND i.tenant_role = current_setting('role') AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    RETURN 'done';
END $$;

CREATE FUNCTION public.change_member_role(p_user uuid, p_role varchar, p_by uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT public.held_as_owner(p_by) THEN RETURN 'forbidden'; END IF;
    IF p_role <> 'owner' AND public.is_only_owner(p_user) THEN RETURN 'last_owner'; END IF;
    UPDATE public.identity_membership m SET role = p_role
    WHERE m.user_id = p_user AND m.tenant_role = current_setting('role');
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    RETURN 'done';
END $$;

CREATE FUNCTION public.remove_member(p_user uuid, p_by uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT public.held_as_owner(p_by) THEN RETURN 'forbidden'; END IF;
    IF public.is_only_owner(p_user) THEN RETURN 'last_owner'; END IF;
    DELETE FROM public.identity_membership m
    WHERE m.user_id = p_user AND m.tenant_role = current_setting('role');
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    DELETE FROM public.identity_consoleticket t
    WHERE t.user_id = p_user AND t.tenant_role = current_setting('role');
    RETURN 'done';
END $$;

-- The other becomes an owner and the one who asks what was said, at once: there is no moment without an owner.
CREATE FUNCTION public.transfer_ownership(p_to uuid, p_role varchar, p_by uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF p_to = p_by THEN RETURN 'unknown'; END IF;
    IF NOT public.held_as_owner(p_by) THEN RETURN 'forbidden'; END IF;
    UPDATE public.identity_membership m SET role = 'owner'
    FROM public.identity_user u
    WHERE m.user_id = p_to AND m.tenant_role = current_setting('role') AND u.id = m.user_id AND u.is_active;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    UPDATE public.identity_membership m SET role = p_role
    WHERE m.user_id = p_by AND m.tenant_role = current_setting('role');
    RETURN 'done';
END $$;
