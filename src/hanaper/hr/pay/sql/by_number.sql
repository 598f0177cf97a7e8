-- A run's payslips by payroll number, for whoever holds them beside what another payroll worked out: pence summed for each
-- element, noughts left out, in the order of the elements, so that two sides are alike exactly where their arrays are. Only
-- the pay team, a rule, and the duty that brings in an earlier payroll read it.
CREATE FUNCTION hanaper.payslips_by_number(pay_run bigint, leaving_out smallint[])
    RETURNS TABLE (payroll_number text, employment_id bigint, is_part_period boolean, tax_code text, ni_letter text,
                   pension_scheme text, elements smallint[], amounts bigint[], units bigint[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.number, p.employment_id,
           e.started_on > lower(r.earned) OR coalesce(e.ended_on < upper(r.earned) - 1, false),
           p.tax_code || CASE WHEN p.is_week1 THEN ' M1' ELSE '' END, p.ni_letter, p.pension_scheme,
           s.elements, s.amounts, s.units
    FROM pay_payslip p
    JOIN pay_payrun r ON r.body_id = p.body_id AND r.id = p.run_id AND r.calculation = p.calculation
    JOIN people_employment e ON e.body_id = p.body_id AND e.id = p.employment_id
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(x.element ORDER BY x.element), '{}') AS elements,
               coalesce(array_agg(x.pence ORDER BY x.element), '{}') AS amounts,
               coalesce(array_agg(x.units ORDER BY x.element), '{}') AS units
        FROM (SELECT l.element, sum(l.pence)::bigint AS pence, sum(l.units)::bigint AS units
              FROM unnest(p.elements, p.amounts, p.units) AS l(element, pence, units)
              WHERE l.element <> ALL (leaving_out) GROUP BY 1 HAVING sum(l.pence) <> 0) x) s
    WHERE p.body_id = hanaper.body() AND p.run_id = pay_run
      AND (hanaper.sees_all_pay() OR coalesce(hanaper.setting('duty') = 'migration.run', false))
    ORDER BY e.number
$$;
REVOKE ALL ON FUNCTION hanaper.payslips_by_number FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hanaper.payslips_by_number TO hanaper_app;
