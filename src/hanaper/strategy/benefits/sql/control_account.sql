-- The control account of a baseline: a pound or an hour of it is drawn by one benefit only.
--
-- The baseline's row is locked before its draws are summed, so that two draws at once wait for one another; the second
-- then sees the first. Not FOR UPDATE: the foreign keys of both benefits hold the row's key already, and each would
-- wait for the other's.
CREATE FUNCTION hanaper.benefits_draw_within() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held numeric;
    drawn numeric;
BEGIN
    SELECT CASE NEW.of WHEN 'pounds' THEN cost_pence ELSE hours * 100 END INTO held
      FROM benefits_baseline WHERE body_id = NEW.body_id AND id = NEW.baseline_id FOR NO KEY UPDATE;
    SELECT coalesce(sum(amount), 0) INTO drawn
      FROM benefits_draw WHERE body_id = NEW.body_id AND baseline_id = NEW.baseline_id AND of = NEW.of;
    IF drawn + NEW.amount > coalesce(held, 0) OR drawn + NEW.amount < 0 THEN
        RAISE EXCEPTION 'baseline % holds % of %, % is drawn and % more is asked for',
            NEW.baseline_id, coalesce(held, 0), NEW.of, drawn, NEW.amount
            USING ERRCODE = 'HN080';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION hanaper.benefits_draw_within FROM PUBLIC;

CREATE TRIGGER within BEFORE INSERT ON benefits_draw
    FOR EACH ROW EXECUTE FUNCTION hanaper.benefits_draw_within();
