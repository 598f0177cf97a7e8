-- What the runs of a body that pay on a day from `since` to before `before` cost, by element: sums over everybody, for the
-- return that says what a body's workforce costs. Whoever makes returns sees no payslip, and these sums of none.
CREATE FUNCTION hanaper.pay_by_element(of_body bigint, since date, before date)
    RETURNS TABLE (element smallint, pence bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT l.element, sum(l.pence)::bigint
    FROM pay_payrun r JOIN pay_payslip p ON p.body_id = r.body_id AND p.run_id = r.id AND p.calculation = r.calculation
    CROSS JOIN LATERAL unnest(p.elements, p.amounts) AS l(element, pence)
    WHERE r.body_id = of_body AND r.body_id = ANY ((SELECT hanaper.bodies())::bigint[])
      AND r.pay_on >= since AND r.pay_on < before AND r.state IN ('committed', 'reported', 'paid', 'closed')
      AND (hanaper.sees_all_pay() OR hanaper.setting('duty') LIKE 'returns.%')
    GROUP BY 1 ORDER BY 1
$$;
REVOKE ALL ON FUNCTION hanaper.pay_by_element FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hanaper.pay_by_element TO hanaper_app;
