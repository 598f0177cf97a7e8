-- What somebody owes their employer says what they are paid: the pay team's alone, and whoever pays an advance out.
CREATE POLICY seen ON pay_paydebt AS RESTRICTIVE FOR SELECT TO hanaper_app
    USING ((SELECT hanaper.acts_for('{pay-%,payment-run.%}')));
