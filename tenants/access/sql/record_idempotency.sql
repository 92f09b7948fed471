-- Writes an Idempotency-Key in the transaction of its effect; a concurrent duplicate waits here and then fails on the key.
CREATE FUNCTION record_idempotency(
    p_key_hash bytea, p_fingerprint bytea, p_resource_id uuid, p_request_id text, p_status integer, p_at timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO access_idempotencyrecord (key_hash, fingerprint, resource_id, request_id, status, created_at)
    VALUES (p_key_hash, p_fingerprint, p_resource_id, p_request_id, p_status, p_at);
END $$;
