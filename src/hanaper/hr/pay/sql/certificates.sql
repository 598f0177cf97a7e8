-- A P45 or P60 says what somebody earned: the pay team sees those of the bodies in scope, and everybody else their own.
CREATE POLICY seen ON pay_certificate AS RESTRICTIVE FOR SELECT TO hanaper_app USING (
    (SELECT hanaper.sees_all_pay()) OR person_id = (SELECT hanaper.actor())
);

-- The National Insurance number that stands on somebody's own certificate, and nobody else's: the law puts it there. Who reads
-- their own number reads nothing guarded, so that nothing is logged.
CREATE FUNCTION hanaper.own_certificate_nino(certificate bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT n.nino::text FROM pay_certificate c
    JOIN people_nationalinsurance n ON n.body_id = c.body_id AND n.person_id = c.person_id
    WHERE c.id = certificate AND c.body_id = ANY (hanaper.bodies()) AND c.person_id = hanaper.actor()
      AND hanaper.setting('automation') IS NULL
$$;
REVOKE ALL ON FUNCTION hanaper.own_certificate_nino FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hanaper.own_certificate_nino TO hanaper_app;
