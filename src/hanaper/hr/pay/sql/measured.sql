-- What a month's pay comes to, body by body: sums only, for whoever answers for figures and sees no payslip. Of main and other
-- runs that pay in the month; `entitled` is everybody whom a main run's days concern, whether or not there is a payslip.
CREATE FUNCTION hanaper.pay_measured(since date, before date, cost_elements smallint[])
    RETURNS TABLE (body_id bigint, runs bigint, payslips bigint, gross_pence bigint, net_pence bigint, cost_pence bigint,
                   levy_pence bigint, entitled bigint, not_paid bigint, told_late bigint, touched bigint, inputs bigint,
                   late_inputs bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH paid AS (
        SELECT r.*, s.code AS scheme_code FROM pay_payrun r JOIN pay_payscheme s ON s.body_id = r.body_id AND s.id = r.scheme_id
        WHERE r.body_id = ANY ((SELECT hanaper.bodies())::bigint[]) AND r.pay_on >= since AND r.pay_on < before
          AND r.state IN ('committed', 'reported', 'paid', 'closed')),
    slips AS (
        SELECT p.body_id, p.run_id, p.employment_id, p.gross_pence, p.net_pence,
               (SELECT coalesce(sum(l.pence), 0) FROM unnest(p.elements, p.amounts) AS l(element, pence)
                WHERE l.element = ANY (cost_elements)) AS cost_pence,
               EXISTS (SELECT FROM pay_paycheck k WHERE k.body_id = p.body_id AND k.run_id = p.run_id
                       AND k.employment_id = p.employment_id AND k.state IN ('accepted', 'held')) AS touched
        FROM paid r JOIN pay_payslip p ON p.body_id = r.body_id AND p.run_id = r.id AND p.calculation = r.calculation),
    entitled AS (
        SELECT r.body_id, s.employment_id IS NULL AS not_paid,
               s.employment_id IS NOT NULL AND (
                   EXISTS (SELECT FROM people_terms t WHERE t.body_id = e.body_id AND t.employment_id = e.id
                           AND t.recorded_at > r.known_at AND t.superseded_at IS NULL AND t.valid && r.earned
                           AND NOT EXISTS (
                               SELECT FROM people_terms o WHERE o.body_id = t.body_id AND o.employment_id = t.employment_id
                               AND o.recorded_at <= r.known_at AND (o.superseded_at IS NULL OR o.superseded_at > r.known_at)
                               AND o.valid @> (t.valid * r.earned)
                               AND (o.grade_id, o.point, o.annual_pence, o.hours, o.full_hours, o.is_hourly)
                                   IS NOT DISTINCT FROM (t.grade_id, t.point, t.annual_pence, t.hours, t.full_hours, t.is_hourly)))
                   OR EXISTS (SELECT FROM absence_absence a WHERE a.body_id = e.body_id AND a.employment_id = e.id
                              AND a.recorded_at > r.known_at AND a.superseded_at IS NULL AND a.valid && r.earned
                              AND NOT EXISTS (
                                  SELECT FROM absence_absence o WHERE o.body_id = a.body_id AND o.employment_id = a.employment_id
                                  AND o.recorded_at <= r.known_at AND (o.superseded_at IS NULL OR o.superseded_at > r.known_at)
                                  AND o.kind = a.kind AND o.valid @> (a.valid * r.earned)))
                   OR EXISTS (SELECT FROM pay_payinput i WHERE i.body_id = e.body_id AND i.employment_id = e.id
                              AND i.received_at > r.known_at AND i.earned && r.earned)) AS told_late
        FROM paid r
        JOIN people_employment e ON e.body_id = r.body_id AND e.scheme = r.scheme_code AND e.frequency = r.frequency
             AND e.started_on < upper(r.earned) AND (e.ended_on IS NULL OR e.ended_on >= lower(r.earned))
        LEFT JOIN slips s ON s.body_id = r.body_id AND s.run_id = r.id AND s.employment_id = e.id
        WHERE r.kind = 'main'),
    given AS (
        SELECT r.body_id, i.received_at > r.known_at AS is_late FROM paid r
        JOIN people_employment e ON e.body_id = r.body_id AND e.scheme = r.scheme_code AND e.frequency = r.frequency
        JOIN pay_payinput i ON i.body_id = e.body_id AND i.employment_id = e.id AND i.earned && r.earned
        WHERE r.kind = 'main')
    SELECT b.body_id, b.runs, coalesce(s.payslips, 0), coalesce(s.gross, 0)::bigint, coalesce(s.net, 0)::bigint,
           coalesce(s.cost, 0)::bigint, b.levy, coalesce(n.entitled, 0), coalesce(n.not_paid, 0), coalesce(n.told_late, 0),
           coalesce(s.touched, 0), coalesce(g.inputs, 0), coalesce(g.late, 0)
    FROM (SELECT p.body_id, count(*) AS runs, coalesce(sum((p.totals ->> 'levy')::bigint), 0)::bigint AS levy
          FROM paid p GROUP BY 1) b
    LEFT JOIN (SELECT x.body_id, count(*) AS payslips, sum(x.gross_pence) AS gross, sum(x.net_pence) AS net,
                      sum(x.cost_pence) AS cost, count(*) FILTER (WHERE x.touched) AS touched
               FROM slips x GROUP BY 1) s ON s.body_id = b.body_id
    LEFT JOIN (SELECT x.body_id, count(*) AS entitled, count(*) FILTER (WHERE x.not_paid) AS not_paid,
                      count(*) FILTER (WHERE x.told_late) AS told_late FROM entitled x GROUP BY 1) n ON n.body_id = b.body_id
    LEFT JOIN (SELECT x.body_id, count(*) AS inputs, count(*) FILTER (WHERE x.is_late) AS late
               FROM given x GROUP BY 1) g ON g.body_id = b.body_id
    WHERE hanaper.acts_for('{pay-run.%,update.read,levels.read,costs.read}')
    ORDER BY b.body_id
$$;
REVOKE ALL ON FUNCTION hanaper.pay_measured FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hanaper.pay_measured TO hanaper_app;
