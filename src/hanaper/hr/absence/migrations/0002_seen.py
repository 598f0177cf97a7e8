from django.db import migrations

from hanaper.foundation.database.operations import Mechanism


class Migration(migrations.Migration):
    dependencies = [("absence", "0001_initial"), ("people", "0002_own")]

    operations = [
        Mechanism(
            "hanaper.hr.absence",
            "seen",
            undo="""
            DROP POLICY seen ON absence_absence;""",
        ),
    ]
