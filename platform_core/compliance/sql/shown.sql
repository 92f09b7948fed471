-- What the calling shop shows of whoever runs it: what stood there when people last agreed, without anything of a person's own.
CREATE OR REPLACE FUNCTION public.shown_merchant() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT jsonb_object_agg(f.key, f.value) || jsonb_build_object('verified_at', m.verified_at, 'vouched', m.vouched)
    FROM public.compliance_merchantfile m CROSS JOIN LATERAL jsonb_each(m.verified_facts) f
    WHERE m.tenant_role = current_setting('role') AND m.verified_at IS NOT NULL
      AND (f.key IN ('kind', 'exempt_reason', 'name', 'serves', 'icp_number')
           OR (m.verified_facts->>'kind' IN ('company', 'individual', 'overseas')
               AND f.key IN ('uscc', 'registration_number', 'country', 'legal_representative', 'entity_type', 'capital', 'address',
                             'business_scope', 'registry', 'founded_on', 'licence_ends_on', 'payment_licence')))
    GROUP BY m.id
$$;

-- The words of rules that a merchant is told of before its shop opens, or when something new of its own is refused: what they say and on which source, not how they are asked.
CREATE OR REPLACE FUNCTION public.opening_rules(p_on date) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object('id', r.rule_id, 'version', r.version, 'source', r.body->'source', 'message', r.body->'message',
                              'remedy', r.body->'remedy', 'to_confirm', r.to_confirm)
    FROM (SELECT DISTINCT ON (rule_id) * FROM public.compliance_ruleversion
          WHERE rule_id IN ('KYB-03', 'KYB-04', 'FRD-01', 'SHOW-01', 'SHOW-02', 'SHOW-04', 'X12') AND effective_from <= p_on
          ORDER BY rule_id, version DESC) r
    WHERE r.effective_to IS NULL OR p_on <= r.effective_to
$$;
