from django.db import migrations

from hanaper.foundation.database.operations import Mechanism


class Migration(migrations.Migration):
    dependencies = [("people", "0002_own")]

    operations = [
        Mechanism("hanaper.hr.people", "counted", undo="DROP FUNCTION hanaper.people_counted;"),
    ]
