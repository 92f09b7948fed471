-- What must be kept is not shredded early, whoever asks (KEEP-01). Years by the calendar of the database; which law a shop is under says
-- its last choice.
--   p_role: of a shop. The choice without a shop is for the whole installation, and no shop's own makes its time shorter than that.
CREATE OR REPLACE FUNCTION public.keep_years(p_role text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN EXISTS (
        SELECT 1 FROM (VALUES (''), (p_role)) AS r (role) CROSS JOIN LATERAL (
            SELECT c.profile FROM public.compliance_retentionchoice c
            WHERE c.tenant_role = r.role ORDER BY c.at DESC, c.id DESC LIMIT 1
        ) last WHERE last.profile = 'licensed'
    ) THEN 10 ELSE 3 END
$$;

CREATE OR REPLACE FUNCTION public.supplier_keep_years(p_supplier uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT greatest(public.keep_years(''), (
        SELECT max(public.keep_years(l.tenant_role)) FROM public.compliance_supplylink l WHERE l.supplier_id = p_supplier
    ))
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

-- A merchant's own file and papers are kept for as long, from the day on which its shop was closed.
CREATE OR REPLACE FUNCTION public.merchant_is_over(p_role text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM public.tenancy_tenant t WHERE t.role_name = p_role AND t.state = 'archived'
        AND t.closed_at + make_interval(years => public.keep_years(t.role_name)) <= clock_timestamp()
    );
END $$;

-- A paper that was used is shredded with its supplier's file, or its merchant's; a picture of an identity paper 30 days after the decision; one that nobody
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
       )
       OR (OLD.link_id IS NULL AND public.merchant_is_over(OLD.tenant_role)) THEN
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
          AND s.at + make_interval(years => public.keep_years(s.tenant_role)) <= clock_timestamp()
        ORDER BY s.id LIMIT p_most
    );
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
