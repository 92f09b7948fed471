-- Decisions made before they told it. What the audit chain seals of a history (audited.py) is not touched.
UPDATE public.compliance_supplierevent d SET handed_in_at = (
    SELECT e.at FROM public.compliance_supplierevent e
    WHERE e.supplier_id = d.supplier_id AND e.version < d.version AND e.act = 'submit' ORDER BY e.version DESC LIMIT 1
) WHERE d.from_state = 'review' AND d.to_state <> 'review' AND d.actor_kind = 'staff';
UPDATE public.compliance_merchantevent d SET handed_in_at = (
    SELECT e.at FROM public.compliance_merchantevent e
    WHERE e.file_id = d.file_id AND e.version < d.version AND e.act = 'submit' ORDER BY e.version DESC LIMIT 1
) WHERE d.from_state = 'review' AND d.to_state <> 'review' AND d.actor_kind = 'staff';
