-- What a year should have said of somebody is their pay: the pay team's alone, until they are told.
CREATE POLICY seen ON pay_yearcorrection AS RESTRICTIVE FOR SELECT TO hanaper_app USING ((SELECT hanaper.sees_all_pay()));
