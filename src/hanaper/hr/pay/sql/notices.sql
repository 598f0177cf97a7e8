-- A notice says what somebody owes and to whom: for those who set pay, and nobody else.
CREATE POLICY seen ON pay_notice AS RESTRICTIVE FOR SELECT TO hanaper_app USING ((SELECT hanaper.acts_for('{pay-%}')));
