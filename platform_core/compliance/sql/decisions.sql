-- A decision of staff tells when what it decides was handed in, as the history has it at that moment: boards read it there.
CREATE OR REPLACE FUNCTION public.note_supplier_hand_in() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    NEW.handed_in_at := CASE WHEN NEW.from_state = 'review' AND NEW.to_state <> 'review' AND NEW.actor_kind = 'staff' THEN (
        SELECT e.at FROM public.compliance_supplierevent e
        WHERE e.supplier_id = NEW.supplier_id AND e.version < NEW.version AND e.act = 'submit' ORDER BY e.version DESC LIMIT 1
    ) END;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER supplier_hand_in BEFORE INSERT ON public.compliance_supplierevent
FOR EACH ROW EXECUTE FUNCTION public.note_supplier_hand_in();

CREATE OR REPLACE FUNCTION public.note_merchant_hand_in() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    NEW.handed_in_at := CASE WHEN NEW.from_state = 'review' AND NEW.to_state <> 'review' AND NEW.actor_kind = 'staff' THEN (
        SELECT e.at FROM public.compliance_merchantevent e
        WHERE e.file_id = NEW.file_id AND e.version < NEW.version AND e.act = 'submit' ORDER BY e.version DESC LIMIT 1
    ) END;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER merchant_hand_in BEFORE INSERT ON public.compliance_merchantevent
FOR EACH ROW EXECUTE FUNCTION public.note_merchant_hand_in();
