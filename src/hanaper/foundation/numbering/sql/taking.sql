-- Takes the next `how_many` numbers of a series of the act's body, and answers the last one before them. The row stays
-- locked until the act ends, so that a number given back by a rollback is the next one given: no gap, no number twice.
-- Called last in an act, so that the lock is held for a moment only.
CREATE FUNCTION hanaper.take_numbers(series_code text, year smallint, how_many bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE reached bigint;
BEGIN
    PERFORM hanaper.require_act();
    IF how_many NOT BETWEEN 1 AND 10000000 OR hanaper.body() IS NULL THEN
        RAISE EXCEPTION 'numbers are taken for a body, 1 to 10,000,000 at once, not %', how_many USING ERRCODE = 'HN013';
    END IF;
    INSERT INTO numbering_series AS s (body_id, series, fiscal_year, last)
    VALUES (hanaper.body(), series_code, year, how_many)
    ON CONFLICT (body_id, series, fiscal_year) DO UPDATE SET last = s.last + excluded.last
    RETURNING s.last INTO reached;
    RETURN reached - how_many;
END $$;
