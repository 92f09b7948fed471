-- What must be kept is not shredded early, whoever asks (KEEP-01). Years by the calendar of the database; which law a shop is under says
-- its last choice.
CREATE OR REPLACE FUNCTION public.supplier_keep_years(p_supplier uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN EXISTS (
        SELECT 1 FROM public.compliance_supplylink l CROSS JOIN LATERAL (
            SELECT c.profile FROM public.compliance_retentionchoice c
            WHERE c.tenant_role = l.tenant_role ORDER BY c.at DESC, c.id DESC LIMIT 1
        ) last WHERE l.supplier_id = p_supplier AND last.profile = 'licensed'
    ) THEN 10 ELSE 3 END
$$;

CREATE OR REPLACE FUNCTION public.keep_supplier_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.ended_at IS NULL
       OR OLD.ended_at + make_interval(years => public.supplier_keep_years(OLD.id)) > clock_timestamp() THEN
        RAISE EXCEPTION 'the file of this supplier must still be kept' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
-- Behind supplier_step, in the order of names: a step that does not exist is refused for that.
DROP TRIGGER IF EXISTS supplier_step_kept ON public.compliance_supplier;
CREATE TRIGGER supplier_step_kept BEFORE UPDATE ON public.compliance_supplier
    FOR EACH ROW WHEN (NEW.state = 'purged' AND OLD.state <> 'purged') EXECUTE FUNCTION public.keep_supplier_file();

-- A paper that was used is shredded with its supplier's file; a picture of an identity paper 30 days after the decision; one that nobody
-- took may go when its merchant takes it back.
CREATE OR REPLACE FUNCTION public.keep_paper() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.state IN ('waiting', 'rejected', 'removed')
       OR (OLD.kind = 'identity' AND OLD.decided_at + interval '30 days' <= clock_timestamp())
       OR EXISTS (
           SELECT 1 FROM public.compliance_supplylink l JOIN public.compliance_supplier s ON s.id = l.supplier_id
           WHERE l.id = OLD.link_id AND s.state IN ('restricted_archive', 'purged')
             AND s.ended_at + make_interval(years => public.supplier_keep_years(s.id)) <= clock_timestamp()
       ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'this paper must still be kept' USING ERRCODE = 'check_violation';
END $$;
DROP TRIGGER IF EXISTS paper_is_kept ON public.compliance_document;
CREATE TRIGGER paper_is_kept BEFORE UPDATE ON public.compliance_document
    FOR EACH ROW WHEN (OLD.shredded_at IS NULL AND NEW.shredded_at IS NOT NULL) EXECUTE FUNCTION public.keep_paper();

-- Deletes screenings whose time is over, the oldest first; ids are in the order of time, ``p_before`` is the first that stays.
CREATE OR REPLACE FUNCTION public.purge_screenings(p_before uuid, p_licensed boolean, p_most int) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM public.compliance_screening WHERE id IN (
        SELECT s.id FROM public.compliance_screening s
        WHERE s.id < p_before AND s.at + make_interval(years => CASE WHEN p_licensed THEN 10 ELSE 3 END) <= clock_timestamp()
          AND (s.at + interval '10 years' <= clock_timestamp() OR 'licensed' IS DISTINCT FROM (
              SELECT c.profile FROM public.compliance_retentionchoice c
              WHERE c.tenant_role = s.tenant_role ORDER BY c.at DESC, c.id DESC LIMIT 1
          ))
        ORDER BY s.id LIMIT p_most
    );
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
