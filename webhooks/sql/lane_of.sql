-- The queue that a delivery to a URL which an order named stands in: one for each shop and host, so that a host which does
-- not answer holds up nobody but itself.
CREATE OR REPLACE FUNCTION public.webhook_lane_of(p_role text, p_url text) RETURNS uuid LANGUAGE sql IMMUTABLE
AS $$ SELECT md5(p_role || ' ' || lower(substring(p_url FROM '^[a-zA-Z]+://([^/?#]*)')))::uuid $$;
