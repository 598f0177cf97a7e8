-- How right a month's pay was. Figures are sums over the rows of two functions, and the lists behind the figures show the same
-- rows, so that a figure and its lines agree by construction.

-- Runs that pay on a day from `since` to before `before`, of the bodies in scope. Not a security definer, nor are the two that
-- follow: they are the owner's alone, and are read by the functions below that say for whom.
CREATE FUNCTION hanaper.pay_measured_runs(since date, before date)
    RETURNS TABLE (body_id bigint, run_id bigint, calculation smallint, scheme varchar, frequency varchar, is_main boolean,
                   earned daterange, known_at timestamptz, levy_pence bigint) LANGUAGE sql STABLE AS $$
    SELECT r.body_id, r.id, r.calculation, s.code, r.frequency, r.kind = 'main', r.earned, r.known_at,
           coalesce((r.totals ->> 'levy')::bigint, 0)
    FROM pay_payrun r JOIN pay_payscheme s ON s.body_id = r.body_id AND s.id = r.scheme_id
    WHERE r.body_id = ANY ((SELECT hanaper.bodies())::bigint[]) AND r.pay_on >= since AND r.pay_on < before
      AND r.state IN ('committed', 'reported', 'paid', 'closed')
$$;

-- Everybody who has a payslip in such a run, or is entitled to one because a main run's days concern them. because: why pay was
-- not right on the day, null where it was; held: the code for which somebody was left out, null where nobody decided that.
CREATE FUNCTION hanaper.pay_measured_people(since date, before date, cost_elements smallint[])
    RETURNS TABLE (body_id bigint, run_id bigint, employment_id bigint, payslip_id bigint, is_entitled boolean, because text,
                   held varchar, is_touched boolean, gross_pence bigint, net_pence bigint, cost_pence numeric)
    LANGUAGE sql STABLE AS $$
    WITH paid AS (SELECT * FROM hanaper.pay_measured_runs(since, before)),
    slips AS (
        SELECT p.body_id, p.run_id, p.employment_id, p.id AS payslip_id, p.gross_pence, p.net_pence,
               (SELECT sum(l.pence) FROM unnest(p.elements, p.amounts) AS l(element, pence)
                WHERE l.element = ANY (cost_elements)) AS cost_pence,
               EXISTS (SELECT FROM pay_paycheck k WHERE k.body_id = p.body_id AND k.run_id = p.run_id
                       AND k.employment_id = p.employment_id AND k.state IN ('accepted', 'held')) AS is_touched
        FROM paid r JOIN pay_payslip p ON p.body_id = r.body_id AND p.run_id = r.run_id AND p.calculation = r.calculation),
    entitled AS (
        SELECT r.body_id, r.run_id, e.id AS employment_id, h.code AS held,
               CASE
                   WHEN s.payslip_id IS NULL THEN 'not-paid'
                   WHEN EXISTS (SELECT FROM people_terms t WHERE t.body_id = e.body_id AND t.employment_id = e.id
                           AND t.recorded_at > r.known_at AND t.superseded_at IS NULL AND t.valid && r.earned
                           AND NOT EXISTS (
                               SELECT FROM people_terms o WHERE o.body_id = t.body_id AND o.employment_id = t.employment_id
                               AND o.recorded_at <= r.known_at AND (o.superseded_at IS NULL OR o.superseded_at > r.known_at)
                               AND o.valid @> (t.valid * r.earned)
                               AND (o.grade_id, o.point, o.annual_pence, o.hours, o.full_hours, o.is_hourly)
                                   IS NOT DISTINCT FROM (t.grade_id, t.point, t.annual_pence, t.hours, t.full_hours, t.is_hourly)))
                       THEN 'terms'
                   WHEN EXISTS (SELECT FROM absence_absence a WHERE a.body_id = e.body_id AND a.employment_id = e.id
                              AND a.recorded_at > r.known_at AND a.superseded_at IS NULL AND a.valid && r.earned
                              AND NOT EXISTS (
                                  SELECT FROM absence_absence o WHERE o.body_id = a.body_id AND o.employment_id = a.employment_id
                                  AND o.recorded_at <= r.known_at AND (o.superseded_at IS NULL OR o.superseded_at > r.known_at)
                                  AND o.kind = a.kind AND o.valid @> (a.valid * r.earned)))
                       THEN 'absence'
                   WHEN EXISTS (SELECT FROM pay_payinput i WHERE i.body_id = e.body_id AND i.employment_id = e.id
                              AND i.received_at > r.known_at AND i.earned && r.earned)
                       THEN 'input'
               END AS because
        FROM paid r
        JOIN people_employment e ON e.body_id = r.body_id AND e.scheme = r.scheme AND e.frequency = r.frequency
             AND e.started_on < upper(r.earned) AND (e.ended_on IS NULL OR e.ended_on >= lower(r.earned))
        LEFT JOIN slips s ON s.body_id = r.body_id AND s.run_id = r.run_id AND s.employment_id = e.id
        LEFT JOIN pay_heldback h ON h.body_id = r.body_id AND h.run_id = r.run_id AND h.calculation = r.calculation
             AND h.employment_id = e.id
        WHERE r.is_main)
    SELECT body_id, run_id, employment_id, s.payslip_id, n.body_id IS NOT NULL, n.because, n.held, coalesce(s.is_touched, false),
           s.gross_pence, s.net_pence, s.cost_pence
    FROM slips s FULL JOIN entitled n USING (body_id, run_id, employment_id)
$$;

-- Hours, claims and amounts that were entered for the days of such a main run, in time or late.
CREATE FUNCTION hanaper.pay_measured_inputs(since date, before date)
    RETURNS TABLE (body_id bigint, run_id bigint, input_id bigint, employment_id bigint, element smallint, source varchar,
                   received_at timestamptz, known_at timestamptz, is_late boolean) LANGUAGE sql STABLE AS $$
    SELECT r.body_id, r.run_id, i.id, i.employment_id, i.element, i.source, i.received_at, r.known_at, i.received_at > r.known_at
    FROM hanaper.pay_measured_runs(since, before) r
    JOIN people_employment e ON e.body_id = r.body_id AND e.scheme = r.scheme AND e.frequency = r.frequency
    JOIN pay_payinput i ON i.body_id = e.body_id AND i.employment_id = e.id AND i.earned && r.earned
    WHERE r.is_main
$$;

-- What it comes to, body by body: sums only, for whoever answers for figures and sees no payslip.
CREATE FUNCTION hanaper.pay_measured(since date, before date, cost_elements smallint[])
    RETURNS TABLE (body_id bigint, runs bigint, payslips bigint, gross_pence bigint, net_pence bigint, cost_pence bigint,
                   levy_pence bigint, entitled bigint, not_paid bigint, told_late bigint, touched bigint, inputs bigint,
                   late_inputs bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT b.body_id, b.runs, coalesce(s.payslips, 0), coalesce(s.gross, 0)::bigint, coalesce(s.net, 0)::bigint,
           coalesce(s.cost, 0)::bigint, b.levy, coalesce(s.entitled, 0), coalesce(s.not_paid, 0), coalesce(s.told_late, 0),
           coalesce(s.touched, 0), coalesce(g.inputs, 0), coalesce(g.late, 0)
    FROM (SELECT p.body_id, count(*) AS runs, sum(p.levy_pence)::bigint AS levy
          FROM hanaper.pay_measured_runs(since, before) p GROUP BY 1) b
    LEFT JOIN (SELECT x.body_id, count(x.payslip_id) AS payslips, sum(x.gross_pence) AS gross, sum(x.net_pence) AS net,
                      sum(x.cost_pence) AS cost,
                      count(*) FILTER (WHERE x.is_entitled) AS entitled,
                      count(*) FILTER (WHERE x.because = 'not-paid') AS not_paid,
                      count(*) FILTER (WHERE x.because <> 'not-paid') AS told_late,
                      count(*) FILTER (WHERE x.is_touched) AS touched
               FROM hanaper.pay_measured_people(since, before, cost_elements) x GROUP BY 1) s ON s.body_id = b.body_id
    LEFT JOIN (SELECT x.body_id, count(*) AS inputs, count(*) FILTER (WHERE x.is_late) AS late
               FROM hanaper.pay_measured_inputs(since, before) x GROUP BY 1) g ON g.body_id = b.body_id
    WHERE hanaper.acts_for('{pay-run.%,update.read,levels.read,costs.read}')
    ORDER BY b.body_id
$$;

-- The lines behind these sums name people, and are the pay team's: nothing of what they are paid, nor why they were away.
CREATE FUNCTION hanaper.pay_people_lines(since date, before date)
    RETURNS TABLE (body_id bigint, run_id bigint, employment_id bigint, payslip_id bigint, is_entitled boolean, because text,
                   held varchar, is_touched boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT x.body_id, x.run_id, x.employment_id, x.payslip_id, x.is_entitled, x.because, x.held, x.is_touched
    FROM hanaper.pay_measured_people(since, before, '{}') x WHERE hanaper.sees_all_pay()
$$;
CREATE FUNCTION hanaper.pay_input_lines(since date, before date)
    RETURNS TABLE (body_id bigint, run_id bigint, input_id bigint, employment_id bigint, element smallint, source varchar,
                   received_at timestamptz, known_at timestamptz, is_late boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT x.* FROM hanaper.pay_measured_inputs(since, before) x WHERE hanaper.sees_all_pay()
$$;
REVOKE ALL ON FUNCTION hanaper.pay_measured_runs, hanaper.pay_measured_people, hanaper.pay_measured_inputs,
    hanaper.pay_measured, hanaper.pay_people_lines, hanaper.pay_input_lines FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hanaper.pay_measured, hanaper.pay_people_lines, hanaper.pay_input_lines TO hanaper_app;
