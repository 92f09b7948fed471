-- The state of a supplier changes by the table of platform_core/compliance/lifecycle.py alone, one version at a time, with
-- its act in the history; what takes the right to sell away says why in a restriction.
CREATE OR REPLACE FUNCTION public.check_supplier_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' OR NEW.version <> 0 THEN
            RAISE EXCEPTION 'a supplier begins as a draft' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.version = OLD.version AND NEW.state = OLD.state THEN
        RETURN NEW;
    END IF;
    IF NEW.version <> OLD.version + 1 OR OLD.state || '>' || NEW.state <> ALL (ARRAY[
        'active>active', 'active>blacklisted', 'active>expired', 'active>expiring', 'active>offboarded', 'active>suspended',
        'appeal>active', 'appeal>approved_limited', 'appeal>blacklisted', 'appeal>expired', 'appeal>submitted',
        'appeal>suspended', 'approved_limited>active', 'approved_limited>approved_limited', 'approved_limited>blacklisted', 'approved_limited>expired',
        'approved_limited>offboarded', 'approved_limited>suspended', 'auto_check>active', 'auto_check>blacklisted',
        'auto_check>needs_info', 'auto_check>offboarded', 'auto_check>review', 'blacklisted>appeal', 'draft>active',
        'draft>blacklisted', 'draft>offboarded', 'draft>submitted', 'expired>active', 'expired>auto_check',
        'expired>blacklisted', 'expired>offboarded', 'expiring>active', 'expiring>expiring', 'expiring>blacklisted', 'expiring>expired',
        'expiring>offboarded', 'expiring>suspended', 'needs_info>active', 'needs_info>blacklisted',
        'needs_info>offboarded', 'needs_info>submitted', 'offboarded>blacklisted', 'offboarded>restricted_archive',
        'restricted_archive>purged', 'review>active', 'review>approved_limited', 'review>blacklisted',
        'review>needs_info', 'review>offboarded', 'review>review', 'submitted>active', 'submitted>auto_check',
        'submitted>blacklisted', 'submitted>offboarded', 'suspended>active', 'suspended>appeal',
        'suspended>approved_limited', 'suspended>blacklisted', 'suspended>expired'
    ]) THEN
        RAISE EXCEPTION 'no step leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM public.compliance_supplierevent e
        WHERE e.supplier_id = NEW.id AND e.version = NEW.version AND e.from_state = OLD.state AND e.to_state = NEW.state
    ) THEN
        RAISE EXCEPTION 'a step without its act in the history' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state IN ('suspended', 'blacklisted', 'appeal') AND NOT EXISTS (
        SELECT 1 FROM public.compliance_restriction r
        WHERE r.supplier_id = NEW.id AND r.lifted_at IS NULL AND r.category = ''
    ) THEN
        RAISE EXCEPTION 'a restriction without its reason' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
