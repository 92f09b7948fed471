-- The steps that a code may take: the one table of them, asked by history and record themselves, whatever our code believes.
CREATE OR REPLACE FUNCTION code_may_move(p_verb text, p_from text, p_to text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (p_verb, p_from, p_to) IN (
        ('activate', 'issued', 'activated'),
        ('suspend', 'available', 'suspended'),
        ('suspend', 'issued', 'suspended'),
        ('suspend', 'activated', 'suspended'),
        ('suspend', 'partially_redeemed', 'suspended'),
        ('resume', 'suspended', 'available'),
        ('resume', 'suspended', 'issued'),
        ('resume', 'suspended', 'activated'),
        ('resume', 'suspended', 'partially_redeemed'),
        ('redeem', 'issued', 'partially_redeemed'),
        ('redeem', 'issued', 'redeemed'),
        ('redeem', 'activated', 'partially_redeemed'),
        ('redeem', 'activated', 'redeemed'),
        ('redeem', 'partially_redeemed', 'partially_redeemed'),
        ('redeem', 'partially_redeemed', 'redeemed'),
        ('reverse', 'partially_redeemed', 'issued'),
        ('reverse', 'partially_redeemed', 'activated'),
        ('reverse', 'partially_redeemed', 'partially_redeemed'),
        ('reverse', 'redeemed', 'issued'),
        ('reverse', 'redeemed', 'activated'),
        ('reverse', 'redeemed', 'partially_redeemed'),
        ('void', 'available', 'voided'),
        ('void', 'quarantined', 'voided'),
        ('void', 'issued', 'voided'),
        ('void', 'activated', 'voided'),
        ('void', 'partially_redeemed', 'voided'),
        ('void', 'suspended', 'voided'),
        ('replace', 'issued', 'voided'),
        ('replace', 'activated', 'voided'),
        ('replace', 'partially_redeemed', 'voided'),
        ('replace', 'suspended', 'voided'),
        ('refund', 'issued', 'voided'),
        ('refund', 'activated', 'voided'),
        ('refund', 'partially_redeemed', 'voided'),
        ('refund', 'suspended', 'voided')
    )
$$;

CREATE OR REPLACE FUNCTION keep_code_path() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A code that was resumed on the shelf is issued later without a step of its own.
    IF (OLD.status, NEW.status) = ('available', 'issued') OR EXISTS (
        SELECT 1 FROM unnest(ARRAY['activate', 'suspend', 'resume', 'redeem', 'reverse', 'void', 'replace', 'refund']) AS verb
        WHERE code_may_move(verb, OLD.status, NEW.status)
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a code cannot become % from %', NEW.status, OLD.status USING ERRCODE = 'integrity_constraint_violation';
END $$;
