"""Working days, counted by the database."""

from django.db import migrations

from hanaper.foundation.database.operations import Mechanism


class Migration(migrations.Migration):
    initial = True

    dependencies = [("database", "0001_scope")]

    operations = [Mechanism("hanaper.centre.levels", "working_days", undo="DROP FUNCTION hanaper.worked_through;")]
