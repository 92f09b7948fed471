-- The file of a merchant is erased when its papers are: years after its shop was closed.
CREATE OR REPLACE FUNCTION public.keep_merchant_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT public.merchant_is_over(OLD.tenant_role) THEN
        RAISE EXCEPTION 'the file of this merchant must still be kept' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS merchant_file_is_kept ON public.compliance_merchantfile;
CREATE TRIGGER merchant_file_is_kept BEFORE UPDATE ON public.compliance_merchantfile
    FOR EACH ROW WHEN (OLD.purged_at IS NULL AND NEW.purged_at IS NOT NULL) EXECUTE FUNCTION public.keep_merchant_file();

-- Deletes prints of persons who were named to authorities, of years that are over for three years (PIPL 56).
CREATE OR REPLACE FUNCTION public.purge_exported_persons(p_most int) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM public.compliance_exportedperson WHERE id IN (
        SELECT p.id FROM public.compliance_exportedperson p
        WHERE make_date(p.year + 4, 1, 1) <= (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date ORDER BY p.id LIMIT p_most
    );
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
