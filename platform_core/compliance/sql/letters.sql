-- A letter is what came: of its row a scan alone changes what is known of the file, once. A request that was decided gets none any more.
CREATE OR REPLACE FUNCTION public.check_export_letter() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    scanned constant text[] := ARRAY['file_state', 'file_reason', 'media_type', 'pages'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.file_state <> 'quarantined' OR NOT EXISTS (
            SELECT 1 FROM public.compliance_authorityexport e WHERE e.id = NEW.export_id AND e.state = 'requested'
        ) THEN
            RAISE EXCEPTION 'a letter comes with a request, into quarantine' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - scanned IS DISTINCT FROM to_jsonb(OLD) - scanned OR OLD.file_state <> 'quarantined' THEN
        RAISE EXCEPTION 'a letter does not change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER export_letters BEFORE INSERT OR UPDATE ON public.compliance_exportletter
FOR EACH ROW EXECUTE FUNCTION public.check_export_letter();
DROP FUNCTION IF EXISTS public.export_rows(uuid, text, text, int);
