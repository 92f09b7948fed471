-- Adds to the totals of each shop what its events behind its cursor say.
--   roles, positions, ids: the cursors, locked by the caller.
--   each: at most so many events of a shop are looked at.
-- Returns the last event that was looked at, by shop: where the cursor goes in the same transaction, or nothing was counted.
--
-- What an issuance tells is how many codes it has by now. Issued at once it says so once (its first event) and is over. Told in
-- parts, only what is more than was counted of it is added, so their order does not matter.
WITH looked AS MATERIALIZED (
    SELECT c.role, e.position, e.id, e.type, e.object_id
    FROM unnest(%(roles)s::text[], %(positions)s::bigint[], %(ids)s::uuid[]) AS c (role, position, id)
    CROSS JOIN LATERAL (
        SELECT o.position, o.id, o.type, o.object_id FROM public.events_event o
        WHERE o.tenant_role COLLATE "C" = c.role AND (o.position, o.id) > (c.position, c.id)
          AND o.position < (SELECT public.event_horizon())
        ORDER BY o.position, o.id LIMIT %(each)s
    ) e
), told AS MATERIALIZED (
    SELECT l.role, l.position, l.id, l.type, l.object_id, e.sequence, e.created_at AS told_at,
           date_trunc('hour', e.created_at, 'UTC') AS hour, e.payload
    FROM looked l JOIN public.events_event e ON e.id = l.id
    WHERE l.type IN ('issuance.completed', 'issuance.partially_completed', 'issuance.processing', 'issuance.canceled',
                     'issuance.failed', 'sms.sent', 'storage.measured')
), issued AS (
    SELECT t.role, t.position, t.id, t.object_id, t.hour, (t.payload->>'quantity')::bigint AS quantity,
           t.type <> 'issuance.processing' AS over, t.sequence = 1 AND t.type <> 'issuance.processing' AS at_once
    FROM told t
    -- A replacement is free: its code stands for one that was counted.
    WHERE t.type LIKE 'issuance.%%' AND t.payload->>'source' <> 'replaced'
), parts AS (
    SELECT i.role, i.object_id, i.hour, i.over, coalesce(o.counted, 0) AS before,
           max(i.quantity) OVER (PARTITION BY i.object_id ORDER BY i.position, i.id) AS upto,
           max(i.quantity) OVER (PARTITION BY i.object_id ORDER BY i.position, i.id
                                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS upto_before
    FROM issued i LEFT JOIN public.billing_openusage o ON o.object_id = i.object_id
    WHERE NOT i.at_once
), kept AS (
    INSERT INTO public.billing_openusage AS o (object_id, tenant_role, counted, over_at)
    SELECT p.object_id, p.role, max(greatest(p.upto, p.before)), CASE WHEN bool_or(p.over) THEN %(now)s::timestamptz END
    FROM parts p GROUP BY p.object_id, p.role
    ON CONFLICT (object_id) DO UPDATE SET counted = EXCLUDED.counted, over_at = coalesce(EXCLUDED.over_at, o.over_at)
), added AS (
    SELECT i.role, 'codes' AS meter, i.hour AS at, i.quantity FROM issued i WHERE i.at_once
    UNION ALL
    SELECT p.role, 'codes', p.hour, greatest(p.upto, p.before) - greatest(coalesce(p.upto_before, 0), p.before) FROM parts p
    UNION ALL
    SELECT t.role, 'sms', t.hour, (t.payload->>'segments')::bigint FROM told t WHERE t.type = 'sms.sent'
), summed AS (
    SELECT a.role, a.meter, a.at, sum(a.quantity)::bigint AS quantity FROM added a GROUP BY 1, 2, 3 HAVING sum(a.quantity) > 0
    UNION ALL
    (SELECT DISTINCT ON (t.role, date_trunc('day', t.told_at, 'UTC'))
            t.role, 'storage', date_trunc('day', t.told_at, 'UTC'), (t.payload->>'megabytes')::bigint
     FROM told t WHERE t.type = 'storage.measured'
     ORDER BY t.role, date_trunc('day', t.told_at, 'UTC'), t.told_at DESC, t.position DESC, t.id DESC)
), totals AS (
    INSERT INTO public.billing_usagetotal AS u (tenant_role, meter, at, quantity)
    SELECT s.role, s.meter, s.at, s.quantity FROM summed s
    ON CONFLICT (tenant_role, meter, at) DO UPDATE
    SET quantity = CASE WHEN u.meter = 'storage' THEN EXCLUDED.quantity ELSE u.quantity + EXCLUDED.quantity END
)
SELECT DISTINCT ON (l.role) l.role, l.position, l.id, count(*) OVER (PARTITION BY l.role)
FROM looked l ORDER BY l.role, l.position DESC, l.id DESC
