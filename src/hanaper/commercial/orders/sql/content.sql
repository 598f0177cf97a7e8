-- The content of an order changes only in an act that raises it: when it is made, corrected or changed. While it waits
-- for approval, and after that, it stands as it was raised, whatever path tries.

CREATE FUNCTION hanaper.order_content_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'order % is %', OLD.id, NEW.state USING ERRCODE = 'HN045';
END $$;
CREATE TRIGGER content_fixed BEFORE UPDATE ON orders_order FOR EACH ROW
    WHEN ((OLD.body_site_id, OLD.description, OLD.currency, OLD.units_per_pound, OLD.total_minor, OLD.total_pence)
            IS DISTINCT FROM
          (NEW.body_site_id, NEW.description, NEW.currency, NEW.units_per_pound, NEW.total_minor, NEW.total_pence)
        AND NOT (OLD.state = 'raised' AND OLD.state_since = hanaper.at()))
    EXECUTE FUNCTION hanaper.order_content_fixed();

CREATE FUNCTION hanaper.order_lines_fixed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE bad record;
BEGIN
    SELECT o.id, o.state INTO bad FROM changed c JOIN orders_order o ON o.body_id = c.body_id AND o.id = c.order_id
    WHERE NOT (o.state = 'raised' AND o.state_since = hanaper.at()) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a line of order %, which is %', bad.id, bad.state USING ERRCODE = 'HN045';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER fixed_insert AFTER INSERT ON orders_orderline REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION hanaper.order_lines_fixed();
CREATE TRIGGER fixed_update AFTER UPDATE ON orders_orderline REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION hanaper.order_lines_fixed();
CREATE TRIGGER fixed_delete AFTER DELETE ON orders_orderline REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION hanaper.order_lines_fixed();
REVOKE ALL ON FUNCTION hanaper.order_lines_fixed FROM PUBLIC;
