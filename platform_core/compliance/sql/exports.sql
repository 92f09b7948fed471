-- What an authority asked for is read from shops through these functions alone. What is refused is refused with SQLSTATE KQ403.

-- What was asked and decided does not change; a decision comes once, by one of the leads who did not ask.
CREATE OR REPLACE FUNCTION public.check_export_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    later constant text[] := ARRAY[
        'state', 'decided_by', 'decided_email', 'decided_at', 'answer', 'sealed', 'built_at', 'expires_at', 'size', 'sha256',
        'persons', 'filed_at', 'receipt'
    ];
    erased constant text[] := ARRAY['forgotten_at', 'officer', 'officer_contact', 'asks_for', 'ref', 'shown_ref', 'answer', 'sealed'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'requested' THEN
            RAISE EXCEPTION 'an export begins with a request' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    -- Three years after it was over, whom it was about and who came for it is erased; that it was, what for and on what grounds stays.
    IF to_jsonb(OLD) ->> 'forgotten_at' IS NULL AND to_jsonb(NEW) ->> 'forgotten_at' IS NOT NULL THEN
        IF OLD.state NOT IN ('refused', 'failed', 'expired') OR to_jsonb(NEW) - erased IS DISTINCT FROM to_jsonb(OLD) - erased
            OR greatest(OLD.decided_at, OLD.expires_at, OLD.filed_at) + interval '3 years' > clock_timestamp() THEN
            RAISE EXCEPTION 'a record of sharing must still be kept' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    -- Whatever is not named here was asked, and stays as it was; a decision stays too, once there is one.
    IF to_jsonb(NEW) - later IS DISTINCT FROM to_jsonb(OLD) - later OR (
        OLD.decided_by IS NOT NULL AND (NEW.decided_by, NEW.decided_email, NEW.decided_at, NEW.answer)
            IS DISTINCT FROM (OLD.decided_by, OLD.decided_email, OLD.decided_at, OLD.answer)
    ) THEN
        RAISE EXCEPTION 'what an authority asked for does not change' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state <> ALL (ARRAY[
        'requested>approved', 'requested>refused', 'approved>built', 'approved>failed', 'built>downloaded', 'built>expired',
        'downloaded>expired'
    ]) THEN
        RAISE EXCEPTION 'no step leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'approved' AND OLD.state = 'requested' AND NOT public.may_look(NEW.decided_by) THEN
        RAISE EXCEPTION 'a lead approves' USING ERRCODE = 'check_violation';
    END IF;
    -- The quarterly tax report is asked for by the law; everything else by a letter, of which whoever approves saw each page.
    IF NEW.state = 'approved' AND OLD.state = 'requested' AND NEW.scope <> 'tax' AND NOT EXISTS (
        SELECT 1 FROM public.compliance_exportletter l
        WHERE l.export_id = NEW.id AND l.file_state = 'clean' AND l.pages > 0 AND l.pages = (
            SELECT count(DISTINCT k.page) FROM public.compliance_letterlook k
            WHERE k.letter_id = l.id AND k.who = NEW.decided_by AND k.page BETWEEN 1 AND l.pages
        )
    ) THEN
        RAISE EXCEPTION 'who approves has read the letter' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER export_steps BEFORE INSERT OR UPDATE ON public.compliance_authorityexport
FOR EACH ROW EXECUTE FUNCTION public.check_export_step();

-- The shop's own audit log says what was read of it, for whom and on what grounds.
CREATE OR REPLACE FUNCTION public.tell_export(p_ask public.compliance_authorityexport, p_tenant text, p_section text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    home text;
    look public.compliance_tenantlook;
BEGIN
    SELECT t.schema_name INTO home FROM public.tenancy_tenant t WHERE t.role_name = p_tenant;
    IF home IS NULL OR to_regclass(format('%I.access_auditentry', home)) IS NULL THEN
        RETURN false;
    END IF;
    look.staff_id := p_ask.asked_by;
    look.staff_email := p_ask.asked_email;
    look.reason := p_ask.authority || ' ' || p_ask.document;
    PERFORM public.tell_look(home, look, 'staff_export', p_section, NULL, jsonb_build_object(
        'basis', btrim(p_ask.basis || ' ' || p_ask.basis_detail), 'second_person', p_ask.decided_email,
        'deferred_until', p_ask.secret_until
    ));
    RETURN true;
END $$;

-- An export that two people agreed to, for one of its sections. Asked for again at each reading.
CREATE OR REPLACE FUNCTION public.approved_export(p_export uuid, p_section text) RETURNS public.compliance_authorityexport
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ask public.compliance_authorityexport;
BEGIN
    SELECT * INTO ask FROM public.compliance_authorityexport e WHERE e.id = p_export;
    IF ask.id IS NULL OR ask.state <> 'approved' OR ask.decided_by IS NULL OR ask.decided_by = ask.asked_by
        OR NOT public.may_look(ask.decided_by)
    THEN
        RAISE EXCEPTION 'not_approved' USING ERRCODE = 'KQ403';
    END IF;
    IF NOT ask.sections ? p_section THEN
        RAISE EXCEPTION 'section' USING ERRCODE = 'KQ403';
    END IF;
    RETURN ask;
END $$;

-- Written down once, before the section is read; the shop is told at once, unless it is kept secret.
CREATE OR REPLACE FUNCTION public.note_export_read(p_ask public.compliance_authorityexport, p_tenant text, p_section text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    told timestamptz;
BEGIN
    IF EXISTS (
        SELECT 1 FROM public.compliance_exportread r
        WHERE r.export_id = p_ask.id AND r.tenant_role = p_tenant AND r.section = p_section
    ) THEN
        RETURN;
    END IF;
    IF p_ask.secret_until IS NULL OR p_ask.secret_until < (public.look_clock() AT TIME ZONE 'Asia/Shanghai')::date THEN
        told := public.look_clock();
        PERFORM public.tell_export(p_ask, p_tenant, p_section);
    END IF;
    INSERT INTO public.compliance_exportread (export_id, tenant_role, section, read_at, told_at)
    VALUES (p_ask.id, p_tenant, p_section, public.look_clock(), told);
END $$;

-- A section of a shop's own tables.
CREATE OR REPLACE FUNCTION public.begin_export_read(p_export uuid, p_tenant text, p_section text)
RETURNS public.compliance_authorityexport
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ask public.compliance_authorityexport;
BEGIN
    ask := public.approved_export(p_export, p_section);
    IF ask.scope <> 'tax' AND ask.tenant_role <> p_tenant THEN
        RAISE EXCEPTION 'section' USING ERRCODE = 'KQ403';
    END IF;
    PERFORM public.note_export_read(ask, p_tenant, p_section);
    RETURN ask;
END $$;

-- A section of the platform's own tables. It holds what shops told or what was found in them: each of those shops is told, and no
-- other. Of a supplier: all who handed it in. Of findings: whose they are, and whom their facts name.
-- Returns how many shops there are.
CREATE OR REPLACE FUNCTION public.begin_platform_read(p_export uuid, p_section text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ask public.compliance_authorityexport;
    shops text[];
    shop text;
    many bigint := 0;
BEGIN
    ask := public.approved_export(p_export, p_section);
    IF ask.scope = 'tenant' THEN
        shops := ARRAY[ask.tenant_role::text];  -- what its rows say of others is withheld (export_bounds.py)
    ELSIF ask.scope = 'supplier' AND p_section = 'supplier_file' THEN
        shops := ARRAY(SELECT l.tenant_role FROM public.compliance_supplylink l WHERE l.supplier_id = ask.ref::uuid);
    ELSIF ask.scope IN ('supplier', 'finding') AND p_section = 'findings' THEN
        WITH found AS MATERIALIZED (
            SELECT f.tenant_role, f.facts, f.subject_ref FROM public.compliance_finding f
            WHERE CASE ask.scope
                WHEN 'finding' THEN f.id = ask.ref::uuid
                ELSE f.supplier_id = ask.ref::uuid AND f.found_at >= ask.since AND f.found_at < ask.until
            END
        )
        SELECT array_agg(DISTINCT named.role) INTO shops FROM (
            SELECT f.tenant_role::text AS role FROM found f
            UNION SELECT m.named[1] FROM found f, regexp_matches(f.facts::text || ' ' || f.subject_ref, 'kq_t_\w+', 'g') AS m (named)
        ) named;
    END IF;
    FOR shop IN SELECT t.role_name FROM public.tenancy_tenant t WHERE t.role_name = ANY (shops) ORDER BY 1 LOOP
        PERFORM public.note_export_read(ask, shop, p_section);
        many := many + 1;
    END LOOP;
    RETURN many;
END $$;

-- Rows of one section of one shop, as look_columns() shows them, of what was asked for and nothing beside it: a cursor of this
-- transaction, from which they are fetched piece by piece. What may be read was decided when it opens, with the owner's rights.
CREATE OR REPLACE FUNCTION public.open_export_rows(p_export uuid, p_tenant text, p_section text) RETURNS refcursor
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ask public.compliance_authorityexport;
    home text;
    source text;
    pairs text;
    newest text;
    orders text;
    payments text;
    moment text;
    narrowed text;
    found refcursor := 'export_rows';
BEGIN
    ask := public.begin_export_read(p_export, p_tenant, p_section);
    SELECT t.schema_name INTO home FROM public.tenancy_tenant t WHERE t.role_name = p_tenant;
    SELECT min(c.relation), min(c.field) FILTER (WHERE c.sorts), string_agg(
        format(CASE c.shown WHEN 'plain' THEN '%L, s.%I' ELSE '%L, encode(s.%I, ''base64'')' END, c.field, c.field),
        ', ' ORDER BY c.place
    ) INTO source, newest, pairs
    FROM public.look_columns() c WHERE c.what = p_section AND (c.shown = 'plain' OR ask.sections ? 'contacts');
    IF source IS NULL OR home IS NULL THEN
        RAISE EXCEPTION 'section' USING ERRCODE = 'KQ403';
    END IF;
    -- Values are only ever arguments of format(), never part of what it formats.
    orders := format('FROM %I.orders_order o WHERE ', home) || CASE ask.scope
        WHEN 'order' THEN CASE
            WHEN ask.ref ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN format('o.id = %L::uuid', ask.ref)
            ELSE format('o.number = %L', ask.ref)
        END
        WHEN 'buyer' THEN format(
            'o.contact_hash = decode(%L, ''hex'') AND o.created_at >= %L::timestamptz AND o.created_at < %L::timestamptz',
            ask.ref, ask.since, ask.until
        )
        WHEN 'tenant' THEN format('o.created_at >= %L::timestamptz AND o.created_at < %L::timestamptz', ask.since, ask.until)
        ELSE 'false'
    END;
    payments := format('SELECT p.id FROM %I.payments_payment p WHERE p.order_id IN (SELECT o.id ', home) || orders || ')';
    moment := CASE
        WHEN p_section IN ('orders', 'payments', 'refunds', 'issuances', 'batches', 'lots') THEN 'created_at'
        WHEN p_section IN ('reveals', 'ledger', 'supplier_ledger', 'audit') THEN 'at'
        WHEN p_section = 'cases' THEN 'opened_at'
    END;
    narrowed := CASE
        WHEN p_section = 'order_lines' THEN 's.order_id IN (SELECT o.id ' || orders || ')'
        WHEN p_section = 'buyers' THEN 's.id IN (SELECT o.buyer_id ' || orders || ')'
        WHEN ask.scope = 'tenant' THEN
            format('s.%1$I >= %2$L::timestamptz AND s.%1$I < %3$L::timestamptz', moment, ask.since, ask.until)
        WHEN p_section = 'orders' THEN 's.id IN (SELECT o.id ' || orders || ')'
        WHEN p_section IN ('payments', 'cases') THEN 's.order_id IN (SELECT o.id ' || orders || ')'
        WHEN p_section = 'refunds' THEN 's.payment_id IN (' || payments || ')'
        WHEN p_section = 'issuances' THEN 's.id IN (SELECT o.issuance_id ' || orders || ')'
        WHEN p_section = 'reveals' THEN 's.issuance_id IN (SELECT o.issuance_id ' || orders || ')'
        WHEN p_section = 'ledger' THEN 's.subject_id IN (SELECT o.id ' || orders || ' UNION SELECT o.issuance_id ' || orders
            || ' UNION ' || payments || ' UNION '
            || format('SELECT r.id FROM %I.payments_gatewayrefund r WHERE r.payment_id IN (', home) || payments || '))'
    END;
    IF narrowed IS NULL THEN
        RAISE EXCEPTION 'section' USING ERRCODE = 'KQ403';
    END IF;
    OPEN found NO SCROLL FOR EXECUTE format(
        'SELECT jsonb_build_object(%s) FROM %I.%I s WHERE %s ORDER BY s.%I, s.ctid', pairs, home, source, narrowed, newest
    );
    RETURN found;
END $$;

-- What a shop took in and gave back in the time of an approved tax report, by its ledger; minor units, one row a currency.
CREATE OR REPLACE FUNCTION public.export_totals(p_export uuid, p_tenant text)
RETURNS TABLE (currency text, gross bigint, discounts bigint, refunds bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ask public.compliance_authorityexport;
    home text;
BEGIN
    ask := public.begin_export_read(p_export, p_tenant, 'tax');
    SELECT t.schema_name INTO home FROM public.tenancy_tenant t WHERE t.role_name = p_tenant;
    IF ask.scope <> 'tax' OR home IS NULL OR to_regclass(format('%I.finance_ledgertransfer', home)) IS NULL THEN
        RETURN;
    END IF;
    -- Accounts of tenants/finance/enums.py: SALES 5, REFUNDS 10, COUPONS 19.
    RETURN QUERY EXECUTE format(
        'SELECT l.currency::text,'
        ' (coalesce(sum(l.amount) FILTER (WHERE l.credit_id = 5), 0) - coalesce(sum(l.amount) FILTER (WHERE l.debit_id = 5), 0))::bigint,'
        ' (coalesce(sum(l.amount) FILTER (WHERE l.debit_id = 19), 0)'
        '  - coalesce(sum(l.amount) FILTER (WHERE l.credit_id = 19), 0))::bigint,'
        ' (coalesce(sum(l.amount) FILTER (WHERE l.debit_id = 10), 0) - coalesce(sum(l.amount) FILTER (WHERE l.credit_id = 10), 0))::bigint'
        ' FROM %I.finance_ledgertransfer l WHERE l.at >= $1 AND l.at < $2'
        ' AND (l.credit_id IN (5, 10, 19) OR l.debit_id IN (5, 10, 19)) GROUP BY 1 ORDER BY 1', home
    ) USING ask.since, ask.until;
END $$;

-- Shops are told of what was read under an order of secrecy whose last day is over.
CREATE OR REPLACE FUNCTION public.tell_secret_exports() RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept record;
    ask public.compliance_authorityexport;
BEGIN
    FOR kept IN
        SELECT r.id, r.export_id, r.tenant_role, r.section
        FROM public.compliance_exportread r JOIN public.compliance_authorityexport e ON e.id = r.export_id
        WHERE r.told_at IS NULL AND e.secret_until < (public.look_clock() AT TIME ZONE 'Asia/Shanghai')::date
        ORDER BY r.id FOR UPDATE OF r
    LOOP
        SELECT * INTO ask FROM public.compliance_authorityexport e WHERE e.id = kept.export_id;
        PERFORM public.tell_export(ask, kept.tenant_role, kept.section);
        UPDATE public.compliance_exportread r SET told_at = public.look_clock() WHERE r.id = kept.id;
        RETURN NEXT kept.export_id;
    END LOOP;
END $$;
