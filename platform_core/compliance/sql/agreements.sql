-- Versions of the platform's agreement follow one another, and a change is published seven days before it begins: nobody's
-- clock, and nobody's hand, puts one into force earlier.
CREATE OR REPLACE FUNCTION public.check_agreement() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    last integer;
    begun timestamptz;
BEGIN
    SELECT max(number), max(begins_at) INTO last, begun FROM public.compliance_agreementversion WHERE kind = NEW.kind;
    IF NEW.number <> coalesce(last, 0) + 1 OR NEW.begins_at <= begun THEN
        RAISE EXCEPTION 'versions follow one another' USING ERRCODE = 'check_violation';
    END IF;
    IF last IS NOT NULL AND NEW.begins_at < NEW.published_at + interval '7 days' THEN
        RAISE EXCEPTION 'a change is published seven days before it begins' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.published_at < now() - interval '10 minutes' THEN
        RAISE EXCEPTION 'nothing was published in the past' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
