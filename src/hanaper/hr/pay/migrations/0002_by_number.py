from django.db import migrations

from hanaper.foundation.database.operations import Mechanism


class Migration(migrations.Migration):
    dependencies = [("pay", "0001_initial")]

    operations = [
        Mechanism("hanaper.hr.pay", "by_number", undo="DROP FUNCTION hanaper.payslips_by_number;"),
    ]
