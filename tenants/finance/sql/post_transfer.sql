-- Writes one transfer of a fact into the books; each (subject, kind, number) once, ever.
CREATE FUNCTION post_transfer(
    p_subject_id uuid, p_kind integer, p_number integer, p_debit_id integer, p_credit_id integer, p_currency text,
    p_amount bigint, p_at timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO finance_ledgertransfer (subject_id, kind, number, debit_id, credit_id, currency, amount, at)
    VALUES (p_subject_id, p_kind, p_number, p_debit_id, p_credit_id, p_currency, p_amount, p_at);
END $$;
