-- What pay is worked out from, and what stands out in it, says as much as a payslip. Those who set pay and bring in an earlier
-- payroll see the facts of the bodies in scope, and everybody else their own; checks, and who is held back, are for the pay team.
DO $$
DECLARE facts text;
BEGIN
    FOREACH facts IN ARRAY '{pay_taxfact,pay_nifact,pay_loanfact,pay_pensionfact,pay_recurringelement,pay_attachmentorder,
                             pay_broughtforward,pay_payinput}'::text[] LOOP
        EXECUTE format('CREATE POLICY seen ON %I AS RESTRICTIVE FOR SELECT TO hanaper_app USING (
            (SELECT hanaper.acts_for(''{pay-%%,migration.%%}''))
            OR employment_id IN (SELECT e.id FROM people_employment e WHERE e.person_id = (SELECT hanaper.actor())))', facts);
    END LOOP;
END $$;
CREATE POLICY seen ON pay_paycheck AS RESTRICTIVE FOR SELECT TO hanaper_app USING ((SELECT hanaper.sees_all_pay()));
CREATE POLICY seen ON pay_heldback AS RESTRICTIVE FOR SELECT TO hanaper_app USING ((SELECT hanaper.sees_all_pay()));
