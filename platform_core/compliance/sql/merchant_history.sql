-- The qualification of a merchant changes by the table of platform_core/compliance/merchant_life.py alone, one version at a
-- time, with its act in the history; what takes the right to sell away says why in a restriction, and whoever is verified
-- was verified at some moment and until another.
CREATE OR REPLACE FUNCTION public.check_merchant_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' OR NEW.version <> 0 OR NEW.vouched OR NEW.verified_at IS NOT NULL THEN
            RAISE EXCEPTION 'a merchant begins as a draft' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.version = OLD.version AND NEW.state = OLD.state AND NEW.vouched = OLD.vouched
        AND NEW.verified_at IS NOT DISTINCT FROM OLD.verified_at AND NEW.due_at IS NOT DISTINCT FROM OLD.due_at THEN
        RETURN NEW;
    END IF;
    IF NEW.version <> OLD.version + 1 OR OLD.state || '>' || NEW.state <> ALL (ARRAY[
        'appeal>draft', 'appeal>due', 'appeal>frozen', 'appeal>lapsed', 'appeal>needs_info', 'appeal>refused',
        'appeal>review', 'appeal>submitted', 'appeal>verified', 'checking>frozen', 'checking>needs_info',
        'checking>review', 'checking>verified', 'draft>frozen', 'draft>submitted', 'draft>verified', 'due>due',
        'due>frozen', 'due>lapsed', 'due>submitted', 'due>verified', 'frozen>appeal', 'frozen>draft', 'frozen>due',
        'frozen>lapsed', 'frozen>needs_info', 'frozen>review', 'frozen>submitted', 'frozen>verified', 'lapsed>frozen',
        'lapsed>submitted', 'lapsed>verified', 'needs_info>frozen', 'needs_info>submitted', 'needs_info>verified',
        'refused>appeal', 'refused>review', 'refused>submitted', 'review>frozen', 'review>needs_info', 'review>refused',
        'review>review', 'review>verified', 'submitted>checking', 'submitted>frozen', 'submitted>verified',
        'verified>due', 'verified>frozen', 'verified>lapsed', 'verified>submitted', 'verified>verified'
    ]) THEN
        RAISE EXCEPTION 'no step leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM public.compliance_merchantevent e
        WHERE e.file_id = NEW.id AND e.version = NEW.version AND e.from_state = OLD.state AND e.to_state = NEW.state
    ) THEN
        RAISE EXCEPTION 'a step without its act in the history' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state IN ('verified', 'due', 'lapsed') AND (NEW.verified_at IS NULL OR NEW.due_at IS NULL) THEN
        RAISE EXCEPTION 'verified at no time' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state IN ('refused', 'frozen', 'appeal') AND NOT EXISTS (
        SELECT 1 FROM public.compliance_merchantrestriction r WHERE r.file_id = NEW.id AND r.lifted_at IS NULL
    ) THEN
        RAISE EXCEPTION 'a restriction without its reason' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
