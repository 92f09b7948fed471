-- What was issued stays issued: no update, no delete, whoever asks.
CREATE FUNCTION keep_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issued range of codes is final' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER allocation_issued_is_final BEFORE UPDATE OR DELETE ON inventory_allocation
    FOR EACH ROW WHEN (OLD.kind = 2) EXECUTE FUNCTION keep_issued();
