-- The register of code prints, as a shop may use it. The tables themselves are closed to every shop.
-- A shop is told of a whole call what it has to do, never of a code; and what it looks up is its own from then on.

-- Prints and the places of their codes; sixteen bytes are a print.
CREATE FUNCTION public.code_prints_in(p_prints bytea, p_places integer[]) RETURNS TABLE (print uuid, place integer)
LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(substring(p_prints FROM (n::integer - 1) * 16 + 1 FOR 16), 'hex')::uuid, p
    FROM unnest(p_places) WITH ORDINALITY AS g (p, n)
$$;

-- The keys in use, the newest first.
CREATE FUNCTION public.code_print_epochs() RETURNS TABLE (epoch smallint, check_value bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT e.id, e.check_value FROM public.compliance_printepoch e WHERE e.closed_at IS NULL ORDER BY e.id DESC
$$;

-- The first key of a platform. Whoever comes second changes nothing: there is one register.
CREATE FUNCTION public.begin_code_prints(p_check bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO public.compliance_printepoch (id, check_value, opened_at)
    SELECT 1, p_check, now() WHERE NOT EXISTS (SELECT 1 FROM public.compliance_printepoch) ON CONFLICT DO NOTHING
$$;

-- Writes the codes of a batch into the register and looks for them there.
--   p_on_sale:  they were on sale before there was a register, or a key: nothing is held for them, staff see what they meet.
--   p_prints:   at most 5,000, of the newest epoch; p_former: the same codes by the key before, while that is in use.
-- Returns 'ok', 'duplicate_own' or 'needs_review', for the whole call. The insert goes through the prints in their order: of two
-- shops with the same codes one waits at the first, and finds them all.
CREATE FUNCTION public.check_code_prints(
    p_lot bigint, p_supplier uuid, p_on_sale boolean, p_prints bytea, p_places integer[], p_former bytea,
    p_former_places integer[]
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
    caller text := current_setting('role');
    today date := (now() AT TIME ZONE 'UTC')::date;
    size integer := cardinality(p_places);
    newest smallint;
    looked bigint;
    brought bigint;
    too_many boolean;
    own integer;
    own_verdict text;
    stored integer;
    answer text := 'ok';
    mine boolean;
    others boolean;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.tenancy_tenant t WHERE t.role_name = caller AND t.livemode) THEN
        RAISE EXCEPTION 'code prints: no live shop' USING ERRCODE = 'KQ001';
    END IF;
    IF size = 0 THEN
        RETURN 'ok';
    END IF;
    SELECT max(e.id) INTO newest FROM public.compliance_printepoch e WHERE e.closed_at IS NULL;
    IF size > 5000 OR length(p_prints) <> size * 16 OR length(p_former) <> cardinality(p_former_places) * 16
       OR cardinality(p_former_places) > 5000 OR newest IS NULL OR get_byte(p_prints, 0) <> newest % 256
       OR get_byte(p_prints, size * 16 - 16) <> newest % 256 THEN
        RAISE EXCEPTION 'code prints: not as they are made now' USING ERRCODE = 'KQ002';
    END IF;

    -- Look-ups of a day stay within what the shop brings in a month: the register is no place to try codes out.
    INSERT INTO public.compliance_printtally AS t (tenant_role, day, prints, met) VALUES (caller, today, size, 0)
    ON CONFLICT (tenant_role, day) DO UPDATE SET prints = t.prints + excluded.prints
    RETURNING t.prints, t.met >= 10 INTO looked, too_many;
    IF looked > 5000000 THEN
        SELECT coalesce(sum(l.codes), 0) INTO brought FROM public.compliance_screenedlot l
        WHERE l.tenant_role = caller AND l.first_seen BETWEEN today - 30 AND today;
        IF looked > brought THEN
            RAISE EXCEPTION 'code prints: enough for today' USING ERRCODE = 'KQ003';
        END IF;
    END IF;
    too_many := too_many AND NOT p_on_sale;

    INSERT INTO public.compliance_screenedlot AS l
        (tenant_role, lot, supplier_id, on_sale, capped, verdict, codes, first_seen)
    VALUES (caller, p_lot, p_supplier, p_on_sale, too_many, 'ok', 0, now())
    ON CONFLICT (tenant_role, lot) DO UPDATE SET capped = l.capped OR (excluded.capped AND l.closed_at IS NULL)
    RETURNING l.id, l.capped, l.verdict INTO own, too_many, own_verdict;

    -- By the key before they were this shop's: they are so by the new one, too, whoever came meanwhile.
    IF p_on_sale AND cardinality(p_former_places) > 0 THEN
        WITH gone AS (
            DELETE FROM public.compliance_codeprint c USING public.code_prints_in(p_former, p_former_places) f
            WHERE c.print = f.print AND c.lot_id = own AND (c.place = f.place OR c.place = 0) RETURNING f.place, c.place AS was
        )
        INSERT INTO public.compliance_codeprint AS c (print, lot_id, place)
        SELECT DISTINCT ON (g.print) g.print, own, x.was FROM public.code_prints_in(p_prints, p_places) g
        JOIN gone x ON x.place = g.place ORDER BY g.print, g.place
        ON CONFLICT (print) DO UPDATE SET lot_id = excluded.lot_id, place = excluded.place;
    END IF;

    INSERT INTO public.compliance_codeprint (print, lot_id, place)
    SELECT DISTINCT ON (g.print) g.print, own, g.place FROM public.code_prints_in(p_prints, p_places) g
    ORDER BY g.print, g.place
    ON CONFLICT (print) DO NOTHING;
    GET DIAGNOSTICS stored = ROW_COUNT;

    IF stored < size OR cardinality(p_former_places) > 0 THEN
        -- What left its shop unsold belongs to whoever has it now.
        UPDATE public.compliance_codeprint c SET lot_id = own, place = f.place FROM (
            SELECT k.print, g.place FROM public.code_prints_in(p_prints, p_places) g
            JOIN public.compliance_codeprint k ON k.print = g.print
            WHERE EXISTS (
                SELECT 1 FROM public.compliance_releasedspan r
                WHERE r.lot_id = k.lot_id AND abs(k.place) >= r.first AND abs(k.place) < r.past
            ) ORDER BY k.print FOR UPDATE OF k
        ) f WHERE c.print = f.print;
        -- One shop has this secret under several card numbers: it names no code.
        UPDATE public.compliance_codeprint c SET place = 0 FROM (
            SELECT k.print FROM public.code_prints_in(p_prints, p_places) g
            JOIN public.compliance_codeprint k ON k.print = g.print
            JOIN public.compliance_screenedlot l ON l.id = k.lot_id AND l.tenant_role = caller
            WHERE g.place < 0 AND k.place < 0 AND (k.lot_id <> own OR k.place <> g.place)
            ORDER BY k.print FOR UPDATE OF k
        ) f WHERE c.print = f.print;
        WITH met AS (
            SELECT k.lot_id AS other, abs(g.place) AS place FROM (
                SELECT * FROM public.code_prints_in(p_prints, p_places) UNION ALL
                SELECT * FROM public.code_prints_in(p_former, p_former_places)
            ) g JOIN public.compliance_codeprint k ON k.print = g.print
            WHERE k.place <> 0 AND (k.lot_id <> own OR abs(k.place) <> abs(g.place)) AND NOT EXISTS (
                SELECT 1 FROM public.compliance_releasedspan r
                WHERE r.lot_id = k.lot_id AND abs(k.place) >= r.first AND abs(k.place) < r.past
            )
        ), sums AS (
            SELECT m.other, count(DISTINCT m.place)::integer AS codes FROM met m GROUP BY m.other
        ), kept AS (
            INSERT INTO public.compliance_codemeeting AS t (later_id, earlier_id, codes, seen_at, told)
            SELECT own, s.other, s.codes, now(), false FROM sums s ORDER BY s.other
            ON CONFLICT (later_id, earlier_id) DO UPDATE SET codes = t.codes + excluded.codes WHERE NOT t.told
        )
        SELECT bool_or(l.tenant_role = caller), bool_or(l.tenant_role <> caller) INTO mine, others
        FROM sums s JOIN public.compliance_screenedlot l ON l.id = s.other;
    END IF;

    IF others OR too_many THEN
        answer := 'needs_review';
    ELSIF mine THEN
        answer := 'duplicate_own';
    END IF;
    UPDATE public.compliance_screenedlot l
    SET codes = l.codes + stored,
        verdict = CASE WHEN 'needs_review' IN (own_verdict, answer) THEN 'needs_review'
                       WHEN 'duplicate_own' IN (own_verdict, answer) THEN 'duplicate_own' ELSE 'ok' END
    WHERE l.id = own;
    RETURN CASE WHEN p_on_sale THEN 'ok' ELSE answer END;
END $$;

-- All codes of a batch were looked up, or will not be: staff hear of what it met. Safe to repeat.
CREATE FUNCTION public.close_screening(p_lot bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    caller text := current_setting('role');
    own public.compliance_screenedlot;
BEGIN
    UPDATE public.compliance_screenedlot l SET closed_at = now() WHERE l.tenant_role = caller AND l.lot = p_lot
    RETURNING * INTO own;
    IF own.id IS NULL OR NOT (own.capped OR EXISTS (
        SELECT 1 FROM public.compliance_codemeeting m WHERE m.later_id = own.id AND NOT m.told
    )) THEN
        RETURN;
    END IF;
    INSERT INTO public.events_job
        (id, tenant_role, name, key, payload, created_at, available_at, attempts, last_error)
    VALUES (gen_random_uuid(), '', 'compliance.report_meetings', 'meetings:' || own.id || ':' || gen_random_uuid(),
            jsonb_build_object('lot_id', own.id), now(), now(), 0, '');
    IF NOT own.on_sale AND own.verdict = 'needs_review' THEN
        UPDATE public.compliance_printtally t SET met = t.met + 1
        WHERE t.tenant_role = caller AND t.day = (now() AT TIME ZONE 'UTC')::date;
    END IF;
END $$;

-- In which of its own batches a shop had codes of this one before.
CREATE FUNCTION public.own_code_meetings(p_lot bigint) RETURNS TABLE (lot bigint, codes integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT e.lot, m.codes FROM public.compliance_screenedlot l
    JOIN public.compliance_codemeeting m ON m.later_id = l.id
    JOIN public.compliance_screenedlot e ON e.id = m.earlier_id AND e.tenant_role = l.tenant_role
    WHERE l.tenant_role = current_setting('role') AND l.lot = p_lot ORDER BY e.lot
$$;

-- Codes leave a shop unsold. Whole stretches, whatever their number.
CREATE FUNCTION public.release_code_prints(p_lots bigint[], p_firsts integer[], p_pasts integer[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO public.compliance_releasedspan (lot_id, first, past)
    SELECT l.id, g.first, g.past FROM unnest(p_lots, p_firsts, p_pasts) AS g (lot, first, past)
    JOIN public.compliance_screenedlot l ON l.tenant_role = current_setting('role') AND l.lot = g.lot
    WHERE g.first < g.past
$$;

-- Codes of a shop's batch now stand in another batch of the shop, at other places.
CREATE FUNCTION public.move_code_prints(p_from bigint, p_to bigint, p_prints bytea, p_places integer[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
    was public.compliance_screenedlot;
    made integer;
BEGIN
    SELECT * INTO was FROM public.compliance_screenedlot l
    WHERE l.tenant_role = current_setting('role') AND l.lot = p_from;
    IF was.id IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO public.compliance_screenedlot AS l
        (tenant_role, lot, supplier_id, on_sale, capped, verdict, codes, first_seen, closed_at)
    VALUES (was.tenant_role, p_to, was.supplier_id, was.on_sale, false, was.verdict, 0, was.first_seen, was.closed_at)
    ON CONFLICT (tenant_role, lot) DO UPDATE SET verdict = excluded.verdict RETURNING l.id INTO made;
    UPDATE public.compliance_codeprint c SET lot_id = made, place = CASE WHEN c.place = 0 THEN 0 ELSE f.place END FROM (
        SELECT k.print, g.place FROM public.code_prints_in(p_prints, p_places) g
        JOIN public.compliance_codeprint k ON k.print = g.print AND k.lot_id = was.id ORDER BY k.print FOR UPDATE OF k
    ) f WHERE c.print = f.print;
END $$;
