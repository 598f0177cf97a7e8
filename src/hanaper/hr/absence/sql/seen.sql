-- Sickness is health data: whoever records or reads absences and the pay team see those of the bodies in scope, and everybody
-- else their own.
CREATE POLICY seen ON absence_absence AS RESTRICTIVE FOR SELECT TO hanaper_app USING (
    (SELECT hanaper.acts_for('{absence.%,pay-run.%}'))
    OR employment_id IN (SELECT e.id FROM people_employment e WHERE e.person_id = (SELECT hanaper.actor()))
);
