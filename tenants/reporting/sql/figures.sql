-- A part of an amount, so that parts in a row add up to the whole of it: ``own`` of ``whole``, after ``before`` of it.
CREATE OR REPLACE FUNCTION part_of(amount bigint, before numeric, own numeric, whole numeric) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN amount = 0 THEN 0
                ELSE (div(amount * (before + own), whole) - div(amount * before, whole))::bigint END
$$;

-- What SKUs with codes of suppliers brought and cost, by day: each transfer of the period that is about sales or their costs, divided
-- among what it was for. Nothing is left over: what is for no known SKU or supplier has the nil id.
--   First among SKUs (by price, or by cost where it is cost; discounts by what was let off of each, refunds by what was paid), then among the suppliers of each one's codes.
-- Rows of orders and issuances are looked up one by one (OFFSET 0), which is what a day of them is worth, however many there are.
-- Accounts: 2 cost of codes, 5 sales, 10 refunds, 13 commission, 18 provider fees, 19 coupons.
CREATE OR REPLACE FUNCTION sales_figures(p_since timestamptz, p_until timestamptz, p_zone text) RETURNS TABLE (
    day date, sku_id uuid, supplier_id uuid, source text, currency text, orders bigint, quantity bigint, gross bigint,
    discounts bigint, refunds bigint, cost bigint, fees bigint, commission bigint
) LANGUAGE sql STABLE SET jit = off AS $$
WITH fact AS MATERIALIZED (
    SELECT row_number() OVER () AS n, (t.at AT TIME ZONE p_zone)::date AS day, t.subject_id, t.kind = 1 AS by_cost, t.currency,
           bool_or(t.kind IN (2, 21) AND t.credit_id = 5) AS sale, bool_or(t.kind = 11) AS refund,
           coalesce(sum(t.amount) FILTER (WHERE t.credit_id = 5), 0) - coalesce(sum(t.amount) FILTER (WHERE t.debit_id = 5), 0) AS gross,
           coalesce(sum(t.amount) FILTER (WHERE t.debit_id = 19), 0) - coalesce(sum(t.amount) FILTER (WHERE t.credit_id = 19), 0) AS discounts,
           coalesce(sum(t.amount) FILTER (WHERE t.debit_id = 10), 0) - coalesce(sum(t.amount) FILTER (WHERE t.credit_id = 10), 0) AS refunds,
           coalesce(sum(t.amount) FILTER (WHERE t.debit_id = 2), 0) - coalesce(sum(t.amount) FILTER (WHERE t.credit_id = 2), 0) AS cost,
           coalesce(sum(t.amount) FILTER (WHERE t.debit_id = 18), 0) - coalesce(sum(t.amount) FILTER (WHERE t.credit_id = 18), 0) AS fees,
           coalesce(sum(t.amount) FILTER (WHERE t.debit_id = 13), 0) - coalesce(sum(t.amount) FILTER (WHERE t.credit_id = 13), 0) AS commission,
           array_agg((t.number + 1) / 2) FILTER (WHERE t.kind = 1 AND t.debit_id = 2) AS issued_at  -- numbers of its history
    FROM finance_ledgertransfer t
    WHERE t.at >= p_since AND t.at < p_until
      AND (t.debit_id IN (2, 5, 10, 13, 18, 19) OR t.credit_id IN (2, 5, 10, 13, 18, 19))
    GROUP BY 2, 3, 4, 5
), origin AS MATERIALIZED (
    SELECT f.*, o.id AS order_id, coalesce(o.issuance_id, i.id, r.issuance_id) AS issuance_id,
           CASE WHEN o.id IS NOT NULL THEN 'order' ELSE coalesce(i.source, ri.source, 'order') END AS source,
           CASE WHEN f.by_cost THEN i.id ELSE coalesce(o.id, r.issuance_id) END AS whose
    FROM fact f
    LEFT JOIN LATERAL (SELECT * FROM payments_payment p WHERE NOT f.by_cost AND p.id = f.subject_id OFFSET 0) p ON true
    LEFT JOIN LATERAL (
        SELECT * FROM payments_gatewayrefund g WHERE NOT f.by_cost AND p.id IS NULL AND g.id = f.subject_id OFFSET 0
    ) g ON true
    LEFT JOIN payments_payment gp ON gp.id = g.payment_id
    LEFT JOIN LATERAL (SELECT id, issuance_id FROM orders_order o WHERE o.id = coalesce(p.order_id, gp.order_id) OFFSET 0) o ON true
    LEFT JOIN LATERAL (SELECT id, source FROM issuance_issuance i WHERE f.by_cost AND i.id = f.subject_id OFFSET 0) i ON true
    LEFT JOIN issuance_refund r ON f.refund AND p.id IS NULL AND g.id IS NULL AND r.id = f.subject_id
    LEFT JOIN issuance_issuance ri ON ri.id = r.issuance_id
), wanted AS (
    SELECT DISTINCT issuance_id FROM origin WHERE issuance_id IS NOT NULL
), line AS MATERIALIZED (
    SELECT w.issuance_id, l.id, l.sku_id, l.quantity - l.missing AS count, l.unit_price,
           CASE WHEN l.discount > 0 THEN l.discount * (l.quantity - l.missing) / l.quantity ELSE 0 END AS off
    FROM wanted w CROSS JOIN LATERAL (SELECT * FROM issuance_issuanceline l WHERE l.issuance_id = w.issuance_id OFFSET 0) l
), given AS MATERIALIZED (
    SELECT l.issuance_id, l.sku_id, l.count, t.supplier_id, t.count AS of_supplier, t.cost
    FROM line l
    LEFT JOIN LATERAL (
        SELECT s.supplier_id, sum(upper(a.span) - lower(a.span)) AS count, sum((upper(a.span) - lower(a.span)) * s.unit_cost) AS cost
        FROM inventory_allocation a JOIN inventory_lot s ON s.id = a.lot_id WHERE a.owner_id = l.id GROUP BY 1
        UNION ALL
        SELECT c.supplier_id, sum(u.count), 0 FROM inventory_shareduse u JOIN inventory_sharedcode c ON c.id = u.shared_code_id
        WHERE u.owner_id = l.id GROUP BY 1
    ) t ON true
), piece AS MATERIALIZED (  -- what an issuance gave of a SKU, by supplier
    SELECT issuance_id, sku_id, supplier_id, sum(of_supplier) AS count, sum(cost) AS cost
    FROM given WHERE supplier_id IS NOT NULL GROUP BY 1, 2, 3
), basket AS (
    SELECT DISTINCT order_id FROM origin WHERE order_id IS NOT NULL
), weights AS MATERIALIZED (  -- what SKUs were sold for, in an order or by an issuance without one; and what codes of an issuance cost
    SELECT false AS by_cost, b.order_id AS whose, l.sku_id, sum(l.quantity) AS count, sum(l.quantity * l.unit_price) AS weight, sum(l.discount) AS off
    FROM basket b CROSS JOIN LATERAL (SELECT * FROM orders_orderline l WHERE l.order_id = b.order_id OFFSET 0) l GROUP BY 2, 3
    UNION ALL
    SELECT false, issuance_id, sku_id, sum(count), sum(count * unit_price), sum(off) FROM line GROUP BY 2, 3
    UNION ALL
    SELECT true, issuance_id, sku_id, sum(coalesce(of_supplier, count)), sum(coalesce(cost, 0)), 0 FROM given GROUP BY 2, 3
), among AS (  -- facts with their SKUs; weights that are all nothing make way for counts, and those for one each
    SELECT f.*, coalesce(s.sku_id, '00000000-0000-0000-0000-000000000000') AS sku_id, coalesce(s.count, 0) AS count,
           CASE WHEN sum(s.weight) OVER fact > 0 THEN s.weight WHEN sum(s.count) OVER fact > 0 THEN s.count ELSE 1 END AS weight,
           coalesce(s.off, 0) AS off, sum(s.off) OVER fact > 0 AS let_off
    FROM origin f LEFT JOIN weights s ON s.by_cost = f.by_cost AND s.whose = f.whose
    WINDOW fact AS (PARTITION BY f.n)
), sold AS (
    SELECT a.*, sum(weight) OVER before - weight AS before, sum(weight) OVER whole AS whole,
           sum(off) OVER before - off AS off_before, sum(off) OVER whole AS off_whole,
           coalesce((SELECT sum(h.count) FROM issuance_issuancehistory h
                     WHERE a.by_cost AND h.issuance_id = a.subject_id AND h.number = ANY(a.issued_at)), 0) AS issued
    FROM among a
    WINDOW whole AS (PARTITION BY n), before AS (whole ORDER BY sku_id ROWS UNBOUNDED PRECEDING)
), by_sku AS (
    SELECT n, day, currency, source, sku_id, issuance_id, by_cost,
           sale OR (by_cost AND source <> 'order') AS counts,
           CASE WHEN sale THEN count
                WHEN by_cost AND source <> 'order' THEN part_of(issued::bigint, before, weight, whole) ELSE 0 END AS quantity,
           part_of(gross::bigint, before, weight, whole) AS gross,
           CASE WHEN let_off THEN part_of(discounts::bigint, off_before, off, off_whole)
                ELSE part_of(discounts::bigint, before, weight, whole) END AS discounts,
           CASE WHEN let_off THEN part_of(refunds::bigint, before - off_before, weight - off, whole - off_whole)
                ELSE part_of(refunds::bigint, before, weight, whole) END AS refunds,
           part_of(cost::bigint, before, weight, whole) AS cost,
           part_of(fees::bigint, before, weight, whole) AS fees, part_of(commission::bigint, before, weight, whole) AS commission
    FROM sold
), split AS (
    SELECT b.*, coalesce(p.supplier_id, '00000000-0000-0000-0000-000000000000') AS supplier_id,
           CASE WHEN p.supplier_id IS NULL THEN 1
                WHEN b.by_cost AND sum(p.cost) OVER (PARTITION BY b.n, b.sku_id) > 0 THEN p.cost
                ELSE p.count END AS weight
    FROM by_sku b LEFT JOIN piece p ON p.issuance_id = b.issuance_id AND p.sku_id = b.sku_id
), part AS (
    SELECT s.*, sum(weight) OVER before - weight AS before, sum(weight) OVER whole AS whole, row_number() OVER before = 1 AS first_of_sku
    FROM split s
    WINDOW whole AS (PARTITION BY n, sku_id),
           before AS (whole ORDER BY supplier_id ROWS UNBOUNDED PRECEDING)
)
SELECT day, sku_id, supplier_id, source, currency, count(*) FILTER (WHERE counts AND first_of_sku),
       sum(part_of(quantity::bigint, before, weight, whole))::bigint, sum(part_of(gross, before, weight, whole))::bigint,
       sum(part_of(discounts, before, weight, whole))::bigint, sum(part_of(refunds, before, weight, whole))::bigint,
       sum(part_of(cost, before, weight, whole))::bigint, sum(part_of(fees, before, weight, whole))::bigint,
       sum(part_of(commission, before, weight, whole))::bigint
FROM part GROUP BY 1, 2, 3, 4, 5
$$;
