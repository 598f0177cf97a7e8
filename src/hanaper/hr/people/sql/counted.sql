-- How many people a body employs on a day and how much of a full week they work, by grade, as known now: sums over
-- everybody, for the return that counts a body's workforce. Whoever makes returns sees no employment, and these counts of
-- none.
CREATE FUNCTION hanaper.people_counted(of_body bigint, on_day date)
    RETURNS TABLE (grade_id bigint, people bigint, full_time numeric)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.grade_id, count(*), sum(t.hours::numeric / t.full_hours)
    FROM people_employment e
    JOIN people_terms t ON t.body_id = e.body_id AND t.employment_id = e.id AND t.superseded_at IS NULL AND t.valid @> on_day
    WHERE e.body_id = of_body AND e.body_id = ANY ((SELECT hanaper.bodies())::bigint[])
      AND e.started_on <= on_day AND (e.ended_on IS NULL OR e.ended_on >= on_day)
      AND hanaper.acts_for('{employee.%,returns.%}')
    GROUP BY 1 ORDER BY 1
$$;
REVOKE ALL ON FUNCTION hanaper.people_counted FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hanaper.people_counted TO hanaper_app;
