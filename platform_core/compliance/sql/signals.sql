-- What shops push up for the checks across shops. Each function stamps the caller's role: nobody pushes for another shop, and
-- no shop reads a row of these tables. Shops of a test mode push nothing.
CREATE OR REPLACE FUNCTION public.pushing_shop() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT t.role_name FROM public.tenancy_tenant t WHERE t.role_name = current_setting('role') AND t.livemode);
END $$;

-- How far the caller's own shop has pushed: the latest moment of each kind, null where there is none.
CREATE OR REPLACE FUNCTION public.signal_times()
RETURNS TABLE (purchases timestamptz, prices timestamptz, lots timestamptz, conduct timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT max(at) FROM public.compliance_purchasemark WHERE tenant_role = current_setting('role')),
           (SELECT max(at) FROM public.compliance_pricemark WHERE tenant_role = current_setting('role')),
           (SELECT max(at) FROM public.compliance_lotmark WHERE tenant_role = current_setting('role')),
           (SELECT max(at) FROM public.compliance_shopconduct WHERE tenant_role = current_setting('role'))
$$;

-- Which of some orders the caller's own shop has not pushed yet.
CREATE OR REPLACE FUNCTION public.unpushed_purchases(p_orders uuid[]) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(o), '{}') FROM unnest(p_orders) AS o WHERE NOT EXISTS (
        SELECT 1 FROM public.compliance_purchasemark m
        WHERE m.tenant_role = current_setting('role') AND m.order_id = o
    )
$$;

-- Returns which were news.
CREATE OR REPLACE FUNCTION public.push_purchases(p_rows jsonb) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    fresh uuid[];
BEGIN
    WITH added AS (
        INSERT INTO public.compliance_purchasemark
            (tenant_role, order_id, contact, payer, value, currency, cards, known, night, at)
        SELECT public.pushing_shop(), r.order_id, decode(r.contact, 'hex'), decode(r.payer, 'hex'), r.value, r.currency,
               r.cards, r.known, r.night, r.at
        FROM jsonb_to_recordset(p_rows) AS r (
            order_id uuid, contact text, payer text, value bigint, currency text, cards integer, known boolean,
            night boolean, at timestamptz
        ) WHERE public.pushing_shop() IS NOT NULL
        ON CONFLICT DO NOTHING RETURNING order_id
    )
    SELECT coalesce(array_agg(order_id), '{}') INTO fresh FROM added;
    RETURN fresh;
END $$;

-- Of each SKU the last word counts. The category is that of the goods that the shop's own supplier of it hands in papers for.
-- Returns whose price, face value or place on sale changed.
CREATE OR REPLACE FUNCTION public.push_prices(p_rows jsonb) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    fresh uuid[];
BEGIN
    WITH told AS (
        SELECT r.sku_id, coalesce(l.category, '') AS category, r.face, r.price, r.currency, r.on_sale, r.at
        FROM jsonb_to_recordset(p_rows) AS r (
            sku_id uuid, supplier_id uuid, face bigint, price bigint, currency text, on_sale boolean, at timestamptz
        ) LEFT JOIN public.compliance_supplylink l
            ON l.id = r.supplier_id AND l.tenant_role = current_setting('role')
        WHERE public.pushing_shop() IS NOT NULL
    ), before AS (
        SELECT m.* FROM public.compliance_pricemark m JOIN told t USING (sku_id)
        WHERE m.tenant_role = current_setting('role')
    ), written AS (
        INSERT INTO public.compliance_pricemark (tenant_role, sku_id, category, face, price, currency, on_sale, at)
        SELECT public.pushing_shop(), t.sku_id, t.category, t.face, t.price, t.currency, t.on_sale, t.at FROM told t
        ON CONFLICT (tenant_role, sku_id) DO UPDATE
        SET category = excluded.category, face = excluded.face, price = excluded.price, currency = excluded.currency,
            on_sale = excluded.on_sale, at = greatest(compliance_pricemark.at, excluded.at)
        RETURNING sku_id
    )
    SELECT coalesce(array_agg(t.sku_id), '{}') INTO fresh
    FROM told t JOIN written USING (sku_id) LEFT JOIN before b USING (sku_id)
    WHERE (t.category, t.face, t.price, t.currency, t.on_sale)
        IS DISTINCT FROM (b.category, b.face, b.price, b.currency, b.on_sale);
    RETURN fresh;
END $$;

-- Returns of which batches more turned out bad, or fewer are out, than was known.
CREATE OR REPLACE FUNCTION public.push_lots(p_rows jsonb) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    fresh bigint[];
BEGIN
    WITH told AS (
        SELECT r.lot, r.supplier_id, r.sold, r.bad, coalesce(r.orders, 0) AS orders,
               coalesce(r.disputed, 0) AS disputed, r.at
        FROM jsonb_to_recordset(p_rows) AS r (
            lot bigint, supplier_id uuid, sold integer, bad integer, orders integer, disputed integer, at timestamptz
        )
        JOIN public.compliance_supplylink l ON l.id = r.supplier_id AND l.tenant_role = current_setting('role')
        WHERE public.pushing_shop() IS NOT NULL
    ), before AS (
        SELECT m.lot, m.bad, m.sold FROM public.compliance_lotmark m JOIN told t USING (lot)
        WHERE m.tenant_role = current_setting('role')
    ), written AS (
        INSERT INTO public.compliance_lotmark (tenant_role, lot, supplier_id, sold, bad, orders, disputed, at)
        SELECT public.pushing_shop(), t.lot, t.supplier_id, t.sold, t.bad, t.orders, t.disputed, t.at FROM told t
        ON CONFLICT (tenant_role, lot) DO UPDATE
        SET sold = excluded.sold, bad = excluded.bad, orders = excluded.orders, disputed = excluded.disputed, at = greatest(compliance_lotmark.at, excluded.at)
        RETURNING lot
    )
    SELECT coalesce(array_agg(t.lot), '{}') INTO fresh
    FROM told t JOIN written USING (lot) LEFT JOIN before b USING (lot)
    WHERE t.bad > coalesce(b.bad, 0) OR (t.bad > 0 AND t.sold < coalesce(b.sold, t.sold));
    RETURN fresh;
END $$;

-- The counts of a shop's own week, one row a day. Returns whether they are not those of before.
CREATE OR REPLACE FUNCTION public.push_conduct(p_day date, p_counts integer[], p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    shop text := public.pushing_shop();
BEGIN
    IF shop IS NULL THEN
        RETURN false;
    END IF;
    PERFORM 1 FROM public.compliance_shopconduct c WHERE c.tenant_role = shop AND c.day = p_day
        AND ARRAY[paid, undelivered, by_hand, waiting, reserved, released, disputes, outside_refunds] = p_counts;
    IF FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO public.compliance_shopconduct
        (tenant_role, day, paid, undelivered, by_hand, waiting, reserved, released, disputes, outside_refunds, at)
    VALUES (shop, p_day, p_counts[1], p_counts[2], p_counts[3], p_counts[4], p_counts[5], p_counts[6], p_counts[7],
            p_counts[8], p_at)
    ON CONFLICT (tenant_role, day) DO UPDATE
    SET paid = excluded.paid, undelivered = excluded.undelivered, by_hand = excluded.by_hand,
        waiting = excluded.waiting, reserved = excluded.reserved, released = excluded.released,
        disputes = excluded.disputes, outside_refunds = excluded.outside_refunds, at = excluded.at;
    RETURN true;
END $$;

-- Recalls of the platform that the caller's shop is part of and is not through with: what to do, never who else is concerned.
CREATE OR REPLACE FUNCTION public.own_recalls()
RETURNS TABLE (shop_id uuid, supplier_id uuid, reason text, notice text, since timestamptz, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.id, s.supplier_id, r.reason, r.notice, r.since, r.until
    FROM public.compliance_recallshop s JOIN public.compliance_platformrecall r ON r.id = s.recall_id
    WHERE s.tenant_role = current_setting('role') AND s.state = 'running'
$$;

-- How far the caller's shop is with one: lots, frozen, sold, orders, told, unreached, elsewhere. The last shop ends the recall.
CREATE OR REPLACE FUNCTION public.report_recall(p_shop uuid, p_counts integer[], p_done boolean, p_at timestamptz)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    whole uuid;
BEGIN
    SELECT recall_id INTO whole FROM public.compliance_recallshop
    WHERE id = p_shop AND tenant_role = current_setting('role') AND state = 'running';
    IF whole IS NULL THEN
        RETURN false;
    END IF;
    PERFORM 1 FROM public.compliance_platformrecall WHERE id = whole FOR UPDATE;
    UPDATE public.compliance_recallshop
    SET lots = p_counts[1], frozen = p_counts[2], sold = p_counts[3], orders = p_counts[4], told = p_counts[5],
        unreached = p_counts[6], elsewhere = p_counts[7], reported_at = p_at,
        state = CASE WHEN p_done THEN 'done' ELSE 'running' END
    WHERE id = p_shop;
    UPDATE public.compliance_platformrecall SET state = 'done', done_at = p_at
    WHERE id = whole AND state = 'running' AND NOT EXISTS (
        SELECT 1 FROM public.compliance_recallshop WHERE recall_id = whole AND state = 'running'
    );
    RETURN true;
END $$;
