from django.db import migrations

from hanaper.foundation.database.operations import Mechanism


class Migration(migrations.Migration):
    """Acts have no tables and so no app: what they ask of the database is installed with the duties that they check."""

    dependencies = [("duties", "0001_initial")]
    operations = [Mechanism("hanaper.foundation.acts", "entering", undo="DROP FUNCTION hanaper.enter;")]
