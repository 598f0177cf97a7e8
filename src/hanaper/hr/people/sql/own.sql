-- What an act sees of people. Terms say what somebody earns: HR and pay see those of the bodies in scope, everybody else their
-- own. An act that was opened for one's own record or payslips sees nothing of anybody else, wherever that is written.
CREATE FUNCTION hanaper.own_only() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(hanaper.setting('automation') IS NULL AND hanaper.setting('duty') LIKE 'own-%', false)
$$;
CREATE POLICY own ON people_employment AS RESTRICTIVE FOR SELECT TO hanaper_app
    USING (NOT (SELECT hanaper.own_only()) OR person_id = (SELECT hanaper.actor()));
CREATE POLICY own ON people_terms AS RESTRICTIVE FOR SELECT TO hanaper_app USING (
    (SELECT hanaper.acts_for('{employee.%,pay-%,migration.%}'))
    OR employment_id IN (SELECT e.id FROM people_employment e WHERE e.person_id = (SELECT hanaper.actor()))
);
CREATE POLICY own ON people_bankchange AS RESTRICTIVE FOR SELECT TO hanaper_app USING (
    NOT (SELECT hanaper.own_only())
    OR employment_id IN (SELECT e.id FROM people_employment e WHERE e.person_id = (SELECT hanaper.actor()))
);
CREATE POLICY own ON people_notice AS RESTRICTIVE FOR SELECT TO hanaper_app
    USING (NOT (SELECT hanaper.own_only()) OR person_id = (SELECT hanaper.actor()));
-- Files that were made of people's pay, and what stood before and after a change of anybody's record.
CREATE POLICY own ON files_storedfile AS RESTRICTIVE FOR SELECT TO hanaper_app USING (NOT (SELECT hanaper.own_only()));
CREATE POLICY own ON audit_detail AS RESTRICTIVE FOR SELECT TO hanaper_app USING (NOT (SELECT hanaper.own_only()));
