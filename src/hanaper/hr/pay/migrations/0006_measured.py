from django.db import migrations

from hanaper.foundation.database.operations import Mechanism


class Migration(migrations.Migration):
    dependencies = [("pay", "0005_submission_totals"), ("absence", "0002_seen")]

    operations = [
        Mechanism(
            "hanaper.hr.pay",
            "measured",
            undo="DROP FUNCTION hanaper.pay_people_lines, hanaper.pay_input_lines, hanaper.pay_measured,"
            " hanaper.pay_measured_people, hanaper.pay_measured_inputs, hanaper.pay_measured_runs;",
        ),
    ]
