-- Working days in SQL, counted as `hanaper.kernel.calendar` counts them: weekdays from the first of all Mondays up to and
-- with a day, less the holidays among them. holidays: on weekdays, in order. The difference of two is the number of working
-- days between them: those after the first, up to and with the second.
CREATE FUNCTION hanaper.worked_through(day date, holidays date[]) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (day - date '0001-01-01') / 7 * 5 + least((day - date '0001-01-01') % 7 + 1, 5)
         - CASE WHEN holidays = '{}' THEN 0 ELSE width_bucket(day, holidays) END
$$;
