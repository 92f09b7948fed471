-- The only way an event is written, in the transaction of the change it reports.
--   p_event: {id, type, object_id, sequence, payload, callback?}, as events.services.draft_event writes it;
--            callback: {url, version}, who is to be told of it besides those who listen (events_listener).
-- Whose event it is, is no argument: row security refuses any other value anyway.
CREATE OR REPLACE FUNCTION public.publish_event(p_event jsonb, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO public.events_event (id, tenant_role, type, object_id, sequence, payload, created_at)
    VALUES ((p_event->>'id')::uuid, current_user, p_event->>'type', p_event->>'object_id',
            (p_event->>'sequence')::integer, p_event->'payload', p_at);
    IF p_event ? 'callback' OR EXISTS (
        SELECT FROM public.events_listener
        WHERE tenant_role = current_user::text AND p_event->>'type' LIKE ANY (patterns)
    ) THEN
        INSERT INTO public.events_outboxentry (event_id, tenant_role, url, version)
        VALUES ((p_event->>'id')::uuid, current_user, coalesce(p_event->'callback'->>'url', ''),
                coalesce(p_event->'callback'->>'version', ''));
    END IF;
END $$;
