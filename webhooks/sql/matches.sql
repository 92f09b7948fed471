-- Does an endpoint want an event? Types: by name, ``noun.*`` or ``*``. The filter: [{"field": "sku", "values": ["…"]}, …]; a
-- field is a path into the payload, its value is compared as text, and all of them must hold.
CREATE OR REPLACE FUNCTION public.webhook_matches(p_types text[], p_filter jsonb, p_type text, p_payload jsonb)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (p_type = ANY (p_types) OR '*' = ANY (p_types) OR split_part(p_type, '.', 1) || '.*' = ANY (p_types))
       AND (p_filter = '[]'::jsonb OR NOT EXISTS (
           SELECT FROM jsonb_array_elements(p_filter) AS asked
           WHERE NOT coalesce(asked->'values' ? (p_payload #>> string_to_array(asked->>'field', '.')), false)
       ))
$$;
