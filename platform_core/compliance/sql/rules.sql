-- Rules are never rewritten, not even by the owner of the tables; nor is what came of them.
CREATE OR REPLACE FUNCTION public.refuse_rewriting() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

-- The rules that are asked inside a shop, all versions, without their examples. Others are not a shop's to read.
CREATE OR REPLACE FUNCTION public.shop_rules() RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.body - 'vectors' FROM public.compliance_ruleversion r WHERE r.in_shop
$$;

-- A shop keeps what came of the rules that were asked in it; under its own name, and of what is in a shop alone.
CREATE OR REPLACE FUNCTION public.record_screening(
    p_id uuid, p_kind text, p_ref text, p_at timestamptz, p_verdict text, p_score int, p_score_version int,
    p_reviewers int, p_inputs jsonb, p_outcomes jsonb
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF p_kind <> ALL (ARRAY['batch', 'product', 'order', 'buyer', 'wallet', 'terms', 'request', 'record'])
       OR p_verdict <> ALL (ARRAY['blocked', 'review', 'clear'])
       OR pg_column_size(p_inputs) + pg_column_size(p_outcomes) > 65536 THEN
        RAISE EXCEPTION 'no screening of a shop' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO public.compliance_screening
        (id, subject_kind, subject_ref, tenant_role, at, verdict, score, score_version, reviewers, inputs, outcomes)
    VALUES (p_id, p_kind, left(p_ref, 120), current_setting('role'), p_at, p_verdict, p_score, p_score_version,
            p_reviewers, p_inputs, p_outcomes)
    ON CONFLICT (id) DO NOTHING;  -- a refusal is kept once more where its transaction was undone
END $$;
