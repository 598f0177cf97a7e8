-- A bank detail comes from an approved change and from nowhere else, and is never overwritten: the approval itself ends
-- the detail before it and writes the next. The application's role may only read this table.

CREATE FUNCTION hanaper.bank_change_takes_effect() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE today date := (hanaper.at() AT TIME ZONE 'Europe/London')::date;
BEGIN
    UPDATE suppliers_bankdetail d SET valid = daterange(lower(d.valid), today)
    FROM old_rows o JOIN new_rows n ON n.body_id = o.body_id AND n.id = o.id
    WHERE o.state <> 'approved' AND n.state = 'approved'
      AND d.cluster_id = n.cluster_id AND d.site_id = n.site_id AND d.currency = n.currency AND upper_inf(d.valid);

    INSERT INTO suppliers_bankdetail (cluster_id, site_id, holder_name, currency, sort_code, account_number, iban, bic,
                                      valid, change_id)
    SELECT n.cluster_id, n.site_id, n.holder_name, n.currency, n.sort_code, n.account_number, n.iban, n.bic,
           daterange(today, NULL), n.id
    FROM old_rows o JOIN new_rows n ON n.body_id = o.body_id AND n.id = o.id
    WHERE o.state <> 'approved' AND n.state = 'approved';
    RETURN NULL;
END $$;
-- Named to fire after the witness has judged the move.
CREATE TRIGGER writes_bank_detail AFTER UPDATE ON suppliers_bankchange
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION hanaper.bank_change_takes_effect();
REVOKE ALL ON FUNCTION hanaper.bank_change_takes_effect FROM PUBLIC;

-- Of a detail only the day of its end is ever set, once; for the owner too.
CREATE FUNCTION hanaper.bank_detail_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND upper_inf(OLD.valid) AND lower(NEW.valid) = lower(OLD.valid)
       AND to_jsonb(NEW) - 'valid' = to_jsonb(OLD) - 'valid' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'bank detail %: % refused', OLD.id, lower(TG_OP) USING ERRCODE = 'HN040';
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON suppliers_bankdetail
    FOR EACH ROW EXECUTE FUNCTION hanaper.bank_detail_stays();
CREATE TRIGGER stays_whole BEFORE TRUNCATE ON suppliers_bankdetail
    FOR EACH STATEMENT EXECUTE FUNCTION hanaper.refuse_change();

-- What somebody is asked to approve is what was proposed.
CREATE FUNCTION hanaper.bank_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'proposal %: its content was to be changed', OLD.id USING ERRCODE = 'HN040';
END $$;
CREATE TRIGGER content_stays BEFORE UPDATE ON suppliers_bankchange FOR EACH ROW
    WHEN ((OLD.cluster_id, OLD.site_id, OLD.holder_name, OLD.currency, OLD.sort_code, OLD.account_number, OLD.iban, OLD.bic,
           OLD.verification)
        IS DISTINCT FROM
          (NEW.cluster_id, NEW.site_id, NEW.holder_name, NEW.currency, NEW.sort_code, NEW.account_number, NEW.iban, NEW.bic,
           NEW.verification))
    EXECUTE FUNCTION hanaper.bank_change_stays();
