-- Payslips: staged as drafts that nobody but the pay team sees, published by one change of their run's state, and never
-- changed. The application adds drafts; it can neither change one nor take one away.

-- Not a security definer: it only reads what the act was opened for.
CREATE FUNCTION hanaper.sees_all_pay() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(hanaper.setting('automation') IS NOT NULL
                    OR hanaper.setting('duty') LIKE 'pay-run.%' OR hanaper.setting('duty') LIKE 'pay-check.%', false)
$$;

-- Who sees which. A rule and the pay team see all of the bodies in scope; everybody else only payslips of committed runs,
-- and of those only their own.
CREATE POLICY seen ON pay_payslip AS RESTRICTIVE FOR SELECT TO hanaper_app USING (
    (SELECT hanaper.sees_all_pay())
    OR (person_id = (SELECT hanaper.actor())
        AND run_id IN (SELECT r.id FROM pay_payrun r WHERE r.state IN ('committed', 'reported', 'paid', 'closed')))
);

-- Whatever wrote them, drafts join a run only while it is being calculated, under its last calculation, and their references
-- are checked as a set: every employment (with its person), cost centre and programme is the body's own.
CREATE FUNCTION hanaper.payslips_staged() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE bad record;
BEGIN
    PERFORM hanaper.require_act();
    PERFORM FROM pay_payrun r WHERE r.id IN (SELECT n.run_id FROM new_rows n) ORDER BY r.id FOR SHARE;
    SELECT n.run_id INTO bad FROM (SELECT DISTINCT x.body_id, x.run_id, x.calculation, x.pay_on FROM new_rows x) n
    LEFT JOIN pay_payrun r ON r.body_id = n.body_id AND r.id = n.run_id
    WHERE (r.state = 'gathered' AND r.calculation = n.calculation AND r.pay_on = n.pay_on) IS NOT TRUE LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'pay run % takes no payslips now', bad.run_id USING ERRCODE = 'HN060';
    END IF;
    IF EXISTS (SELECT FROM new_rows n LEFT JOIN people_employment e ON e.body_id = n.body_id AND e.id = n.employment_id
               WHERE e.person_id IS DISTINCT FROM n.person_id)
       OR EXISTS (SELECT FROM (SELECT DISTINCT n.body_id, n.cost_centre_id AS id FROM new_rows n) c
                  WHERE NOT EXISTS (SELECT FROM tenancy_costcentre x WHERE x.body_id = c.body_id AND x.id = c.id))
       OR EXISTS (SELECT FROM (SELECT DISTINCT n.body_id, n.programme_id AS id FROM new_rows n) p
                  WHERE NOT EXISTS (SELECT FROM ledger_programme x WHERE x.body_id = p.body_id AND x.id = p.id)) THEN
        RAISE EXCEPTION 'a payslip names an employment, cost centre or programme that is not the body''s' USING ERRCODE = 'HN022';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER staged AFTER INSERT ON pay_payslip REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION hanaper.payslips_staged();
REVOKE ALL ON FUNCTION hanaper.payslips_staged FROM PUBLIC;

-- Drops the drafts of earlier calculations of a run, at most so many at once. A committed run has none to drop.
CREATE FUNCTION hanaper.drafts_drop(pay_run bigint, at_most bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    body    bigint := hanaper.body();
    dropped bigint;
BEGIN
    PERFORM hanaper.require_act();
    DELETE FROM pay_payslip p USING pay_payrun r
    WHERE p.ctid = ANY (ARRAY(
        SELECT d.ctid FROM pay_payslip d JOIN pay_payrun x ON x.body_id = d.body_id AND x.id = d.run_id
        WHERE d.body_id = body AND d.run_id = pay_run
          AND (d.calculation < x.calculation OR x.state = 'abandoned')
          AND x.state IN ('open', 'gathered', 'abandoned') LIMIT at_most))
      AND r.body_id = p.body_id AND r.id = p.run_id AND r.state IN ('open', 'gathered', 'abandoned');
    GET DIAGNOSTICS dropped = ROW_COUNT;
    RETURN dropped;
END $$;

-- What of a run is approved and what is then paid: one digest over every payslip of its last calculation, in the order of
-- their employments.
CREATE FUNCTION hanaper.payslips_digest(pay_run bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT sha256(coalesce(string_agg(sha256(convert_to(ROW(
               p.employment_id, p.person_id, p.pay_on, p.cost_centre_id, p.programme_id, p.tax_code, p.is_week1, p.ni_letter,
               p.pension_scheme, p.age, p.elements, p.amounts, p.units, p.refs, p.gross_pence, p.net_pence, p.to_date,
               p.ni_letters, p.ni_to_date)::text, 'UTF8')), ''::bytea ORDER BY p.employment_id), ''))
    FROM pay_payslip p JOIN pay_payrun r ON r.body_id = p.body_id AND r.id = p.run_id
    WHERE p.body_id = hanaper.body() AND p.run_id = pay_run AND p.calculation = r.calculation AND hanaper.sees_all_pay()
$$;

-- The sums that a journal, a costing report and the control totals are made of: by cost centre, programme and element. Where
-- one person is alone in a cost centre it is their pay, so that only a rule and the pay team are answered.
CREATE FUNCTION hanaper.payslips_summed(pay_run bigint)
    RETURNS TABLE (cost_centre_id bigint, programme_id bigint, element smallint, pence bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.cost_centre_id, p.programme_id, l.element, sum(l.pence)::bigint
    FROM pay_payslip p JOIN pay_payrun r ON r.body_id = p.body_id AND r.id = p.run_id
    CROSS JOIN LATERAL unnest(p.elements, p.amounts) AS l(element, pence)
    WHERE p.body_id = ANY ((SELECT hanaper.bodies())::bigint[]) AND p.run_id = pay_run AND p.calculation = r.calculation
      AND hanaper.sees_all_pay()
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
$$;

-- Whom a committed run pays, and how much: for whoever pays it out, who sees no payslip.
CREATE FUNCTION hanaper.pay_run_nets(pay_run bigint) RETURNS TABLE (employment_id bigint, net_pence bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.employment_id, p.net_pence FROM pay_payslip p
    JOIN pay_payrun r ON r.body_id = p.body_id AND r.id = p.run_id AND r.calculation = p.calculation
    WHERE p.body_id = hanaper.body() AND p.run_id = pay_run AND p.net_pence > 0
      AND r.state IN ('committed', 'reported', 'paid', 'closed')
      AND (hanaper.setting('duty') LIKE 'payment-run.%' OR hanaper.setting('automation') IS NOT NULL)
    ORDER BY p.employment_id
$$;

REVOKE ALL ON FUNCTION hanaper.drafts_drop, hanaper.pay_run_nets, hanaper.payslips_digest, hanaper.payslips_summed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hanaper.drafts_drop, hanaper.pay_run_nets, hanaper.payslips_digest, hanaper.payslips_summed
    TO hanaper_app;
