from django.db import migrations

from hanaper.foundation.database.operations import Mechanism


class Migration(migrations.Migration):
    dependencies = [("pay", "0002_by_number"), ("people", "0002_own")]

    operations = [
        Mechanism(
            "hanaper.hr.pay",
            "seen",
            undo="""
            DROP POLICY seen ON pay_taxfact;
            DROP POLICY seen ON pay_nifact;
            DROP POLICY seen ON pay_loanfact;
            DROP POLICY seen ON pay_pensionfact;
            DROP POLICY seen ON pay_recurringelement;
            DROP POLICY seen ON pay_attachmentorder;
            DROP POLICY seen ON pay_broughtforward;
            DROP POLICY seen ON pay_payinput;
            DROP POLICY seen ON pay_paycheck;
            DROP POLICY seen ON pay_heldback;""",
        ),
    ]
