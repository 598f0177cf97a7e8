from django.db import migrations

from hanaper.foundation.database.operations import Mechanism


class Migration(migrations.Migration):
    dependencies = [("pay", "0011_debts")]

    operations = [
        Mechanism("hanaper.hr.pay", "by_element", undo="DROP FUNCTION hanaper.pay_by_element;"),
    ]
