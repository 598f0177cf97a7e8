from django.db import migrations

from hanaper.foundation.database.operations import Mechanism


class Migration(migrations.Migration):
    dependencies = [("pay", "0005_submission_totals"), ("absence", "0002_seen")]

    operations = [
        Mechanism("hanaper.hr.pay", "measured", undo="DROP FUNCTION hanaper.pay_measured;"),
    ]
