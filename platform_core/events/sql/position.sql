-- The order in which events can be read without missing one: by the transaction that wrote them, then by id.
-- Ids alone do not do: they are drawn before the commit, and a reader that has seen a later one would pass a late commit by.
-- Transactions below the oldest one that still runs are over, so nothing more can appear among theirs.

-- What is added to this server's transaction numbers. 0, until a dump was restored into a server whose numbers begin
-- lower: events.services.continue_positions then replaces this function, so that new events stand behind old ones.
CREATE FUNCTION public.event_shift() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 0::bigint';

-- Where an event of this transaction stands.
CREATE FUNCTION public.event_position() RETURNS bigint LANGUAGE sql STABLE
AS 'SELECT pg_current_xact_id()::text::bigint + public.event_shift()';

-- Below it nothing more will appear. What this transaction wrote itself counts, when nobody older is still at work.
CREATE FUNCTION public.event_horizon() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + public.event_shift()
         + CASE WHEN pg_current_xact_id_if_assigned() = pg_snapshot_xmin(pg_current_snapshot()) THEN 1 ELSE 0 END
$$;

-- From where on the caller's events are not older than a moment, by halving: times and positions grow together, but for the
-- minutes that a transaction may take. A caller to whom those matter asks for an earlier moment and looks at the times.
CREATE FUNCTION public.event_position_at(p_moment timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    low bigint;
    high bigint;
    middle bigint;
    moment timestamptz;
BEGIN
    SELECT position INTO low FROM public.events_event WHERE tenant_role = current_user::text ORDER BY position LIMIT 1;
    SELECT position + 1 INTO high FROM public.events_event WHERE tenant_role = current_user::text ORDER BY position DESC LIMIT 1;
    WHILE low < high LOOP
        middle := low + (high - low) / 2;
        SELECT created_at INTO moment FROM public.events_event
        WHERE tenant_role = current_user::text AND position >= middle ORDER BY position, id LIMIT 1;
        IF moment < p_moment THEN
            low := middle + 1;
        ELSE
            high := middle;
        END IF;
    END LOOP;
    RETURN coalesce(low, 0);
END $$;
