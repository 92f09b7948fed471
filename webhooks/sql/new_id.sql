-- A uuid7 (RFC 9562) of this moment, as kernel.ids makes them: for rows that one statement makes many of. PostgreSQL has its
-- own from version 18 on.
CREATE OR REPLACE FUNCTION public.webhook_new_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT encode(set_byte(overlay(uuid_send(gen_random_uuid()) PLACING
               substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
           6, (get_byte(uuid_send(gen_random_uuid()), 6) & 15) | 112), 'hex')::uuid
$$;
