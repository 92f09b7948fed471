-- Staff look into a shop through these functions alone: the platform's own role has no right on any shop's tables, and only reads
-- public.compliance_tenantlook. Every moment is the database's. What is refused is refused with SQLSTATE KQ403 and its reason.

-- What time it is, for looks.
CREATE OR REPLACE FUNCTION public.look_clock() RETURNS timestamptz
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$ SELECT clock_timestamp() $$;

-- Is this person one of the staff who may look into shops, at this moment?
CREATE OR REPLACE FUNCTION public.may_look(p_staff uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.identity_user u JOIN public.identity_staffgrant g ON g.user_id = u.id
        WHERE u.id = p_staff AND u.is_active AND u.is_staff AND g.role = 'lead' AND g.revoked_at IS NULL
    )
$$;

-- A line in the shop's own audit log, with its outcome.
CREATE OR REPLACE FUNCTION public.tell_look(
    p_schema text, p_look public.compliance_tenantlook, p_act text, p_target text, p_address inet, p_detail jsonb
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fresh uuid := gen_random_uuid();
BEGIN
    EXECUTE format(
        'INSERT INTO %I.access_auditentry (id, at, user_id, email, role, act, target, reason, address)'
        ' VALUES ($1, $2, $3, $4, ''platform'', $5, $6, $7, $8)', p_schema
    ) USING fresh, public.look_clock(), p_look.staff_id, p_look.staff_email, p_act, left(p_target, 120),
        left(p_look.reason, 200), p_address;
    EXECUTE format(
        'INSERT INTO %I.access_auditoutcome (entry_id, outcome, detail, at) VALUES ($1, ''done'', $2, $3)', p_schema
    ) USING fresh, p_detail, public.look_clock();
END $$;

-- Opens a look: for a lead, with a reason of ten characters and a basis, for an hour at most. With a proposal, which another lead
-- agreed to within a day and which is good once, it is a break-glass look.
CREATE OR REPLACE FUNCTION public.open_look(
    p_tenant text, p_staff uuid, p_reason text, p_basis text, p_minutes int, p_proposal uuid, p_address inet
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    home text;
    shop uuid;
    asked public.compliance_proposal;
    look public.compliance_tenantlook;
BEGIN
    IF NOT public.may_look(p_staff) THEN
        RAISE EXCEPTION 'not_lead' USING ERRCODE = 'KQ403';
    END IF;
    IF length(btrim(coalesce(p_reason, ''), E' \t\r\n\u3000')) < 10 THEN
        RAISE EXCEPTION 'reason_short' USING ERRCODE = 'KQ403';
    END IF;
    IF btrim(coalesce(p_basis, '')) = '' THEN
        RAISE EXCEPTION 'basis_missing' USING ERRCODE = 'KQ403';
    END IF;
    IF p_minutes IS NULL OR p_minutes NOT BETWEEN 1 AND 60 THEN
        RAISE EXCEPTION 'minutes' USING ERRCODE = 'KQ403';
    END IF;
    SELECT t.schema_name, t.id INTO home, shop FROM public.tenancy_tenant t WHERE t.role_name = p_tenant;
    IF home IS NULL OR to_regclass(format('%I.access_auditentry', home)) IS NULL THEN
        RAISE EXCEPTION 'tenant_unknown' USING ERRCODE = 'KQ403';
    END IF;
    IF p_proposal IS NOT NULL THEN
        SELECT * INTO asked FROM public.compliance_proposal p WHERE p.id = p_proposal FOR UPDATE;
        IF asked.id IS NULL OR asked.kind <> 'break_glass' OR asked.state <> 'approved' OR asked.subject_id <> shop
            OR asked.asked_by <> p_staff OR asked.decided_by IS NULL OR asked.decided_by = p_staff
            OR NOT public.may_look(asked.decided_by)
            OR asked.decided_at < public.look_clock() - interval '1 day'
            OR EXISTS (SELECT 1 FROM public.compliance_tenantlook l WHERE l.proposal_id = p_proposal)
        THEN
            RAISE EXCEPTION 'proposal' USING ERRCODE = 'KQ403';
        END IF;
    END IF;
    look.id := gen_random_uuid();
    look.tenant_role := p_tenant;
    look.staff_id := p_staff;
    SELECT u.email INTO look.staff_email FROM public.identity_user u WHERE u.id = p_staff;
    look.kind := CASE WHEN p_proposal IS NULL THEN 'ordinary' ELSE 'break_glass' END;
    look.reason := btrim(p_reason, E' \t\r\n\u3000');
    look.basis := btrim(p_basis);
    look.opened_at := public.look_clock();
    look.ends_at := look.opened_at + make_interval(mins => p_minutes);
    look.proposal_id := p_proposal;
    look.approved_by := asked.decided_by;
    look.approved_email := coalesce(asked.decided_email, '');
    look.pages := 0;
    INSERT INTO public.compliance_tenantlook VALUES (look.*);
    PERFORM public.tell_look(
        home, look, CASE look.kind WHEN 'ordinary' THEN 'staff_look_opened' ELSE 'staff_break_glass_opened' END, look.basis,
        p_address, jsonb_build_object('look_until', look.ends_at, 'second_person', look.approved_email)
    );
    RETURN look.id;
END $$;

-- One page of one kind of rows under an open look of one's own; the shop's audit log has it before it is read.
CREATE OR REPLACE FUNCTION public.look_into(
    p_look uuid, p_staff uuid, p_what text, p_filters jsonb, p_page int, p_address inet
) RETURNS SETOF jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    look public.compliance_tenantlook;
    home text;
    source text;
    pairs text;
    newest text;
    narrowed text := '';
    called text := p_what;
    named text;
    given text;
    kept_as text;
BEGIN
    SELECT * INTO look FROM public.compliance_tenantlook l WHERE l.id = p_look AND l.staff_id = p_staff FOR UPDATE;
    IF look.id IS NULL OR NOT public.may_look(p_staff) THEN
        RAISE EXCEPTION 'look_unknown' USING ERRCODE = 'KQ403';
    END IF;
    IF look.closed_at IS NOT NULL OR public.look_clock() >= look.ends_at THEN
        RAISE EXCEPTION 'look_over' USING ERRCODE = 'KQ403';
    END IF;
    IF p_page IS NULL OR p_page NOT BETWEEN 1 AND 40 THEN
        RAISE EXCEPTION 'page' USING ERRCODE = 'KQ403';
    END IF;
    SELECT t.schema_name INTO home FROM public.tenancy_tenant t WHERE t.role_name = look.tenant_role;
    SELECT min(c.relation), min(c.field) FILTER (WHERE c.sorts), string_agg(
        format(CASE c.shown WHEN 'plain' THEN '%L, s.%I' ELSE '%L, encode(s.%I, ''base64'')' END, c.field, c.field),
        ', ' ORDER BY c.place
    ) INTO source, newest, pairs
    FROM public.look_columns() c WHERE c.what = p_what AND (c.shown = 'plain' OR look.kind = 'break_glass');
    IF source IS NULL OR home IS NULL THEN
        RAISE EXCEPTION 'what_unknown' USING ERRCODE = 'KQ403';
    END IF;
    FOR named, given IN SELECT * FROM jsonb_each_text(coalesce(p_filters, '{}')) LOOP
        SELECT format_type(a.atttypid, a.atttypmod) INTO kept_as
        FROM public.look_columns() c
        JOIN pg_attribute a ON a.attname = c.field AND a.attrelid = to_regclass(format('%I.%I', home, source))
        WHERE c.what = p_what AND (
            (c.narrows AND c.field = named) OR (c.sorts AND c.field = 'at' AND named IN ('since', 'until'))
        );
        IF kept_as IS NULL THEN
            RAISE EXCEPTION 'filter_unknown' USING ERRCODE = 'KQ403';
        END IF;
        narrowed := narrowed || CASE named
            WHEN 'since' THEN format(' AND s.at >= %L::timestamptz', given)
            WHEN 'until' THEN format(' AND s.at < %L::timestamptz', given)
            ELSE format(' AND s.%I = %L::%s', named, given, kept_as)
        END;
        called := called || ' ' || coalesce(given, '');
    END LOOP;
    UPDATE public.compliance_tenantlook l SET pages = l.pages + 1 WHERE l.id = p_look;
    PERFORM public.tell_look(
        home, look, 'staff_look', called, p_address,
        jsonb_build_object('page', p_page, 'look_kind', look.kind, 'basis', look.basis)
    );
    -- The page is cut before its objects are made: in one query they would be made of every row that is sorted.
    BEGIN
        RETURN QUERY EXECUTE format(
            'SELECT jsonb_build_object(%s)'
            ' FROM (SELECT s.* FROM %I.%I s WHERE true%s ORDER BY s.%I DESC LIMIT 50 OFFSET %s) s ORDER BY s.%I DESC',
            pairs, home, source, narrowed, newest, (p_page - 1) * 50, newest
        );
    EXCEPTION WHEN data_exception THEN
        RAISE EXCEPTION 'filter_invalid' USING ERRCODE = 'KQ403';
    END;
END $$;

-- Ends a look of one's own before its time.
CREATE OR REPLACE FUNCTION public.close_look(p_look uuid, p_staff uuid, p_address inet) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    look public.compliance_tenantlook;
BEGIN
    UPDATE public.compliance_tenantlook l SET closed_at = public.look_clock()
    WHERE l.id = p_look AND l.staff_id = p_staff AND l.closed_at IS NULL AND l.ends_at > public.look_clock()
    RETURNING * INTO look;
    IF look.id IS NULL THEN
        RETURN false;
    END IF;
    PERFORM public.tell_look(
        t.schema_name, look, 'staff_look_closed', look.basis, p_address, jsonb_build_object('pages', look.pages)
    ) FROM public.tenancy_tenant t WHERE t.role_name = look.tenant_role;
    RETURN true;
END $$;
