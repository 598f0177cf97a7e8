-- What pay is worked out from, and what stands out in it, says as much as a payslip. Those who set pay and bring in an earlier
-- payroll see the facts of the bodies in scope, and everybody else their own; checks, and who is held back, are for the pay team.
CREATE POLICY seen ON pay_taxfact AS RESTRICTIVE FOR SELECT TO hanaper_app USING (
    (SELECT hanaper.acts_for('{pay-%,migration.%}'))
    OR employment_id IN (SELECT e.id FROM people_employment e WHERE e.person_id = (SELECT hanaper.actor()))
);
CREATE POLICY seen ON pay_nifact AS RESTRICTIVE FOR SELECT TO hanaper_app USING (
    (SELECT hanaper.acts_for('{pay-%,migration.%}'))
    OR employment_id IN (SELECT e.id FROM people_employment e WHERE e.person_id = (SELECT hanaper.actor()))
);
CREATE POLICY seen ON pay_loanfact AS RESTRICTIVE FOR SELECT TO hanaper_app USING (
    (SELECT hanaper.acts_for('{pay-%,migration.%}'))
    OR employment_id IN (SELECT e.id FROM people_employment e WHERE e.person_id = (SELECT hanaper.actor()))
);
CREATE POLICY seen ON pay_pensionfact AS RESTRICTIVE FOR SELECT TO hanaper_app USING (
    (SELECT hanaper.acts_for('{pay-%,migration.%}'))
    OR employment_id IN (SELECT e.id FROM people_employment e WHERE e.person_id = (SELECT hanaper.actor()))
);
CREATE POLICY seen ON pay_recurringelement AS RESTRICTIVE FOR SELECT TO hanaper_app USING (
    (SELECT hanaper.acts_for('{pay-%,migration.%}'))
    OR employment_id IN (SELECT e.id FROM people_employment e WHERE e.person_id = (SELECT hanaper.actor()))
);
CREATE POLICY seen ON pay_attachmentorder AS RESTRICTIVE FOR SELECT TO hanaper_app USING (
    (SELECT hanaper.acts_for('{pay-%,migration.%}'))
    OR employment_id IN (SELECT e.id FROM people_employment e WHERE e.person_id = (SELECT hanaper.actor()))
);
CREATE POLICY seen ON pay_broughtforward AS RESTRICTIVE FOR SELECT TO hanaper_app USING (
    (SELECT hanaper.acts_for('{pay-%,migration.%}'))
    OR employment_id IN (SELECT e.id FROM people_employment e WHERE e.person_id = (SELECT hanaper.actor()))
);
CREATE POLICY seen ON pay_payinput AS RESTRICTIVE FOR SELECT TO hanaper_app USING (
    (SELECT hanaper.acts_for('{pay-%,migration.%}'))
    OR employment_id IN (SELECT e.id FROM people_employment e WHERE e.person_id = (SELECT hanaper.actor()))
);
CREATE POLICY seen ON pay_paycheck AS RESTRICTIVE FOR SELECT TO hanaper_app USING ((SELECT hanaper.sees_all_pay()));
CREATE POLICY seen ON pay_heldback AS RESTRICTIVE FOR SELECT TO hanaper_app USING ((SELECT hanaper.sees_all_pay()));
